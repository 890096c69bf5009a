import { InvalidTape } from './bar-tape';
import type { BarTape } from './bar-tape';
import type { EventTape } from './event-tape';

/** A copy with the bars entirely between two times; throws `InvalidTape` if there are none. */
export function cutTape({ instrument, interval, series }: BarTape, from: number, to: number): BarTape {
  const first = Math.max(0, Math.ceil((from - series.firstStart) / series.interval));
  const end = Math.min(series.length, Math.floor((to - series.firstStart) / series.interval));
  if (first >= end) throw new InvalidTape(`there is no bar of ${instrument.symbol} between ${textOf(from)} and ${textOf(to)}`);
  return { instrument, interval, series: series.slice(first, end) };
}

/** A copy with the events before a time. There is no cut at the start, because the book is the sum of all events before. */
export function cutEvents({ instrument, length, at, code, ticks, lots, ...kind }: EventTape, to: number): EventTape {
  let end = length;
  while (end > 0 && at[end - 1]! >= to) end -= 1;
  if (end === 0) throw new InvalidTape(`there is no event of ${instrument.symbol} before ${textOf(to)}`);
  const columns = { at: at.slice(0, end), code: code.slice(0, end), ticks: ticks.slice(0, end), lots: lots.slice(0, end) };
  return { instrument, length: end, ...columns, ...kind };
}

function textOf(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : at < 0 ? 'the beginning' : 'the end';
}
