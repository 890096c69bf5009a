import { GeneratedBars, type GeneratorOptions } from './generated-bars';

const OPTIONS: GeneratorOptions = {
  seed: 1,
  firstStart: 1_750_000_020_000,
  interval: 60_000,
  firstPrice: 780_000,
  lowestPrice: 600_000,
  highestPrice: 1_000_000,
  calmVolatility: 0.00045,
  calmVolume: 90_000,
  volumeScale: 3,
};

function make(count: number, options: Partial<GeneratorOptions> = {}): GeneratedBars {
  const bars = new GeneratedBars({ ...OPTIONS, ...options });
  bars.extendTo(count);
  return bars;
}

describe('GeneratedBars', () => {
  const { series } = make(20_000);
  const all = Array.from({ length: series.length }, (_, index) => series.at(index));
  const squares = all.map(({ open, close }) => Math.log(close / open) ** 2);
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

  it('makes bar n from seed and n only, however it is asked', () => {
    const inParts = new GeneratedBars(OPTIONS);
    for (const count of [1, 50, 51, 300]) inParts.extendTo(count);
    expect(inParts.series.at(299)).toEqual(series.at(299));
    expect(make(300, { seed: 2 }).series.at(299)).not.toEqual(series.at(299));
  });

  it('makes whole bars: each opens where the last closed and holds its open and close', () => {
    all.forEach((bar, index) => {
      expect(bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close) && bar.volume > 0).toBe(true);
      if (index > 0) expect(bar.open).toBe(all[index - 1]!.close);
    });
  });

  it('keeps bitcoin between 60,000 and 100,000 or a little beyond', () => {
    expect(Math.min(...all.map(({ low }) => low))).toBeGreaterThan(550_000);
    expect(Math.max(...all.map(({ high }) => high))).toBeLessThan(1_100_000);
  });

  it('moves about one part in a thousand a minute, in clusters, with fat tails', () => {
    const variance = mean(squares);
    expect(Math.sqrt(variance)).toBeGreaterThan(0.0005);
    expect(Math.sqrt(variance)).toBeLessThan(0.002);
    const covariance = mean(squares.slice(1).map((square, index) => (square - variance) * (squares[index]! - variance)));
    expect(covariance / mean(squares.map((square) => (square - variance) ** 2))).toBeGreaterThan(0.2);
    expect(mean(squares.map((square) => square ** 2)) / variance ** 2).toBeGreaterThan(5);
  });

  it('trades more in bars that move more', () => {
    const byMove = [...all].sort((a, b) => Math.abs(a.close - a.open) - Math.abs(b.close - b.open));
    const volumeOf = (bars: typeof all): number => mean(bars.map(({ volume }) => volume));
    expect(volumeOf(byMove.slice(-5_000))).toBeGreaterThan(1.5 * volumeOf(byMove.slice(0, 5_000)));
  });
});
