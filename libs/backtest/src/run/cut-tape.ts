import { BarSeries } from '@libs/simulation';
import { InvalidTape } from './bar-tape';
import type { BarTape } from './bar-tape';

/** The bars that lie whole between two times, copied: nothing of the others is left in it. None there throws `InvalidTape`. */
export function cutTape({ instrument, interval, series }: BarTape, from: number, to: number): BarTape {
  const first = Math.max(0, Math.ceil((from - series.firstStart) / series.interval));
  const end = Math.min(series.length, Math.floor((to - series.firstStart) / series.interval));
  if (first >= end) throw new InvalidTape(`there is no bar of ${instrument.symbol} between ${textOf(from)} and ${textOf(to)}`);
  const cut = new BarSeries(series.startOf(first), series.interval, series.volumeScale, end - first);
  for (let at = first; at < end; at += 1)
    cut.push(series.openAt(at), series.highAt(at), series.lowAt(at), series.closeAt(at), series.volumeAt(at));
  return { instrument, interval, series: cut };
}

function textOf(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : at < 0 ? 'the beginning' : 'the end';
}
