import { defined } from '@libs/kernel';
import type { Strategy } from '@libs/sdk';
import { metricsOf } from '../metrics/analysis';
import type { YearTerms } from '../metrics/growth';
import type { BacktestTerms } from '../run/backtest';
import { liveHost, plannedOf, playPlanned } from '../run/backtest';
import { InvalidBacktest } from '../run/invalid-backtest';
import { InvalidTape } from '../run/bar-tape';
import { hashOf } from '../fast/play-fast';
import { runRecordOf } from '../run/run-record-of';
import type { SharedColumns } from '../run/market-columns';
import type { TrialRun } from './trial';
import { follows, startingAt } from './warm-start';

export interface TrialOrder {
  readonly params: Readonly<Record<string, unknown>>;
  /** When trading begins, epoch milliseconds; null: as soon as the warm-up is over. */
  readonly from: number | null;
}

export interface TrialTerms extends BacktestTerms {
  readonly progress?: (bars: number) => void;
  /** Reused from one trial to the next. */
  readonly columns?: SharedColumns;
  /** The basis of annualised metrics; absent: the default. */
  readonly year?: YearTerms | undefined;
}

/** Runs one set of parameters in this process; `stack` is that of a fault, for the line in the author's source. */
export function runTrial(
  strategy: Strategy,
  { params, from }: TrialOrder,
  { columns, progress, year, ...terms }: TrialTerms,
): { readonly run: TrialRun; readonly stack: string } {
  try {
    const planned = plannedOf(strategy, params);
    const followed = terms.markets.filter(({ market }) => follows(planned.plan, market.symbol));
    const markets = from === null ? followed : startingAt(followed, planned.plan, from);
    const host = liveHost(strategy, params);
    const result = playPlanned(planned, { ...terms, markets }, host, progress);
    const { fault } = result;
    if (fault)
      return {
        run: { kind: 'failed', message: `${fault.hook} at ${new Date(fault.at).toISOString()}: ${fault.message}` },
        stack: host.stack,
      };
    const metrics = metricsOf(runRecordOf(result, { ...terms, markets: followed }, [], columns), year);
    const [unfilled] = result.fills.length === 0 ? result.refusals.values() : [];
    return { run: { kind: 'done', metrics, fillHash: hashOf(result), bars: result.bars, ...defined({ unfilled }) }, stack: '' };
  } catch (error) {
    if (!(error instanceof InvalidBacktest) && !(error instanceof InvalidTape)) throw error;
    return { run: { kind: 'refused', message: error.message }, stack: '' };
  }
}
