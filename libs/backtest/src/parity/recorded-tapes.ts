import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Instrument } from '@libs/kernel';
import type { Texted } from '@libs/engine';
import { barTape } from '../run/bar-tape';
import type { BarTape } from '../run/bar-tape';
import { marketOf } from '../run/market-text';
import type { MarketText } from '../run/market-text';
import { barOf, commonBars } from './common-bars';
import { NotComparable } from './not-comparable';
import { lastCloseOf } from './recording';
import type { DeploymentRecording, RecordedBars } from './recording';

export interface RecordedMarket {
  readonly text: MarketText;
  readonly tape: BarTape;
}

export interface RecordedMarkets {
  readonly markets: readonly RecordedMarket[];
  /** When the strategy began; null where its warm-up ends just then. */
  readonly startsAt: number | null;
  /** What had to be put in that nobody recorded. */
  readonly notes: readonly string[];
}

/** The market as the session was shown it: warm-up, every bar that closed, and what had begun of the next one. */
export function recordedMarkets(recording: DeploymentRecording): RecordedMarkets {
  const { terms, bars } = recording;
  if (terms.streams?.length) throw new NotComparable('the strategy follows ticks, trades or a book, and backtests play bars only');
  if (bars.length === 0) throw new NotComparable('the strategy watches no bars');
  const notes: string[] = [];
  const bySymbol = [...Map.groupBy(bars, ({ symbol }) => symbol).values()];
  const markets = bySymbol.map((series) => marketFrom(series, recording, notes));
  // The past of longer bars reaches further back, so the shorter ones would be there for a beginning that is too early.
  const startsAt = bySymbol.some(({ length }) => length > 1)
    ? Math.max(...bySymbol.map((series) => firstLiveOf(shortestOf(series))))
    : null;
  return { markets, startsAt, notes };
}

function marketFrom(heard: readonly RecordedBars[], recording: DeploymentRecording, notes: string[]): RecordedMarket {
  const shortest = shortestOf(heard);
  const { symbol, forming } = shortest;
  const { terms, instruments } = recording;
  const instrument = instruments.get(symbol);
  if (!instrument) throw new NotComparable(`the recording does not know ${symbol}`);
  if (shortest.firstLive === null) throw new NotComparable(`no bar of ${symbol} closed while the strategy ran`);
  const { interval, bars: known } = commonBars(heard);
  const length = INTERVALS[interval];
  const first = Math.min(...heard.map((series) => firstLiveOf(series) - Math.max(1, terms.warmUpBars) * INTERVALS[series.interval]));
  const end = lastCloseOf(recording, symbol);
  const bars: Bar[] = [];
  let missing = 0;
  for (let start = first; start < end; start += length) {
    const bar = known.get(start);
    if (!bar) missing += 1;
    bars.push(bar ?? flat(start, bars.at(-1)?.close ?? firstPrice(known)));
  }
  if (missing > 0)
    notes.push(`${missing === 1 ? 'one bar' : `${missing} bars`} of ${symbol} not recorded; in the backtest the price stands still there`);
  if (forming) bars.push(barOf({ ...forming, start: end }));
  const text = textOf(instrument);
  return { text, tape: barTape(marketOf(text), interval, bars) };
}

function shortestOf(heard: readonly RecordedBars[]): RecordedBars {
  return heard.reduce((shortest, series) => (INTERVALS[series.interval] < INTERVALS[shortest.interval] ? series : shortest));
}

/** Where none has closed yet, the one behind the past that was heard. */
function firstLiveOf({ symbol, interval, firstLive, bars }: RecordedBars): number {
  if (firstLive !== null) return firstLive;
  if (bars.size === 0) throw new NotComparable(`no ${interval} bar of ${symbol} is recorded`);
  return Math.max(...bars.keys()) + INTERVALS[interval];
}

function textOf({ maxPrice: _highest, ...instrument }: Texted<Instrument>): MarketText {
  return { ...instrument, maxLeverage: instrument.category === 'linear' ? 100 : 1 };
}

function flat(start: number, price: Decimal): Bar {
  return { start, open: price, high: price, low: price, close: price, volume: Decimal.ZERO };
}

function firstPrice(bars: ReadonlyMap<number, Bar>): Decimal {
  return bars.get(Math.min(...bars.keys()))!.open;
}
