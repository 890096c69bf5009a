import type { EquityPoint } from '@libs/client';

/** A point of the equity chart; without a value it only keeps its place on the time axis. */
export interface ChartPoint {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly value?: number;
}

const STEPS = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, 604_800] as const;
const MOST = 600;

/**
 * Equity at equal time steps, the last value of each. The chart spaces points by index, not by time, so steps without a value are kept to
 * keep the axis correct.
 */
export function equityPoints(all: readonly EquityPoint[]): readonly ChartPoint[] {
  const points = sinceMarket(all);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  const step = stepFor((Date.parse(last.at) - Date.parse(first.at)) / 1000);
  const values = new Map(points.map(({ at, equity }) => [slot(at, step), Number(equity)]));
  const from = slot(first.at, step);
  const count = (slot(last.at, step) - from) / step + 1;
  return Array.from({ length: count }, (_, index) => {
    const time = from + index * step;
    const value = values.get(time);
    return value === undefined ? { time } : { time, value };
  });
}

/** An account is opened before market time is known, at zero of the epoch; its first value then starts at the market's start. */
function sinceMarket(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const begun = points.findIndex(({ at }) => Date.parse(at) > 0);
  const opening = points[begun - 1];
  if (begun < 0) return [];
  if (!opening) return points;
  const before = new Date(Date.parse(points[begun]!.at) - 1_000).toISOString();
  return [{ ...opening, at: before }, ...points.slice(begun)];
}

function stepFor(seconds: number): number {
  return STEPS.find((step) => seconds / step <= MOST) ?? STEPS[STEPS.length - 1]!;
}

function slot(at: string, step: number): number {
  return Math.floor(Date.parse(at) / 1000 / step) * step;
}
