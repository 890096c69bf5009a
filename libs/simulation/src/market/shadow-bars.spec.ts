import { GeneratedBars, type GeneratorOptions } from './generated-bars';
import { ShadowBars } from './shadow-bars';

const LEADER: GeneratorOptions = {
  seed: 64,
  firstStart: 1_750_000_020_000,
  interval: 60_000,
  firstPrice: 780_000,
  lowestPrice: 600_000,
  highestPrice: 1_000_000,
  calmVolatility: 0.00045,
  calmVolume: 90_000,
  volumeScale: 3,
};

const returnsOf = ({ series }: { series: GeneratedBars['series'] }): number[] =>
  Array.from({ length: series.length }, (_, index) => Math.log(series.at(index).close / series.at(index).open));

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const centred = (numbers: readonly number[]): number[] => numbers.map((number) => number - mean(numbers));
  const [a, b] = [centred(one), centred(other)];
  const product = mean(a.map((number, index) => number * b[index]!));
  return product / Math.sqrt(mean(a.map((number) => number ** 2)) * mean(b.map((number) => number ** 2)));
}

describe('a market beside another', () => {
  const bitcoin = new GeneratedBars(LEADER);
  const ether = new GeneratedBars({
    ...LEADER,
    seed: 65,
    firstPrice: 290_000,
    lowestPrice: 200_000,
    highestPrice: 420_000,
    calmVolatility: 0.0004,
    leader: { bars: bitcoin, beta: 1.1 },
  });
  const spot = new ShadowBars({ seed: 67, leader: bitcoin, ticksPerTick: 1, volumeShare: 0.25, volumeScale: 6 });
  spot.extendTo(5_000);
  ether.extendTo(5_000);

  it('leaves the course of its leader as it would be alone', () => {
    const alone = new GeneratedBars(LEADER);
    alone.extendTo(3_000);
    expect(bitcoin.series.at(2_999)).toEqual(alone.series.at(2_999));
  });

  it('moves with its leader, but not only', () => {
    const together = correlation(returnsOf(bitcoin), returnsOf(ether));
    expect(together).toBeGreaterThan(0.5);
    expect(together).toBeLessThan(0.95);
    expect(correlation(returnsOf(bitcoin), returnsOf(spot))).toBeGreaterThan(0.95);
  });

  it('makes whole bars, each opening at the last close, with the spot within two parts in a thousand of the contract', () => {
    for (let index = 0; index < spot.series.length; index += 1) {
      const [bar, contract] = [spot.series.at(index), bitcoin.series.at(index)];
      expect(bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close) && bar.volume > 0).toBe(true);
      expect(Math.abs(bar.close / contract.close - 1)).toBeLessThan(0.00201);
      if (index > 0) expect(bar.open).toBe(spot.series.at(index - 1).close);
    }
  });

  it('comes out the same however it is asked', () => {
    const again = new ShadowBars({ seed: 67, leader: new GeneratedBars(LEADER), ticksPerTick: 1, volumeShare: 0.25, volumeScale: 6 });
    for (const count of [1, 7, 1_000]) again.extendTo(count);
    expect(again.series.at(999)).toEqual(spot.series.at(999));
  });
});
