import { Decimal, decimal, type Category } from '@libs/kernel';
import type { MarketInstrument, RiskTier } from '@libs/simulation';

export interface MarketName {
  readonly venueSymbol: string;
  readonly category: Category;
}

/** tick, lot, least and most quantity, most at market, least value, most leverage. */
type Row = readonly [tick: string, lot: string, min: string, max: string, maxMarket: string, minNotional: string, leverage: number];

/** Bybit's own filters, as its instruments-info told them in 2025. */
const LINEAR: Readonly<Record<string, Row>> = {
  BTCUSDT: ['0.1', '0.001', '0.001', '1190', '500', '5', 100],
  ETHUSDT: ['0.01', '0.01', '0.01', '7240', '724', '5', 100],
  SOLUSDT: ['0.01', '0.1', '0.1', '79770', '8000', '5', 100],
  XRPUSDT: ['0.0001', '0.1', '0.1', '4350000', '500000', '5', 75],
  DOGEUSDT: ['0.00001', '1', '1', '22000000', '3000000', '5', 75],
  BNBUSDT: ['0.1', '0.01', '0.01', '9000', '2000', '5', 75],
  ADAUSDT: ['0.0001', '1', '1', '7300000', '800000', '5', 75],
  LTCUSDT: ['0.01', '0.1', '0.1', '43000', '8000', '5', 75],
};

const SPOT: Readonly<Record<string, Row>> = {
  BTCUSDT: ['0.1', '0.000001', '0.000011', '83', '41.5', '5', 1],
  ETHUSDT: ['0.01', '0.00001', '0.0001', '2300', '1150', '5', 1],
  SOLUSDT: ['0.01', '0.001', '0.001', '47000', '23500', '5', 1],
  XRPUSDT: ['0.0001', '0.01', '0.01', '4200000', '2100000', '5', 1],
  DOGEUSDT: ['0.00001', '0.1', '0.1', '25000000', '12500000', '5', 1],
  BNBUSDT: ['0.1', '0.0001', '0.0001', '9900', '4950', '5', 1],
  ADAUSDT: ['0.0001', '0.01', '0.01', '7400000', '3700000', '5', 1],
  LTCUSDT: ['0.01', '0.00001', '0.0001', '51000', '25500', '5', 1],
};

/** Risk limit of the first tier in quote units; other contracts have 200,000. */
const FIRST_TIERS: Readonly<Record<string, number>> = { BTCUSDT: 2_000_000, ETHUSDT: 900_000, SOLUSDT: 500_000 };
/** Steps of the ladder: part of the full leverage, and the limit as a multiple of the first. */
const TIER_STEPS = [
  ...[
    ['1', '1'],
    ['0.9', '1.3'],
    ['0.8', '1.6'],
    ['0.7', '1.9'],
    ['0.6', '2.4'],
  ],
  ...[
    ['0.5', '5'],
    ['0.25', '20'],
    ['0.1', '50'],
    ['0.05', '100'],
    ['0.02', '200'],
  ],
] as const;

const EIGHT_HOURS = 28_800_000;
const LAUNCHED_AT = { linear: 1_585_526_400_000, spot: 1_625_097_600_000 } as const;
const FIRST_ID = { linear: 5, spot: 9 } as const;
/** A price above this many ticks is no price. */
const MOST_TICKS = 19_999_998n;

const QUOTES = ['USDT', 'USDC', 'EUR', 'BTC', 'ETH', 'USD'] as const;

/** Finest steps seen in a file, as counts of decimals. */
export interface SeenDecimals {
  readonly price: number;
  readonly volume: number;
}

