import { KeltnerChannels } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { exponentialAverages, wilderAverages } from '../../../../tests/support/indicators/naive';
import { closesOf, SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { keltner } from './keltner';

const CHANNEL = { period: 20, atrPeriod: 10, width: 2 };

describe('keltner', () => {
  it('draws bands at so many true ranges from the average', () => {
    const state = keltner.create({ period: 3, atrPeriod: 2, width: 2 }); // closes 10, 20, 10: ema 10, 15, 12.5
    const bars = [
      { high: 12, low: 10, close: 10 }, // range 2
      { high: 20, low: 16, close: 20 }, // 10, so 6 on average
      { high: 20, low: 10, close: 10 }, // 10, so 8
    ];
    expect(bars.map((bar) => keltner.update(state, bar))).toEqual([null, null, { lower: -3.5, middle: 12.5, upper: 28.5 }]);
  });

  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const state = keltner.create(CHANNEL);
    const peer = new KeltnerChannels({ emaInterval: 20, atrInterval: 10, multiplier: 2 });
    expectAgreement(
      bars.map((bar) => keltner.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
      { scale: 1 },
    );
  });

  it.each([{ period: 0 }, { atrPeriod: 1.5 }, { width: -1 }])('does not take %p', (options) => {
    expect(() => keltner.create(options)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [{ period: 1, atrPeriod: 3, width: 1 }, CHANNEL],
    create: keltner.create,
    update: keltner.update,
    naive: (bars, { period, atrPeriod, width }) => {
      const ranges = bars.map(({ high, low }, at) => {
        const before = bars[at - 1]?.close ?? high;
        return Math.max(high, before) - Math.min(low, before);
      });
      const [middles, reaches] = [exponentialAverages(closesOf(bars), period), wilderAverages(ranges, atrPeriod)];
      return middles.map((middle, at) => {
        const reach = reaches[at]!;
        return at + 1 < Math.max(period, atrPeriod) ? null : { lower: middle - width * reach, middle, upper: middle + width * reach };
      });
    },
    memory: () => 800,
    holds: ({ lower, middle, upper }) => lower <= middle && middle <= upper,
    scale: 1,
  });
});
