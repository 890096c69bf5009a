import type { StrategyEvent } from '@libs/sdk';
import { isOfMarket, isPast, momentOf, timeOf } from './moment';

const SYMBOL = 'BTC/USDT:USDT';
const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const MINUTE = 60_000;

const bar = (interval: string): StrategyEvent => ({
  type: 'bar',
  symbol: SYMBOL,
  interval,
  bar: { start: AT, open: 1, high: 1, low: 1, close: 1, volume: 1 },
});

describe('a moment', () => {
  it('of the market has the name of what it told, and is of the market', () => {
    const tick: StrategyEvent = { type: 'tick', symbol: SYMBOL, bid: 1, bidSize: 1, ask: 2, askSize: 1 };
    expect(momentOf(bar('1m'), AT + MINUTE)).toEqual({ type: 'bar', name: `the 1m bar of ${SYMBOL} at 2026-01-02T03:04:05.678Z` });
    expect(momentOf(tick, AT)).toEqual({ type: 'tick', name: `the tick of ${SYMBOL} at 2026-01-02T03:04:05.678Z` });
    expect([bar('1m'), tick].map((event) => isOfMarket(momentOf(event, AT)))).toEqual([true, true]);
  });

  it('of a timer has its name and when it was due, not when it was told', () => {
    const timer: StrategyEvent = { type: 'timer', name: 'daily', at: AT };
    expect(momentOf(timer, AT + 5_000)).toEqual({ type: 'timer', name: 'its timer daily at 2026-01-02T03:04:05.678Z' });
    expect(isOfMarket(momentOf(timer, AT))).toBe(false);
  });

  it('of anything else is named after its kind and time', () => {
    expect(momentOf({ type: 'start' }, AT)).toEqual({ type: 'start', name: 'start at 2026-01-02T03:04:05.678Z' });
  });

  it('happened when its bar closed or its timer was due, else when it was told', () => {
    expect(timeOf(bar('5m'), AT + 400_000)).toBe(AT + 5 * MINUTE);
    expect(timeOf({ type: 'timer', name: 'daily', at: AT }, AT + 9)).toBe(AT);
    expect(timeOf({ type: 'start' }, AT + 9)).toBe(AT + 9);
  });

  it('is past before it may trade', () => {
    expect((['init', 'history', 'start', 'bar'] as const).map((type) => isPast({ type }))).toEqual([true, true, false, false]);
  });
});
