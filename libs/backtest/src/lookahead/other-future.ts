import { BarSeries } from '@libs/simulation';
import type { BarTape } from '../run/bar-tape';
import { CODE_BITS, EventCode } from '../run/event-tape';
import type { EventTape } from '../run/event-tape';

/** Mirrors bars that begin at `after` or later at the last close before. */
export function mirroredBars(tape: BarTape, after: number): BarTape {
  const { series } = tape;
  const first = Math.max(1, Math.ceil((after - series.firstStart) / series.interval));
  const turned = turnedAround(2 * series.closeAt(Math.min(first, series.length) - 1));
  const made = new BarSeries(series.firstStart, series.interval, series.volumeScale, series.length);
  for (let at = 0; at < series.length; at += 1) {
    const { open, high, low, close, volume } = series.at(at);
    if (at < first) made.push(open, high, low, close, volume);
    else made.push(turned(open), turned(low), turned(high), turned(close), volume);
  }
  return { ...tape, series: made };
}

/**
 * Mirrors events at `after` or later: buys become sells, bids become asks, and prices are mirrored at the mid price then, or at the last
 * trade without a book. The book starts over there, because its existing levels are mirrored as well.
 */
export function mirroredEvents(events: EventTape, after: number): EventTape {
  const { length } = events;
  let first = 0;
  while (first < length && events.at[first]! < after) first += 1;
  if (first === length) return events;
  const { levels, twice } = standingAt(events, first);
  const turned = turnedAround(twice);
  const anew = events.hasBook ? [{ code: EventCode.CLEAR, ticks: 0, lots: 0 }, ...levels] : [];
  const size = length + anew.length;
  const made = { at: new Float64Array(size), code: new Uint8Array(size), ticks: new Float64Array(size), lots: new Float64Array(size) };
  let to = 0;
  const push = (at: number, code: number, ticks: number, lots: number): void => {
    [made.at[to], made.code[to], made.ticks[to], made.lots[to]] = [at, code, ticks, lots];
    to += 1;
  };
  const pushTurned = (at: number, code: number, ticks: number, lots: number): void => {
    const kind = code & CODE_BITS;
    push(at, OPPOSITE[kind]! | (code & ~CODE_BITS), kind === EventCode.CLEAR ? 0 : turned(ticks), lots);
  };
  for (let index = 0; index < length; index += 1) {
    const [at, code, ticks, lots] = [events.at[index]!, events.code[index]!, events.ticks[index]!, events.lots[index]!];
    if (index === first) for (const one of anew) pushTurned(at, one.code, one.ticks, one.lots);
    if (index < first) push(at, code, ticks, lots);
    else pushTurned(at, code, ticks, lots);
  }
  return { ...events, ...made, length: size };
}

const OPPOSITE: Readonly<Record<number, number>> = {
  [EventCode.BID]: EventCode.ASK,
  [EventCode.ASK]: EventCode.BID,
  [EventCode.BUY]: EventCode.SELL,
  [EventCode.SELL]: EventCode.BUY,
  [EventCode.CLEAR]: EventCode.CLEAR,
};

interface Standing {
  /** The levels of the book, as events that set them. */
  readonly levels: readonly { readonly code: number; readonly ticks: number; readonly lots: number }[];
  /** Best bid plus best ask, or twice the last trade price. */
  readonly twice: number;
}

/** The state after the events before a given one. */
function standingAt({ code, ticks, lots }: EventTape, first: number): Standing {
  const sides: Readonly<Record<number, Map<number, number>>> = { [EventCode.BID]: new Map(), [EventCode.ASK]: new Map() };
  let last = ticks[first]!;
  for (let index = 0; index < first; index += 1) {
    const kind = code[index]! & CODE_BITS;
    const side = sides[kind];
    if (kind === EventCode.CLEAR) for (const one of Object.values(sides)) one.clear();
    else if (side === undefined) last = ticks[index]!;
    else if (lots[index] === 0) side.delete(ticks[index]!);
    else side.set(ticks[index]!, lots[index]!);
  }
  const [bids, asks] = [sides[EventCode.BID]!, sides[EventCode.ASK]!];
  const levels = [bids, asks].flatMap((side, at) =>
    [...side].map(([price, many]) => ({ code: at === 0 ? EventCode.BID : EventCode.ASK, ticks: price, lots: many })),
  );
  const [bid, ask] = [largest(bids.keys()), -largest([...asks.keys()].map((price) => -price))];
  return { levels, twice: Number.isFinite(bid + ask) ? bid + ask : 2 * last };
}

function largest(numbers: Iterable<number>): number {
  let most = -Infinity;
  for (const number of numbers) most = Math.max(most, number);
  return most;
}

function turnedAround(twice: number): (ticks: number) => number {
  return (ticks) => Math.max(1, twice - ticks);
}
