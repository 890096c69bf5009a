import fc from 'fast-check';
import { trailingStop, type TrailingStopOptions } from './trailing-stop';

const LONG = { side: 'LONG', averagePrice: '100' } as const;
const SHORT = { side: 'SHORT', averagePrice: '100' } as const;
const at = (price: number) => ({ high: price, low: price, close: price });

function levels(options: TrailingStopOptions, prices: readonly number[], held: typeof LONG | typeof SHORT = LONG): (number | null)[] {
  const stop = trailingStop.create(options);
  return prices.map((price) => {
    trailingStop.update(stop, held, at(price));
    return stop.level === null ? null : Math.round(stop.level * 1e6) / 1e6;
  });
}

describe('trailingStop', () => {
  // https://www.freqtrade.io/en/stable/stoploss/#trailing-stop-loss: bought at 100, stop-loss at −10 %, then 102 and 103.
  it('follows the best price at its distance and never moves back', () => {
    expect(levels({ fraction: 0.1 }, [100, 102, 101, 103])).toEqual([90, 91.8, 91.8, 92.7]);
  });

  // The same page, different positive loss: stop-loss −10 %, trailing stop positive 2 %, from the first profit on.
  it('comes nearer once there is a profit', () => {
    expect(levels({ fraction: 0.1, positiveFraction: 0.02 }, [100, 102, 101, 103])).toEqual([90, 99.96, 99.96, 100.94]);
  });

  // The same page, trailing only once the offset of 3 % is passed.
  it('stays at its first level until the profit passes the offset', () => {
    const options = { fraction: 0.1, positiveFraction: 0.02, offset: 0.03, onlyAfterOffset: true };
    expect(levels(options, [100, 102, 103, 104, 102.5])).toEqual([90, 90, 90, 101.92, 101.92]);
  });

  it('trails at the wide distance before the offset where it may', () => {
    expect(levels({ fraction: 0.1, positiveFraction: 0.02, offset: 0.03 }, [102, 104])).toEqual([91.8, 101.92]);
  });

  it('stands over a short position', () => {
    expect(levels({ fraction: 0.1 }, [100, 95, 98], SHORT)).toEqual([110, 104.5, 104.5]);
  });

  it('holds a bar against the level before it, and its close against the new one', () => {
    const stop = trailingStop.create({ fraction: 0.05 });
    // The new level is 120 × 0.95 = 114; the low of 99 may have come first, the close of 115 has not come to it.
    expect(trailingStop.update(stop, LONG, { low: 99, high: 120, close: 115 })).toBe(false);
    expect(trailingStop.update(stop, LONG, { low: 113, high: 116, close: 116 })).toBe(true);
    const other = trailingStop.create({ fraction: 0.05 });
    expect(trailingStop.update(other, LONG, { low: 99, high: 120, close: 113 })).toBe(true);
  });

  it('begins anew with the next position, in whatever direction', () => {
    const stop = trailingStop.create({ fraction: 0.1 });
    trailingStop.update(stop, LONG, at(150));
    expect(trailingStop.update(stop, SHORT, at(100))).toBe(false);
    expect(stop.level).toBeCloseTo(110, 9);
    trailingStop.update(stop, { side: 'FLAT', averagePrice: '0' }, at(100));
    expect(stop).toMatchObject({ side: 'FLAT', best: null, level: null });
  });

  it('does not end a position by the level of the one that it was turned from', () => {
    const stop = trailingStop.create({ fraction: 0.1 });
    trailingStop.update(stop, LONG, at(95));
    // The long would have ended at 90, which a short at 95 lies above.
    expect(trailingStop.update(stop, SHORT, at(95))).toBe(false);
    expect(stop.level).toBeCloseTo(104.5, 9);
  });

  it('never moves back, whatever the prices and the settings', () => {
    const options = fc.record({
      fraction: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      positiveFraction: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      offset: fc.double({ min: 0, max: 0.2, noNaN: true }),
      onlyAfterOffset: fc.boolean(),
    });
    const prices = fc.array(fc.double({ min: 50, max: 200, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(options, prices, (settings, path) => {
        const [up, down] = [levels(settings, path), levels(settings, path, SHORT)];
        up.forEach((level, n) => n > 0 && expect(level).toBeGreaterThanOrEqual(up[n - 1]!));
        down.forEach((level, n) => n > 0 && expect(level).toBeLessThanOrEqual(down[n - 1]!));
      }),
    );
  });

  it.each([
    { fraction: 0 },
    { fraction: 1, positiveFraction: 0.1 },
    { fraction: 0.1, positiveFraction: 1 },
    { fraction: 0.1, offset: -0.1 },
  ])('refuses %j', (options) => {
    expect(() => trailingStop.create(options)).toThrow(RangeError);
  });
});
