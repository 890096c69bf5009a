import { roiTable } from './roi-table';

const MINUTE = 60_000;
const LONG = { side: 'LONG', averagePrice: '100' } as const;
/** The example of https://www.freqtrade.io/en/stable/strategy-customization/#minimal-roi. */
const TABLE = { '40m': 0, '30m': 0.01, '20m': 0.02, '0m': 0.04 };

function entered(table: Parameters<typeof roiTable.create>[0] = TABLE) {
  const roi = roiTable.create(table);
  roiTable.update(roi, LONG, { price: 100, at: 0 });
  return (minutes: number, price: number): boolean => roiTable.update(roi, LONG, { price, at: minutes * MINUTE });
}

describe('roiTable', () => {
  it.each([
    [0, 104, false],
    [0, 104.1, true],
    [19.99, 103, false],
    [20, 102.1, true],
    [29, 101.5, false],
    [30, 101.5, true],
    [39, 100.5, false],
    [40, 100, false],
    [40, 100.01, true],
    [1_000, 99.9, false],
  ])('after %p minutes at %p says %p', (minutes, price, isEnough) => {
    expect(entered()(minutes, price)).toBe(isEnough);
  });

  it('takes nothing before its first entry, and ends all at −1', () => {
    const ask = entered({ '10m': 0.01, '1h': -1 });
    expect([ask(9, 200), ask(10, 102), ask(59, 50), ask(60, 50)]).toEqual([false, true, false, true]);
  });

  // A price that doubled is a profit of −1, which is not above −1: the position stayed open for ever.
  it.each([200, 300])('ends a short position at −1 also when its price has risen to %p', (price) => {
    const roi = roiTable.create({ '1h': -1 });
    const held = { side: 'SHORT', averagePrice: '100' } as const;
    expect([0, 59, 60].map((minutes) => roiTable.update(roi, held, { price, at: minutes * MINUTE }))).toEqual([false, false, true]);
  });

  it('counts the profit of a short position downwards', () => {
    const roi = roiTable.create({ '0m': 0.04 });
    const held = { side: 'SHORT', averagePrice: '100' } as const;
    expect([96.1, 95.9].map((price) => roiTable.update(roi, held, { price, at: 0 }))).toEqual([false, true]);
  });

  it('counts the age anew after being flat and after turning', () => {
    const roi = roiTable.create(TABLE);
    roiTable.update(roi, LONG, { price: 100, at: 0 });
    roiTable.update(roi, { side: 'FLAT', averagePrice: '0' }, { price: 100, at: 50 * MINUTE });
    expect(roiTable.update(roi, LONG, { price: 101, at: 60 * MINUTE })).toBe(false);
    roiTable.update(roi, { side: 'SHORT', averagePrice: '100' }, { price: 100, at: 100 * MINUTE });
    expect(roi.since).toBe(100 * MINUTE);
  });

  it.each([[{}], [{ '-1m': 0.1 }], [{ 60: 0.1 }], [{ '0m': -2 }], [{ '0m': NaN }]])('refuses %j', (table) => {
    expect(() => roiTable.create(table as typeof TABLE)).toThrow(RangeError);
  });
});
