import type { PreparedSearch } from './prepare-search';

/** A smaller fraction of the searched time is not mentioned. */
const LITTLE = 0.01;

/**
 * Says what a search leaves out because only some of its markets have data there, which a backtest of the same strategy plays; null where
 * that is nothing much.
 */
export function leftOut({ backtest, from, to }: Pick<PreparedSearch, 'backtest' | 'from' | 'to'>): string | null {
  const spans = backtest.markets.map(({ text: { symbol }, tape: { series } }) => ({ symbol, start: series.firstStart, end: series.end }));
  const [first, last] = [Math.min(...spans.map(({ start }) => start)), Math.max(...spans.map(({ end }) => end))];
  const much = (to - from) * LITTLE;
  const words = spans.flatMap(({ symbol, start, end }) => [
    ...(start - first > much ? [`${symbol} begins at ${textOf(start)}`] : []),
    ...(last - end > much ? [`${symbol} ends at ${textOf(end)}`] : []),
  ]);
  if (words.length === 0) return null;
  return `The search covers the period common to all markets, from ${textOf(from)} to ${textOf(to)}, since ${words.join(' and ')}; a backtest plays the rest too.`;
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
