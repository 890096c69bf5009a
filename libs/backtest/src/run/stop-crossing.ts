import { Decimal } from '@libs/kernel';
import type { ArmedStop, InputBody, TradingCore } from '@libs/engine';
import type { BarTape } from './bar-tape';
import { cornersOf, priceAt, ticksAt } from './bar-walk';
import type { Corner } from './bar-walk';

/** The time at which a market reaches the price of a stop order. */
export interface Crossing {
  readonly at: number;
  readonly symbol: string;
  /** Decimal text. */
  readonly price: string;
}

/** The first crossing of any stop waiting in the core from now on, before `limit`; of simultaneous ones that of the oldest stop. */
export function nextStop(
  core: Pick<TradingCore, 'armedStops' | 'progress'>,
  tapes: ReadonlyMap<string, BarTape>,
  { now, limit }: { readonly now: number; readonly limit: number },
): Crossing | null {
  const stops = core.armedStops();
  if (stops.length === 0) return null;
  // Bars without effect and timer runs that the core has not processed.
  const since = Math.max(now, core.progress().marketTime);
  let first: Crossing | null = null;
  for (const stop of stops) {
    const tape = tapes.get(stop.symbol);
    const crossing = tape && crossingOf(stop, tape, since);
    if (crossing && crossing.at < Math.min(limit, first?.at ?? Infinity)) first = crossing;
  }
  return first;
}

/** True if the price of a market at that time triggers a stop that waits in the core; it is asked for only if there is one. */
export function triggersStop(core: Pick<TradingCore, 'armedStops'>, symbol: string, price: () => string): boolean {
  const stops = core.armedStops().filter((stop) => stop.symbol === symbol);
  if (stops.length === 0) return false;
  const mark = Decimal.parse(price());
  return stops.some((stop) => (stop.direction === 'FALL' ? mark.lte(stop.price) : mark.gte(stop.price)));
}

/** Where the walks were just before a time: requests within a bar are judged by the price there, not by the newest close. */
export function* pricesBefore(
  tapes: ReadonlyMap<string, BarTape>,
  at: number,
): Generator<Extract<InputBody, { readonly type: 'last-price' }>> {
  for (const [symbol, { instrument, series }] of tapes) {
    const ticks = ticksAt(series, at - 1);
    if (ticks === null) continue;
    yield { type: 'last-price', symbol, price: instrument.tickSize.times(Decimal.fromNumber(ticks)).toString() };
  }
}

/** When the walk through the bar of `since` first reaches the stop. */
function crossingOf(
  { symbol, price, direction }: ArmedStop,
  { instrument: { tickSize }, series }: BarTape,
  since: number,
): Crossing | null {
  const index = series.indexAt(since);
  if (index < 0 || index >= series.length) return null;
  const start = series.startOf(index);
  const level = price.dividedBy(tickSize, 0).toNumber();
  const sign = direction === 'FALL' ? 1 : -1;
  const found = reached(cornersOf(series.at(index), series.interval), since - start, { level, sign });
  return found && { at: start + found.offset, symbol, price: tickSize.times(Decimal.fromNumber(found.price)).toString() };
}

/** `sign` is 1 if the price must fall to the level. */
function reached(
  corners: readonly Corner[],
  since: number,
  { level, sign }: { readonly level: number; readonly sign: 1 | -1 },
): Corner | null {
  const isThere = (price: number): boolean => sign * price <= sign * level;
  let from: Corner = { offset: since, price: priceAt(corners, since) };
  if (isThere(from.price)) return from;
  for (const to of corners) {
    if (to.offset <= since) continue;
    if (isThere(to.price)) {
      const share = (from.price - level) / (from.price - to.price);
      return { offset: Math.ceil(from.offset + share * (to.offset - from.offset)), price: level };
    }
    from = to;
  }
  return null;
}
