import type { Trials } from '../metrics/significance';
import { trialsOf } from './trial';
import type { TrialLog } from './trial-log';

/** The strategy, data and period whose trials are counted. */
export interface LedgerQuery {
  readonly strategy: string;
  readonly symbols: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * The trials (`trialsOf`) of a strategy, in any version, on data that overlaps the given span in a symbol and in time, including failed,
 * stopped and repeated searches. A result must be judged against all of these attempts.
 */
export function trialsOnRecord(logs: readonly TrialLog[], { strategy, symbols, from, to }: LedgerQuery): Trials {
  const same = logs.filter(
    ({ header }) =>
      header.strategy === strategy && header.from < to && from < header.to && header.symbols.some((symbol) => symbols.includes(symbol)),
  );
  return trialsOf(same.map(({ header, trials }) => ({ trials, daysPerYear: header.daysPerYear })));
}
