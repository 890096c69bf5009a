import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { barTape } from '../run/bar-tape';
import type { BarTape } from '../run/bar-tape';
import { barsOfEvents } from '../run/event-bars';
import type { EventTape } from '../run/event-tape';
import { marketOf, marketTextOf } from '../run/market-text';
import type { MarketText } from '../run/market-text';
import { accountNotes } from './account-notes';
import { areNested, barOf, commonBars, exactBars, isMadeOf } from './common-bars';
import type { BarsByStart } from './common-bars';
import { LacksMinutes, NotComparable } from './not-comparable';
import { lastCloseOf } from './recording';
import type { DeploymentRecording, RecordedBars, RecordedEvents } from './recording';
import { silenceNotes } from './silences';

export interface RecordedMarket {
  readonly text: MarketText;
  readonly tape: BarTape;
  /** Present if the strategy follows more of it than bars. */
  readonly events?: EventTape;
}

export interface RecordedMarkets {
  readonly markets: readonly RecordedMarket[];
  /** When the strategy started; null if its warm-up ends just then. */
  readonly startsAt: number | null;
  /** What had to be inserted because nobody recorded it. */
  readonly notes: readonly string[];
}

interface Ground {
  readonly recording: DeploymentRecording;
  readonly notes: string[];
}

/** The market as shown to the session: warm-up, every closed bar, the beginning of the next one, and every event that it follows. */
export function recordedMarkets(recording: DeploymentRecording): RecordedMarkets {
  const { bars, events, terms } = recording;
  const symbols = new Set([...terms.watches, ...(terms.streams ?? [])].map(({ symbol }) => symbol));
  if (symbols.size === 0) throw new NotComparable('the strategy watches no market');
  const notes: string[] = [];
  notes.push(...accountNotes(recording), ...silenceNotes(recording));
  const markets = [...symbols].map((symbol) => marketFrom(symbol, { recording, notes }));
  return { markets, startsAt: events.length > 0 ? beganAt(recording) : commonBeginning(bars), notes };
}

function marketFrom(symbol: string, ground: Ground): RecordedMarket {
  const { bars, events, instruments, terms } = ground.recording;
  const instrument = instruments.get(symbol);
  const heard = bars.filter((series) => series.symbol === symbol);
  const followed = events.find((one) => one.symbol === symbol);
  if (!instrument || (!followed && terms.streams?.some((stream) => stream.symbol === symbol)))
    throw new NotComparable(`the recording does not know ${symbol}`);
  const text = marketTextOf(instrument);
  if (!followed) return { text, tape: barsFrom(text, heard, ground) };
  const tape = eventsFrom(followed, ground);
  return {
    text,
    tape: heard.length > 0 ? barsFrom(text, heard, ground) : barsOfEvents(tape, '1m', spanOf(ground.recording)),
    events: tape,
  };
}

function barsFrom(text: MarketText, heard: readonly RecordedBars[], { recording, notes }: Ground): BarTape {
  const { terms, events, endedAt } = recording;
  const { symbol } = text;
  const shortest = shortestOf(heard);
  const isFollowed = events.some((one) => one.symbol === symbol);
  if (shortest.firstLive === null && events.length === 0) throw new NotComparable(`no bar of ${symbol} closed while the strategy ran`);
  const isNested = areNested(heard.map((series) => series.interval));
  const length = isNested ? INTERVALS[shortest.interval] : INTERVALS['1m'];
  const first = Math.min(...heard.map((series) => firstLiveOf(series) - Math.max(1, terms.warmUpBars) * INTERVALS[series.interval]));
  const end = Math.max(lastCloseOf(recording, symbol), firstLiveOf(shortest));
  const known = isNested ? commonBars(heard).bars : minutesOf(heard, recording, { from: first, to: end });
  const bars: Bar[] = [];
  const stand = (start: number): Bar => flat(start, bars.at(-1)?.close ?? firstPrice(known));
  let missing = 0;
  for (let start = first; start < end; start += length) {
    const bar = known.get(start);
    if (!bar) missing += 1;
    bars.push(bar ?? stand(start));
  }
  if (missing > 0)
    notes.push(`${missing === 1 ? 'one bar' : `${missing} bars`} of ${symbol} not recorded; in the backtest the price stands still there`);
  if (shortest.forming && !isFollowed) bars.push(barOf({ ...shortest.forming, start: end }));
  // In a market that advances by events these bars only advance time; the last one closes after the session.
  if (events.length > 0) for (let start = bars.at(-1)!.start + length; start <= endedAt; start += length) bars.push(stand(start));
  return barTape(marketOf(text), isNested ? shortest.interval : '1m', bars);
}

