import type { StrategyBar } from '../strategy/protocol';
import { DAY, dailyVolume, newRecord, takeBar } from './symbol-record';

const KEPT = 10;
const bar = (start: number, volume: number): StrategyBar => ({ start, open: 10, high: 10, low: 10, close: 10, volume });

describe('what is kept of a symbol', () => {
  it('counts no bar twice', () => {
    const record = newRecord(0);
    for (const one of [bar(0, 1), bar(0, 1), bar(-1, 7)]) takeBar(record, one, KEPT);
    expect(record.days).toEqual([[0, 10, 10]]);
    expect(record.last).toBe(0);
  });

  it('is looked at by whole days: the current one is not over', () => {
    const record = newRecord(0);
    for (const [day, volume] of [10, 20, 400].entries()) takeBar(record, bar(day * DAY, volume), KEPT);
    // Days 0 and 1 at 10 a coin: 100 and 200.
    expect(dailyVolume(record, 2 * DAY + DAY / 2, 2)).toBe(150);
    expect(dailyVolume(record, 3 * DAY, 1)).toBe(4_000);
  });
});
