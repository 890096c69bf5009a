import { Decimal, defined } from '@libs/sdk';
import type { Instrument } from '@libs/sdk';
import { MalformedMessage, amount, fields, positive, text, told } from './read';
import type { Fields } from './read';

const DECIMAL_PLACES = 2;
const TICK_SIZE = 4;
/** What stands for the largest order where the venue names none. */
const UNLIMITED = Decimal.parse('1e18');

/** An instrument and what ccxt's sizes of it count: 1 base unit, or a contract of that many. */
export interface Listing {
  readonly instrument: Instrument;
  readonly contractSize: Decimal;
}

/** Spot and linear contracts that can be traded now, by ccxt's symbol; one that cannot be read must not cost the others. */
export function normaliseMarkets(venue: string, markets: unknown, precisionMode: number): ReadonlyMap<string, Listing> {
  const found = new Map<string, Listing>();
  for (const market of Object.values(fields(markets, 'markets'))) {
    const listing = readable(venue, market, precisionMode);
    if (listing) found.set(listing.instrument.symbol, listing);
  }
  return found;
}

function readable(venue: string, market: unknown, precisionMode: number): Listing | null {
  try {
    return normaliseMarket(venue, market, precisionMode);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

/** Null for a market that we do not trade or that is not open; throws `MalformedMessage` where tick or lot are not told. */
export function normaliseMarket(venue: string, value: unknown, precisionMode: number): Listing | null {
  const market = fields(value, 'a market');
  const category = categoryOf(market);
  if (category === null || market['active'] === false) return null;
  const contractSize =
    category === 'linear' && told(market['contractSize']) !== null ? positive(market['contractSize'], 'a contract size') : Decimal.ONE;
  const precision = fields(market['precision'], 'a precision');
  const limits = fields(market['limits'], 'limits');
  const lotSize = step(precision['amount'], precisionMode, 'a lot').times(contractSize);
  const maxPrice = limit(limits, 'price', 'max');
  const base = text(market['base'], 'base asset');
  const quote = text(market['quote'], 'quote asset');
  const instrument: Instrument = {
    venue,
    symbol: text(market['symbol'], 'symbol'),
    venueSymbol: text(market['id'], 'id of a market'),
    category,
    base,
    quote,
    settle: category === 'spot' ? quote : text(market['settle'], 'settle asset'),
    tickSize: step(precision['price'], precisionMode, 'a tick'),
    ...defined({ maxPrice: maxPrice ?? undefined }),
    lotSize,
    minQuantity: limit(limits, 'amount', 'min')?.times(contractSize) ?? lotSize,
    maxQuantity: limit(limits, 'amount', 'max')?.times(contractSize) ?? UNLIMITED,
    minNotional: limit(limits, 'cost', 'min') ?? Decimal.ZERO,
  };
  return { instrument, contractSize };
}

function categoryOf(market: Fields): Instrument['category'] | null {
  if (market['spot'] === true) return 'spot';
  return market['linear'] === true && (market['swap'] === true || market['future'] === true) ? 'linear' : null;
}

/** The smallest step: ccxt gives it as it is, or as the number of fraction digits. */
function step(value: unknown, precisionMode: number, what: string): Decimal {
  if (precisionMode === TICK_SIZE) return positive(value, what);
  if (precisionMode !== DECIMAL_PLACES) throw new MalformedMessage(`${what} in significant digits, which is no step`);
  const digits = amount(value, what).toNumber();
  if (!Number.isInteger(digits) || Math.abs(digits) > 30) throw new MalformedMessage(`${what} of ${digits} digits`);
  return Decimal.parse(`1e${-digits}`);
}

/** Null where the venue names none; zero is none as well. */
function limit(limits: Fields, kind: string, bound: 'min' | 'max'): Decimal | null {
  const range = limits[kind];
  const value = typeof range === 'object' && range !== null ? told((range as Fields)[bound]) : null;
  if (value === null) return null;
  const number = amount(value, `a limit of ${kind}`);
  return number.sign > 0 ? number : null;
}
