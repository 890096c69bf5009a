import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import { BarSeries, OrderBook } from '@libs/simulation';
import { InvalidTape } from './bar-tape';
import type { BarTape } from './bar-tape';
import { CODE_BITS, EventCode, LAST_OF_BATCH } from './event-tape';
import type { EventTape } from './event-tape';

/**
 * Complete bars built from the trades of a tape; an interval without a trade is a flat bar without volume. For a tape without trades they
 * are built from the mid price, rounded down to a tick, without volume. `span` selects another time range in multiples of the interval;
 * outside the events bars are flat.
 */
export function barsOfEvents(
  events: EventTape,
  interval: Interval,
  span: { readonly from: number; readonly to: number } = wholeBars(events, INTERVALS[interval]),
): BarTape {
  const length = INTERVALS[interval];
  const prices = events.hasPrints ? printsOf(events) : middlesOf(events);
  const { from: first, to: end } = span;
  if (end <= first) throw new InvalidTape(`the events of ${events.instrument.symbol} do not fill one ${interval} bar`);
  const series = new BarSeries(first, length, events.instrument.lotSize.scale, (end - first) / length);
  let last = 0;
  let bar: [open: number, high: number, low: number, close: number, volume: number] | null = null;
  const close = (): void => {
    series.push(...(bar ?? [last, last, last, last, 0]));
    bar = null;
  };
  for (const { at, ticks, lots } of prices) {
    if (at >= end) break;
    if (at >= first) {
      if (last === 0 && !bar) last = ticks;
      while (at >= series.end + length) close();
      if (bar) bar = [bar[0], Math.max(bar[1], ticks), Math.min(bar[2], ticks), ticks, bar[4] + lots];
      else bar = [ticks, ticks, ticks, ticks, lots];
    }
    last = ticks;
  }
  if (last === 0) throw new InvalidTape(`the events of ${events.instrument.symbol} tell no price`);
  while (series.end < end) close();
  return { instrument: events.instrument, interval, series };
}

function wholeBars({ at, length: count }: EventTape, length: number): { readonly from: number; readonly to: number } {
  return { from: Math.ceil(at[0]! / length) * length, to: Math.floor(at[count - 1]! / length) * length };
}

interface Priced {
  readonly at: number;
  readonly ticks: number;
  readonly lots: number;
}

function* printsOf({ length, at, code, ticks, lots }: EventTape): Generator<Priced> {
  for (let index = 0; index < length; index += 1) {
    const kind = code[index]! & CODE_BITS;
    if (kind === EventCode.BUY || kind === EventCode.SELL) yield { at: at[index]!, ticks: ticks[index]!, lots: lots[index]! };
  }
}

function* middlesOf({ length, at, code, ticks, lots }: EventTape): Generator<Priced> {
  const book = new OrderBook({ filled: () => undefined, removed: () => undefined, cap: () => 0 });
  for (let index = 0; index < length; index += 1) {
    const kind = code[index]! & CODE_BITS;
    if (kind === EventCode.CLEAR) book.replaceHouse(EMPTY, EMPTY);
    else if (kind === EventCode.BID || kind === EventCode.ASK) book.setLevel(kind === EventCode.BID ? 1 : -1, ticks[index]!, lots[index]!);
    const { bestBid, bestAsk } = book;
    if ((code[index]! & LAST_OF_BATCH) === 0 || bestBid === undefined || bestAsk === undefined) continue;
    yield { at: at[index]!, ticks: Math.floor((bestBid + bestAsk) / 2), lots: 0 };
  }
}

const EMPTY = { ticks: [], lots: [] };
