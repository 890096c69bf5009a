/** About so many round values (1, 2 or 5 × 10ⁿ apart) inside a span. */
export function valueTicks(low: number, high: number, about: number): number[] {
  if (!(high > low)) return [low];
  const rough = (0.7 * (high - low)) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  // If the span is below the precision of a double, counting up would never end.
  const count = Math.max(0, Math.min(4 * about, Math.floor(high / step) - first + 1));
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Number of fraction digits that distinguish such ticks. */
export function tickDigits(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  return Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** About so many times inside a span on round UTC hours, days, months or years. */
export function timeTicks(from: number, to: number, about: number): number[] {
  const rough = (0.7 * (to - from)) / about;
  const fixed = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY].find((step) => step >= rough);
  if (fixed === undefined) return monthTicks(from, to, [1, 2, 3, 6, 12, 24, 60, 120].find((months) => months * 30 * DAY >= rough) ?? 120);
  const ticks: number[] = [];
  for (let at = Math.ceil(from / fixed) * fixed; at <= to; at += fixed) ticks.push(at);
  return ticks;
}

/** The approximate number of labels, and half of a label as a share of the axis. */
export interface Density {
  readonly about: number;
  readonly edge: number;
}

export interface LabelledTick {
  readonly at: number;
  /** Position on the axis, 0 to 1. */
  readonly share: number;
  /** Set if the label starts or ends at the tick, because it would be cut off if centred. */
  readonly turned: 'begins' | 'ends' | null;
}

/** Ticks whose labels do not overlap; there are fewer if necessary. */
export function labelledTicks(from: number, to: number, { about, edge }: Density): readonly LabelledTick[] {
  const turnedAt = (share: number): LabelledTick['turned'] => (share < edge ? 'begins' : share > 1 - edge ? 'ends' : null);
  const ticks = timeTicks(from, to, about).map((at) => {
    const share = to > from ? (at - from) / (to - from) : 0;
    return { at, share, turned: turnedAt(share) };
  });
  const begin = ({ share, turned }: LabelledTick): number => (turned === 'begins' ? share : share - (turned === 'ends' ? 2 : 1) * edge);
  const touches = ticks.some((tick, index) => index > 0 && begin(tick) < begin(ticks[index - 1]!) + 2 * edge);
  return touches && about > 1 ? labelledTicks(from, to, { about: about - 1, edge }) : ticks;
}

function monthTicks(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  const start = new Date(from);
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month += 1) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > to) return ticks;
    if (at >= from && month % step === 0) ticks.push(at);
  }
}

/** `day`, `month` or `hour`: the unit that distinguishes ticks at this distance. */
export function tickStyle(ticks: readonly number[]): 'hour' | 'day' | 'month' {
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : DAY;
  return step < DAY ? 'hour' : step < 27 * DAY ? 'day' : 'month';
}
