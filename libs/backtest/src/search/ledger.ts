import type { Trials } from '../metrics/significance';
import { trialsOf } from './trial';
import type { TrialLog } from './trial-log';

/** The strategy, data and time whose trials are counted. */
export interface LedgerQuery {
  readonly strategy: string;
  readonly symbols: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * The trials (`trialsOf`) of a strategy, whatever its version, on data that overlaps the given span in a symbol and in time: of searches that
 * failed, were stopped or were repeated as well. Those are the guesses that a result has to be held against.
 */
export function trialsOnRecord(logs: readonly TrialLog[], { strategy, symbols, from, to }: LedgerQuery): Trials {
  const same = logs.filter(
    ({ header }) =>
      header.strategy === strategy && header.from < to && from < header.to && header.symbols.some((symbol) => symbols.includes(symbol)),
  );
  return trialsOf(same.map(({ header, trials }) => ({ trials, daysPerYear: header.daysPerYear })));
}
