import { trialsOnRecord, type Trials } from '@libs/backtest';
import type { PreparedBacktest } from '../backtest/prepare';
import type { SearchLedger } from './search-ledger';

/**
 * Every guess that searches have on record about the strategy and data of a backtest; undefined when there is none, and for several
 * strategies, since nobody has guessed at what they come to together.
 */
export async function guessesOn({ spec, markets }: PreparedBacktest, ledger: SearchLedger): Promise<Trials | undefined> {
  const { strategy, others = [] } = spec;
  if (others.length > 0) return undefined;
  const guesses = trialsOnRecord(await ledger.logs(strategy), {
    strategy,
    symbols: markets.map(({ text }) => text.symbol),
    from: Math.min(...markets.map(({ tape }) => tape.series.firstStart)),
    to: Math.max(...markets.map(({ tape }) => tape.series.end)),
  });
  return guesses.count === 0 ? undefined : guesses;
}