/** The instrument of a name: from the table where the data fits its steps, else from the decimals seen. */
export function instrumentOf(name: MarketName, seen?: SeenDecimals): MarketInstrument | undefined {
  const coins = splitSymbol(name.venueSymbol);
  if (!coins) return undefined;
  const known = (name.category === 'linear' ? LINEAR : SPOT)[name.venueSymbol];
  const fits = known && (!seen || decimal(known[0]).scale >= seen.price);
  const row = fits ? known : rowFrom(seen ?? { price: 2, volume: 3 }, name.category, known);
  const [tick, lot, min, max, maxMarket, minNotional, maxLeverage] = row;
  const quoteOnly = `${coins.base}/${coins.quote}`;
  return {
    venue: 'bybit',
    symbol: name.category === 'linear' ? `${quoteOnly}:${coins.quote}` : quoteOnly,
    venueSymbol: name.venueSymbol,
    category: name.category,
    base: coins.base,
    quote: coins.quote,
    settle: coins.quote,
    tickSize: decimal(tick),
    lotSize: decimal(lot),
    minQuantity: decimal(min),
    maxQuantity: decimal(max),
    maxMarketQuantity: decimal(maxMarket),
    minNotional: decimal(minNotional),
    maxLeverage,
    ...(name.category === 'linear' ? linearTerms(name.venueSymbol, decimal(tick), maxLeverage) : spotTerms(name.venueSymbol, decimal(max))),
  };
}

type Terms = Omit<Partial<MarketInstrument>, 'category'>;

function linearTerms(venueSymbol: string, tick: Decimal, maxLeverage: number): Terms {
  return {
    minPrice: tick,
    maxPrice: Decimal.fromUnits(MOST_TICKS * tick.units, tick.scale),
    priceLimit: { x: decimal('0.01'), y: decimal('0.02') },
    funding: { intervalMs: EIGHT_HOURS, cap: decimal('0.00375') },
    riskTiers: tiersOf(FIRST_TIERS[venueSymbol] ?? 200_000, maxLeverage),
    launchedAt: LAUNCHED_AT.linear,
    venueId: idOf(LINEAR, venueSymbol, FIRST_ID.linear),
  };
}

function spotTerms(venueSymbol: string, max: Decimal): Terms {
  return {
    maxNotional: decimal('8000000'),
    quotePrecision: decimal('0.0000001'),
    maxPostOnlyQuantity: max,
    priceLimit: { x: decimal('0.005'), y: decimal('0.01') },
    launchedAt: LAUNCHED_AT.spot,
    venueId: idOf(SPOT, venueSymbol, FIRST_ID.spot),
  };
}

/** Each tier needs half of its initial margin as maintenance margin. */
function tiersOf(first: number, maxLeverage: number): readonly RiskTier[] {
  return TIER_STEPS.map(([part, multiple]): RiskTier => {
    const leverage = Decimal.max(Decimal.ONE, Decimal.fromNumber(maxLeverage).times(decimal(part)));
    const initial = Decimal.ONE.dividedBy(leverage, 4);
    const maintenance = initial.dividedBy(decimal('2'), 4);
    return { limit: Decimal.fromNumber(first).times(decimal(multiple)), initial, maintenance, maxLeverage: leverage };
  });
}

function idOf(table: Readonly<Record<string, Row>>, venueSymbol: string, first: number): number {
  const at = Object.keys(table).indexOf(venueSymbol);
  return first + (at < 0 ? Object.keys(table).length : at);
}

function rowFrom(seen: SeenDecimals, category: Category, known?: Row): Row {
  const tick = stepOf(seen.price);
  if (known) return [tick, known[1], known[2], known[3], known[4], known[5], known[6]];
  const lot = stepOf(Math.min(seen.volume, 8));
  return [tick, lot, lot, '1000000000', '1000000000', '5', category === 'linear' ? 50 : 1];
}

function stepOf(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
}

export function splitSymbol(venueSymbol: string): { readonly base: string; readonly quote: string } | undefined {
  const quote = QUOTES.find((coin) => venueSymbol.endsWith(coin) && venueSymbol.length > coin.length);
  return quote && { base: venueSymbol.slice(0, -quote.length), quote };
}
