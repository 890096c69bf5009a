import type { RoundTrip } from './round-trip';
import type { Curve } from './run-record';

type Span = readonly [from: number, to: number];

/**
 * Share of the run (0…1) with an open position: the union of all trips' times ÷ the run's time. null without time.
 * https://kernc.github.io/backtesting.py/doc/backtesting/backtesting.html (Exposure Time)
 */
export function timeInMarket(trips: Iterable<Pick<RoundTrip, 'openedAt' | 'closedAt'>>, from: number, to: number): number | null {
  if (to <= from) return null;
  const spans = [...trips].map(({ openedAt, closedAt }): Span => [Math.max(openedAt, from), Math.min(closedAt ?? to, to)]);
  spans.sort(byStart);
  let held = 0;
  let covered = from;
  for (const [opened, closed] of spans) {
    held += Math.max(0, closed - Math.max(opened, covered));
    covered = Math.max(covered, closed);
  }
  return held / (to - from);
}

function byStart([one]: Span, [other]: Span): number {
  return one - other;
}

/**
 * Mean and maximum of exposure ÷ equity over the samples (1: fully invested, above 1: leveraged); samples without equity are skipped. null
 * if the run did not record exposure. https://en.wikipedia.org/wiki/Leverage_(finance)
 */
export function leverage({ equity, exposure }: Pick<Curve, 'equity' | 'exposure'>): { mean: number; max: number } | null {
  if (exposure === undefined) return null;
  let [sum, max, count] = [0, 0, 0];
  for (let i = 0; i < equity.length; i += 1) {
    if (equity[i]! <= 0) continue;
    const used = exposure[i]! / equity[i]!;
    sum += used;
    max = Math.max(max, used);
    count += 1;
  }
  return count === 0 ? null : { mean: sum / count, max };
}

/**
 * Annual turnover: Σ |quantity × price| of all fills (both sides) ÷ mean equity ÷ years; null without time or if mean equity is zero or
 * negative. https://github.com/quantopian/pyfolio/blob/master/pyfolio/txn.py (get_turnover)
 */
export function annualTurnover(tradedValue: number, meanEquity: number | null, years: number): number | null {
  return meanEquity === null || meanEquity <= 0 || years <= 0 ? null : tradedValue / meanEquity / years;
}
