import type { StrategyLevel } from '@libs/sdk';

export interface Touch {
  readonly bid: number;
  readonly ask: number;
  /** Quote units. */
  readonly fair: number;
}

/**
 * The best prices and the fair price between them: the mid price, or the micro-price, which is closer to the thinner side because that side
 * gives way first: (bid × ask size + ask × bid size) / (bid size + ask size), over the given levels. Null while a side is empty. Source:
 * Gatheral and Oomen (2010), "Zero-intelligence realized variance estimation", Finance and Stochastics 14(2).
 */
export function touchOf(bids: readonly StrategyLevel[], asks: readonly StrategyLevel[], kind: 'micro' | 'mid'): Touch | null {
  const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
  if (bid === undefined || ask === undefined || bid >= ask) return null;
  const [bidSize, askSize] = [sizeOf(bids), sizeOf(asks)];
  const lean = kind === 'mid' || bidSize + askSize <= 0 ? 0.5 : bidSize / (bidSize + askSize);
  return { bid, ask, fair: bid + (ask - bid) * lean };
}

function sizeOf(levels: readonly StrategyLevel[]): number {
  return levels.reduce((sum, [, quantity]) => sum + quantity, 0);
}
