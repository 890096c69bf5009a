import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricOptions } from '../analysis';
import type { Metrics } from '../metric-table';
import type { RunFill, RunRecord } from '../run-record';

/** A run and what an independent computation says of it; made by `expected_metrics.py`. */
export interface ExpectedRun {
  readonly name: string;
  readonly run: RunRecord;
  readonly options: MetricOptions;
  readonly metrics: Metrics;
  readonly months: Readonly<Record<string, number>>;
}

interface Stored extends Omit<ExpectedRun, 'run' | 'options'>, MetricOptions {
  readonly from: number;
  readonly to: number;
  readonly startingEquity: string;
  readonly curve: { readonly times: number[]; readonly equity: number[]; readonly exposure: number[] };
  readonly closes: number[];
  readonly fills: readonly Omit<RunFill, 'symbol'>[];
  readonly funding: readonly { readonly at: number; readonly amount: string }[];
}

const SYMBOL = 'BTC/USDT:USDT';

export function expectedRuns(): ExpectedRun[] {
  const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'expected-metrics.json'), 'utf8')) as Stored[];
  return stored.map(({ name, metrics, months, daysPerYear, riskFreeRate, trials, curve, closes, fills, funding, ...span }) => {
    const times = Float64Array.from(curve.times);
    const run: RunRecord = {
      ...span,
      curve: { times, equity: Float64Array.from(curve.equity), exposure: Float64Array.from(curve.exposure) },
      fills: fills.map((fill) => ({ ...fill, symbol: SYMBOL })),
      funding: funding.map((one) => ({ ...one, symbol: SYMBOL })),
      markets: [{ symbol: SYMBOL, times, closes: Float64Array.from(closes) }],
    };
    return { name, run, options: { daysPerYear: daysPerYear!, riskFreeRate: riskFreeRate!, trials: trials! }, metrics, months };
  });
}
