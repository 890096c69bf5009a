import { Decimal, INTERVALS, defined, type Interval } from '@libs/kernel';
import {
  InvalidTape,
  MOST_LOTS,
  columnTape,
  cutEvents,
  cutTape,
  marketOf,
  untoldRisk,
  type BacktestMarket,
  type BarTape,
  type EventTape,
  type FundingRate,
  type MarketText,
} from '@libs/backtest';
import {
  categoryOf,
  seriesName,
  type CandleColumns,
  type CandleSeries,
  type HistoryMarket,
  type HistoryStore,
  type TimeSpan,
} from '@libs/market-data';
import { ResearchRefused } from '../refusals';
import { columnsFrom, columnsOf } from './candle-columns';
import { capital } from './capital';
import { earlierBars, type EarlierBars } from './earlier-bars';
import { nearMarket } from './near-markets';

/** A market with its stored data. Tick and lot are the finest found in its candles, because candles do not state the exchange's steps. */
export interface StoredMarket {
  readonly text: MarketText;
  readonly tape: BarTape;
  readonly events?: EventTape;
  readonly funding?: readonly FundingRate[];
  /** The other bars from which its history is built, and until when; the series itself has no bars there. */
  readonly earlier?: readonly Pick<EarlierBars, 'interval' | 'to'>[];
}

/** The market in the form that a run of `@libs/backtest` takes. */
export function playedMarket({ text, tape, events, funding }: StoredMarket): BacktestMarket {
  return { market: marketOf(text), tape, ...defined({ events, funding }) };
}

/** Cuts a market to a span; earlier events are kept, because the book is built from them. */
export function cutMarket(market: StoredMarket, from: number, to: number): StoredMarket {
  const funding = market.funding?.filter(({ at }) => at > from && at <= to);
  const events = market.events && cutEvents(market.events, to);
  return { ...market, tape: cutTape(market.tape, from, to), ...defined({ funding, events }) };
}

/** The stored series with the longest interval from which all wanted intervals can be built. */
export async function chooseSeries(
  store: HistoryStore,
  market: { readonly venue: string; readonly symbol: string },
  { wanted, detail }: { readonly wanted: readonly Interval[]; readonly detail: Interval | null },
): Promise<CandleSeries> {
  const candidates = (Object.keys(INTERVALS) as Interval[])
    .filter((interval) => wanted.every((one) => INTERVALS[one] % INTERVALS[interval] === 0))
    .filter((interval) => detail === null || interval === detail)
    .reverse();
  for (const interval of candidates) {
    const series: CandleSeries = { ...market, category: categoryOf(market.symbol), kind: 'candles', interval };
    if ((await store.lastTime(series)) !== null) return series;
  }
  const bars = `${[...new Set(wanted)].join(' and ')} bars`;
  if (detail !== null && !wanted.every((one) => INTERVALS[one] % INTERVALS[detail] === 0))
    throw new ResearchRefused(`Fills cannot be determined on ${detail} candles: ${bars} cannot be built from them.`);
  const which = detail === null ? `candles of ${market.venue} ${market.symbol}` : `${detail} candles of ${market.venue} ${market.symbol}`;
  throw new ResearchRefused(
    `No ${which} are stored from which ${bars} can be built; get them with "plimsoll data download --venue ${market.venue} --symbol ${market.symbol} --interval ${detail ?? wanted[0]} --from …" or "plimsoll data import".${await nearMarket(store, market)}`,
  );
}

/**
 * The wanted part of a series: `from` is where its history begins, `begin` where trading does (null: as soon as there is enough history).
 */
export interface MarketAsked extends TimeSpan {
  readonly begin: number | null;
  readonly watched: readonly Interval[];
}

export async function loadMarket(store: HistoryStore, series: CandleSeries, asked: MarketAsked): Promise<StoredMarket> {
  const own: CandleColumns[] = [];
  for await (const columns of store.candleColumns(series, asked)) own.push(columns);
  if (own.length === 0)
    throw new ResearchRefused(`Nothing of ${seriesName(series)} is stored in that period; "plimsoll data list" shows what is.`);
  const earlier = await earlierThan(own[0]!.start[0]!, { store, series, asked });
  const chunks =
    earlier.length === 0
      ? own
      : [...earlier.map(({ bars }) => columnsOf(bars)), ...own.map((columns) => columnsFrom(columns, earlier.at(-1)!.to))];
  const scaleOf = (names: readonly (keyof Omit<CandleColumns, 'start'>)[]): number =>
    Math.max(...chunks.flatMap((columns) => names.map((name) => columns[name].scale)));
  const text = marketText(series, scaleOf(['open', 'high', 'low', 'close']), scaleOf(['volume']));
  try {
    const tape = columnTape(marketOf(text), series.interval, chunks);
    return earlier.length === 0 ? { text, tape } : { text, tape, earlier };
  } catch (error) {
    throw error instanceof InvalidTape ? new ResearchRefused(`${capital(error.message)}.`, { cause: error }) : error;
  }
}

/** Only if trading begins on bars of the series itself. */
async function earlierThan(
  first: number,
  {
    store,
    series,
    asked: { from, begin, watched },
  }: { readonly store: HistoryStore; readonly series: CandleSeries; readonly asked: MarketAsked },
): Promise<readonly EarlierBars[]> {
  if (begin === null || begin < first || from >= first) return [];
  return earlierBars(store, { series, watched, missing: { from, to: first } });
}

export function marketText({ venue, symbol, category }: HistoryMarket, priceScale: number, volumeScale: number): MarketText {
  const [base = '', rest = ''] = symbol.split('/');
  const [quote = '', settle = quote] = rest.split(':');
  const lotSize = stepOf(volumeScale);
  return {
    venue,
    symbol,
    venueSymbol: `${base}${quote}`,
    category,
    base,
    quote,
    settle,
    tickSize: stepOf(priceScale),
    lotSize,
    minQuantity: lotSize,
    // All that the market of a run offers: a larger order is refused with a reason instead of cut.
    maxQuantity: Decimal.fromUnits(MOST_LOTS, volumeScale).toString(),
    minNotional: '0',
    ...untoldRisk(category),
  };
}

function stepOf(scale: number): string {
  return scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
}
