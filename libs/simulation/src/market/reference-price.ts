import type { BarSeries } from './bar-series';

/** A market's current prices: closed bars and the last trade. */
export interface PriceView {
  readonly series: BarSeries;
  readonly closedBars: number;
  /** Ticks of the last trade. */
  readonly last: number;
}

const SMOOTHED_BARS = 5;
const SMOOTHED_SHARE = 0.2;

/**
 * A price that follows the last trade with inertia: one fifth is the average of the last five bars, over which the window slides during the
 * current bar. In ticks, not rounded.
 */
export function smoothedTicks(view: PriceView, at: number): number {
  const { series, closedBars, last } = view;
  if (closedBars === 0) return last;
  const part = Math.max(0, Math.min(1, (at - series.startOf(closedBars)) / series.interval));
  return blend(
    last,
    last * part + closes(series, closedBars - 1, SMOOTHED_BARS - 1) + (1 - part) * closeOf(series, closedBars - SMOOTHED_BARS),
  );
}

/** The same price at the close of a bar. */
export function smoothedAtClose(series: BarSeries, index: number): number {
  return blend(closeOf(series, index), closes(series, index, SMOOTHED_BARS));
}

function blend(last: number, sum: number): number {
  return (1 - SMOOTHED_SHARE) * last + (SMOOTHED_SHARE * sum) / SMOOTHED_BARS;
}

/** Sum of `count` closes, going back from `index`. */
function closes(series: BarSeries, index: number, count: number): number {
  let sum = 0;
  for (let back = 0; back < count; back += 1) sum += closeOf(series, index - back);
  return sum;
}

/** The oldest known close is used for all earlier ones. */
function closeOf(series: BarSeries, index: number): number {
  return series.closeAt(Math.max(0, index));
}

/** The middle of three prices, so that no single one can move a mark price. */
export function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

const INTEREST = 0.0001;
const DAMPER = 0.0005;

/** Eight-hour funding from the average premium: `P + clamp(0.01 % − P, ±0.05 %)`, limited to ±`cap`. */
export function fundingFrom(premium: number, cap: number): number {
  const rate = premium + Math.max(-DAMPER, Math.min(DAMPER, INTEREST - premium));
  return Math.max(-cap, Math.min(cap, rate));
}
