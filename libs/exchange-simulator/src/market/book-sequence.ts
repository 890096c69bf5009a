import type { FeedMarket } from './feed';

interface Numbered {
  version: number;
  sequence: number;
}

const numbered = new WeakMap<FeedMarket, Numbered>();

/**
 * The number of a market's book as it stands, `at` market time: the same for whoever reads this state at whatever depth,
 * larger for a later state. It is market time in milliseconds where it can be, so it goes on rising after a restart.
 */
export function bookSequence(market: FeedMarket, at: number): number {
  const { version } = market.state.book;
  const known = numbered.get(market) ?? { version: -1, sequence: 0 };
  if (known.version !== version) {
    known.sequence = Math.max(at, known.sequence + 1);
    known.version = version;
    numbered.set(market, known);
  }
  return known.sequence;
}
