import type { StrategyBar } from '@libs/sdk';

/** One-minute bars from closes: each opens at the close before it, so extremes lie on open and close. */
export function barsOf(...closes: readonly number[]): StrategyBar[] {
  return closes.map((close, index) => {
    const open = closes[index - 1] ?? close;
    return { start: index * 60_000, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1 };
  });
}
