import { follows, startingAt, type ScoredTrial, type SearchSummary, type Trials } from '@libs/backtest';
import type { SandboxedRun } from '@libs/plugin-host';
import type { StrategyPlan } from '@libs/sdk';
import type { PreparedBacktest } from '../backtest/prepare';
import { checkBacktest, playBacktest, type BacktestOutcome, type BacktestPorts } from '../backtest/run-backtest-job';
import { playedMarket } from '../backtest/stored-market';
import { ClaimDiffers, ResearchFailed } from '../refusals';
import type { PreparedSearch } from './prepare-search';
import type { OpenSearch } from './search-ledger';

/** A trial whose run was repeated in a fresh sandbox and checked outside of one. */
export interface BelievedTrial {
  readonly trial: ScoredTrial;
  readonly run: BacktestOutcome;
}

type Ports = Pick<BacktestPorts, 'strategies' | 'signal'>;

interface Candidates {
  readonly ranked: readonly ScoredTrial[];
  readonly guesses: Trials;
  readonly search: SearchSummary;
  readonly distrusted: Map<number, string>;
  readonly log: OpenSearch;
}

/**
 * The best ranked trial whose run comes out the same in a fresh sandbox and outside of one; better ones that do not are marked as
 * distrusted.
 */
export async function believed(
  prepared: PreparedSearch,
  { ranked, guesses, search, distrusted, log }: Candidates,
  ports: Ports,
): Promise<BelievedTrial | null> {
  for (const trial of ranked) {
    if (distrusted.has(trial.number)) continue;
    const again = await repeated(prepared, trial, { guesses, search, ports });
    if (typeof again !== 'string') return { trial, run: again };
    distrusted.set(trial.number, again);
    await log.distrust(trial.number, again);
  }
  return null;
}

/** Repeats the run of a trial; gives a sentence where it differs. */
async function repeated(
  { spec, backtest, from }: PreparedSearch,
  { params, run }: ScoredTrial,
  { guesses, search, ports }: Pick<Candidates, 'guesses' | 'search'> & { readonly ports: Ports },
): Promise<BacktestOutcome | string> {
  const single = { ...spec.backtest, params: { ...spec.backtest.params, ...params } };
  try {
    const { played, said } = await playFrom({ ...backtest, spec: single }, from, ports);
    if (run.kind === 'done' && said.fillHash !== run.fillHash) return 'a new sandbox made other trades of the same parameters';
    return checkBacktest(played, said, { trials: guesses, search });
  } catch (error) {
    if (error instanceof ClaimDiffers || (error instanceof ResearchFailed && ports.signal?.aborted !== true)) return error.message;
    throw error;
  }
}

/**
 * Plays a backtest that trades from `from` on: what its strategy did, and what is to be checked with it. What the strategy wants with its
 * parameters is its own word, as what it does is.
 */
export async function playFrom(
  backtest: PreparedBacktest,
  from: number,
  { strategies, signal }: Ports,
): Promise<{ readonly played: PreparedBacktest; readonly said: SandboxedRun }> {
  // A search's own progress counts trials, and what it is handed may hold it.
  const said = await playBacktest(backtest, { strategies, signal }, from);
  return { played: { ...backtest, markets: marketsFrom(backtest.markets, said.strategies[0]!.plan, from) }, said };
}

/** The markets that the plan follows, cut to begin where its warm-up for trading at `from` begins. */
function marketsFrom(markets: PreparedBacktest['markets'], plan: StrategyPlan, from: number): PreparedBacktest['markets'] {
  const followed = markets.filter(({ text }) => follows(plan, text.symbol));
  const whole = followed.map(playedMarket);
  return startingAt(whole, plan, from).map(({ tape }, at) => ({ ...followed[at]!, tape }));
}
