import { atrStop } from './atr-stop';

const bar = (low: number, high: number, close: number) => ({ low, high, close });
const FLAT = { side: 'FLAT', averagePrice: '0' } as const;

describe('atrStop', () => {
  it('keeps the range that was known before the position, and follows its average', () => {
    const stop = atrStop.create({ period: 2, width: 2 });
    // True ranges 4 and 6: the average of two bars is 5.
    expect([bar(98, 102, 100), bar(97, 103, 100)].map((one) => atrStop.update(stop, FLAT, one))).toEqual([false, false]);
    // This bar's own range of 20 does not count: 100 − 2 × 5.
    expect(atrStop.update(stop, { side: 'LONG', averagePrice: '100' }, bar(91, 111, 105))).toBe(false);
    expect(stop.level).toBe(90);
    expect(atrStop.update(stop, { side: 'LONG', averagePrice: '96' }, bar(86.5, 100, 96))).toBe(false);
    expect(atrStop.update(stop, { side: 'LONG', averagePrice: '96' }, bar(86, 90, 88))).toBe(true);
  });

  it('is two average true ranges of 14 bars away unless told', () => {
    expect(atrStop.create()).toEqual(atrStop.create({ period: 14, width: 2 }));
  });

  it('stands above a short position, with the range of its own time', () => {
    const stop = atrStop.create({ period: 1, width: 3 });
    atrStop.update(stop, FLAT, bar(99, 101, 100));
    atrStop.update(stop, { side: 'LONG', averagePrice: '100' }, bar(98, 102, 100));
    expect(stop.level).toBe(94);
    // Turned without being seen flat: the bar before had a range of 4.
    expect(atrStop.update(stop, { side: 'SHORT', averagePrice: '100' }, bar(99, 112, 100))).toBe(true);
    expect(stop.level).toBe(112);
  });

  it('has no level before the range is known', () => {
    const stop = atrStop.create({ period: 2, width: 1 });
    const held = { side: 'LONG', averagePrice: '100' } as const;
    expect(atrStop.update(stop, held, bar(50, 100, 60))).toBe(false);
    expect(stop.level).toBeNull();
    // True ranges 50 and 40, average 45: the level is 55, and the bar came to 40.
    expect(atrStop.update(stop, held, bar(40, 80, 70))).toBe(true);
  });

  it('refuses a width of nothing', () => {
    expect(() => atrStop.create({ width: 0 })).toThrow('width is 0; it must be a number above 0');
  });
});