/** If no length builds another, either all or none are built from one-minute bars. */
function minutesOf(heard: readonly RecordedBars[], { minutes }: DeploymentRecording, span: { from: number; to: number }): BarsByStart {
  const { symbol } = heard[0]!;
  const own = heard.find(({ interval }) => interval === '1m')?.bars ?? [];
  const known = exactBars(new Map([...(minutes.get(symbol) ?? []), ...own]));
  if (heard.every((series) => isMadeOf(known, series, span.from))) return known;
  throw new LacksMinutes(symbol, span, [...new Set(heard.map(({ interval }) => interval))]);
}

function eventsFrom({ symbol, tape, problem, heardBook, heardTrades }: RecordedEvents, { recording, notes }: Ground): EventTape {
  if (problem !== null) throw new NotComparable(`the recording of ${symbol} cannot be played: ${problem}`);
  if (!tape) throw new NotComparable(`no best prices of ${symbol} were recorded while the strategy ran`);
  if (!heardBook) notes.push(`only the best prices of ${symbol} were recorded; levels beyond them keep their last known size`);
  if (!heardTrades)
    notes.push(
      `no trades of ${symbol} were recorded except own fills; a resting order is filled by those, or when the other side reaches its price`,
    );
  else if (recording.terms.streams?.some((stream) => stream.symbol === symbol && 'trades' in stream))
    notes.push(`the backtest shows trades of ${symbol} with their time of arrival, and with numbers instead of their ids`);
  const isShared = recording.others.length > 0;
  if (isShared || recording.orders.some((order) => order.symbol === symbol && order.type === 'LIMIT'))
    notes.push(
      `what the session knew to rest of ${isShared ? "its account's" : 'its own'} orders is taken out of what was told of the book of ${symbol}; while an order or the word of ` +
        'its end was on its way nobody knows whether it was in there',
    );
  return tape;
}

function beganAt({ warmAt, bars }: DeploymentRecording): number {
  if (warmAt === null) throw new NotComparable('the strategy had not begun to trade');
  // A bar that had closed and was still shown live is shown live in the backtest too.
  return Math.min(warmAt, ...bars.map((series) => firstLiveOf(series) + INTERVALS[series.interval] - 1));
}

/** The history of longer bars reaches further back, so the shorter ones would start the backtest too early. */
function commonBeginning(bars: readonly RecordedBars[]): number | null {
  const bySymbol = [...Map.groupBy(bars, ({ symbol }) => symbol).values()];
  if (bySymbol.every(({ length }) => length === 1)) return null;
  // If none builds another, whatever closed before the first close of all is history.
  const first = (series: readonly RecordedBars[]): number =>
    areNested(series.map(({ interval }) => interval)) ? firstLiveOf(shortestOf(series)) : Math.max(...series.map(firstLiveOf));
  return Math.max(...bySymbol.map(first));
}

/** Whole minutes around the session. */
function spanOf({ startedAt, endedAt }: DeploymentRecording): { readonly from: number; readonly to: number } {
  const minute = INTERVALS['1m'];
  return { from: Math.floor(startedAt / minute) * minute, to: (Math.floor(endedAt / minute) + 1) * minute };
}

function shortestOf(heard: readonly RecordedBars[]): RecordedBars {
  return heard.reduce((shortest, series) => (INTERVALS[series.interval] < INTERVALS[shortest.interval] ? series : shortest));
}

/** If none has closed yet, the one after the recorded history. */
function firstLiveOf({ symbol, interval, firstLive, bars }: RecordedBars): number {
  if (firstLive !== null) return firstLive;
  if (bars.size === 0) throw new NotComparable(`no ${interval} bar of ${symbol} is recorded`);
  return Math.max(...bars.keys()) + INTERVALS[interval];
}

function flat(start: number, price: Decimal): Bar {
  return { start, open: price, high: price, low: price, close: price, volume: Decimal.ZERO };
}

function firstPrice(bars: ReadonlyMap<number, Bar>): Decimal {
  return bars.get(Math.min(...bars.keys()))!.open;
}
