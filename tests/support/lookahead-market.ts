import { barTape, marketOf } from '@libs/backtest';
import type { BacktestTerms, MarketText } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';

/** Wednesday, 15 January 2025, 12:00 UTC. */
export const FIRST = Date.UTC(2025, 0, 15, 12);
export const MINUTES = 1_500;

const SYMBOLS = ['BTC/USDT:USDT', 'ETH/USDT:USDT'] as const;

/** Minutes of a day and an hour that wander in whole tenths, the same on every machine; the planted strategies know some of them by heart. */
export function lookaheadMarket(): { readonly texts: readonly MarketText[]; readonly terms: BacktestTerms } {
  const texts = SYMBOLS.map(marketText);
  const markets = texts.map((text, at) => {
    const market = marketOf(text);
    return { market, tape: barTape(market, '1m', wandering(at + 1)) };
  });
  const fills = { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 };
  return { texts, terms: { markets, settleAsset: 'USDT', balances: { USDT: '100000' }, maxPositionSize: '1', fills } };
}

function marketText(symbol: string): MarketText {
  const [base = ''] = symbol.split('/');
  return {
    venue: 'bybit',
    symbol,
    venueSymbol: `${base}USDT`,
    category: 'linear',
    base,
    quote: 'USDT',
    settle: 'USDT',
    tickSize: '0.1',
    lotSize: '0.001',
    minQuantity: '0.001',
    maxQuantity: '1000000',
    minNotional: '5',
    maxLeverage: 100,
  };
}

function wandering(seed: number): Bar[] {
  const random = lehmer(seed);
  let price = 10_000;
  let drift = 0;
  return Array.from({ length: MINUTES }, (_, at) => {
    if (at % 45 === 0) drift = (random() % 9) - 4;
    const open = price;
    price = Math.max(2_000, price + drift + (random() % 41) - 20);
    const high = Math.max(open, price) + (random() % 12);
    const low = Math.min(open, price) - (random() % 12);
    const tenths = (ticks: number): Decimal => Decimal.fromUnits(BigInt(ticks), 1);
    return {
      start: FIRST + at * 60_000,
      open: tenths(open),
      high: tenths(high),
      low: tenths(low),
      close: tenths(price),
      volume: Decimal.fromUnits(BigInt(1_000 + (random() % 9_000)), 3),
    };
  });
}

/** Park and Miller's minimal standard generator, https://doi.org/10.1145/63039.63042. */
function lehmer(seed: number): () => number {
  let state = seed * 48_271;
  return () => (state = (state * 48_271) % 2_147_483_647);
}
