import { join } from 'node:path';
import type { Category, Decimal, Interval } from '@libs/kernel';

/** Whose market it is. */
export interface HistoryMarket {
  readonly venue: string;
  readonly symbol: string;
  readonly category: Category;
}

export interface CandleSeries extends HistoryMarket {
  readonly kind: 'candles';
  readonly interval: Interval;
}

export interface TradeSeries extends HistoryMarket {
  readonly kind: 'trades';
}

export interface FundingSeries extends HistoryMarket {
  readonly kind: 'funding';
}

/** One row of facts over time: candles of an interval, trades, or settlements of funding. */
export type HistorySeries = CandleSeries | TradeSeries | FundingSeries;

/** What holders of a perpetual contract paid each other at one moment. */
export interface FundingSettlement {
  /** Market time, epoch milliseconds. */
  readonly at: number;
  /** Fraction of the value that who is long pays who is short; negative when shorts pay. */
  readonly rate: Decimal;
}

/** A public trade. */
export interface PublicTrade {
  /** The venue's own, unique per symbol. */
  readonly id: string;
  /** Venue time, epoch milliseconds. */
  readonly at: number;
  /** Who took: a buyer lifts the ask. */
  readonly side: 'BUY' | 'SELL';
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** A member of a family is written `ccxt:kraken`. */
const VENUE = /^[a-z][a-z0-9-]{0,31}(:[a-z0-9]{1,40})?$/;
const SYMBOL = /^[A-Z0-9]+\/[A-Z0-9]+(:[A-Z0-9]+(-[A-Z0-9]+)*)?$/;

/** A series that cannot be stored, and why. */
export class InvalidSeries extends Error {
  override readonly name = 'InvalidSeries';
}

/** Spot is written `BTC/USDT`, a contract with its settlement, `BTC/USDT:USDT`. */
export function categoryOf(symbol: string): Category {
  if (!SYMBOL.test(symbol)) throw new InvalidSeries(`"${symbol}" is not a symbol; write it like BTC/USDT or BTC/USDT:USDT.`);
  return symbol.includes(':') ? 'linear' : 'spot';
}

/** Whether holders pay each other funding: a contract without a day on which it ends. */
export function isPerpetual(symbol: string): boolean {
  return categoryOf(symbol) === 'linear' && !symbol.includes('-');
}

/** Where the files of a series lie below the data folder; the names of other series cannot collide with it. */
export function seriesFolder(series: HistorySeries): string {
  if (!VENUE.test(series.venue)) throw new InvalidSeries(`"${series.venue}" is not a venue; write it like bybit.`);
  if (categoryOf(series.symbol) !== series.category) throw new InvalidSeries(`${series.symbol} is not a ${series.category} symbol.`);
  if (series.kind === 'funding' && !isPerpetual(series.symbol))
    throw new InvalidSeries(`${series.symbol} pays no funding; perpetual contracts do, which are written like BTC/USDT:USDT.`);
  const market = join(series.venue.replace(':', '_'), series.symbol.replace(/[/:]/g, '_'));
  return series.kind === 'candles' ? join(market, 'candles', series.interval) : join(market, series.kind);
}

/** The market whose series lie below `venue/symbol`, as `seriesFolder` wrote them; null for a folder of something else. */
export function marketOfFolder(venueFolder: string, symbolFolder: string): HistoryMarket | null {
  const venue = venueFolder.replace('_', ':');
  const symbol = symbolFolder.replace('_', '/').replace('_', ':');
  return VENUE.test(venue) && SYMBOL.test(symbol) ? { venue, symbol, category: categoryOf(symbol) } : null;
}

/** The file that holds a time: trades by day, all else by month (UTC). */
export function partitionOf(series: Pick<HistorySeries, 'kind'>, time: number): string {
  return new Date(time).toISOString().slice(0, series.kind === 'trades' ? 10 : 7);
}

/** First millisecond of a partition and of the one after it. */
export function partitionRange(partition: string): { readonly from: number; readonly to: number } {
  const [year, month, day] = partition.split('-').map(Number) as [number, number, number | undefined];
  return day === undefined
    ? { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) }
    : { from: Date.UTC(year, month - 1, day), to: Date.UTC(year, month - 1, day + 1) };
}

/** For messages: `bybit BTC/USDT 5m candles`. */
export function seriesName(series: HistorySeries): string {
  return `${series.venue} ${series.symbol} ${series.kind === 'candles' ? `${series.interval} candles` : series.kind}`;
}
