import { rm } from 'node:fs/promises';
import {
  InvalidBacktest,
  InvalidTape,
  claimedHost,
  fillHash,
  playTogether,
  reportOf,
  runRecordOf,
  type BacktestResult,
  type BacktestTerms,
  type Report,
  type ReportOptions,
  type RunRecord,
  type YearTerms,
} from '@libs/backtest';
import { defined } from '@libs/kernel';
import { BacktestFailed, BacktestRefused, backtestInSandbox, type SandboxedRun } from '@libs/plugin-host';
import { ClaimDiffers, ResearchFailed, ResearchRefused } from '../refusals';
import { strategiesOf, type BacktestSpec } from './backtest-spec';
import { prepareBacktest, type PrepareParts, type PreparedBacktest } from './prepare';
import { guessesOn } from '../search/guesses';
import type { SearchLedger } from '../search/search-ledger';
import { playedMarket } from './stored-market';
import { refusedLines, refusedOrders } from './refused-orders';
import { earlierNotes, subjectOf } from './report-subject';
import { writeTapes } from './tape-files';
import { summaryOf, type Summary } from './summary';

export interface BacktestPorts extends PrepareParts {
  /** Called with the candles played so far and with all there are. */
  readonly progress?: (bars: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Recorded trials that the deflated Sharpe ratio counts; without a ledger the report has no such ratio. */
  readonly ledger?: SearchLedger;
}

export interface BacktestOutcome {
  readonly result: BacktestResult;
  readonly record: RunRecord;
  readonly summary: Summary;
  readonly report: Report;
}

/** Plays stored data to the strategies in a sandbox, steps the core over their answers again outside, and reports only that second run. */
export async function runBacktestJob(spec: BacktestSpec, ports: BacktestPorts): Promise<BacktestOutcome> {
  const prepared = await prepareBacktest(spec, ports);
  const run = await playBacktest(prepared, ports);
  const trials = ports.ledger && (await guessesOn(prepared, ports.ledger));
  return checkBacktest(prepared, run, trials ? { trials } : {});
}

/**
 * Plays the strategies in their sandbox. The result is a claim, to be verified by `checkBacktest`. With `from` (epoch milliseconds) a
 * single strategy trades from then on, as in a trial.
 */
export async function playBacktest(
  { spec, markets, terms }: Pick<PreparedBacktest, 'spec' | 'markets' | 'terms'>,
  ports: Omit<BacktestPorts, 'store'>,
  from?: number,
): Promise<SandboxedRun> {
  const { progress, signal, strategies } = ports;
  const { folder, files } = await writeTapes(markets);
  try {
    const total = markets.reduce((sum, { tape }) => sum + tape.series.length, 0);
    return await backtestInSandbox(
      {
        strategies: strategiesOf(spec).map(({ strategy, params }) => ({ strategy, params })),
        markets: files,
        terms,
        ...defined({ from }),
      },
      { strategies, signal, progress: progress && ((bars) => progress(bars, total)) },
    );
  } catch (error) {
    throw explained(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Steps the core over a sandbox's claims; throws `ClaimDiffers` if the fills differ. */
export function checkBacktest(
  { spec, markets, terms, funding }: PreparedBacktest,
  run: SandboxedRun,
  options: ReportOptions = {},
): BacktestOutcome {
  const all = { ...terms, markets: markets.map(playedMarket) };
  const result = stepped(run, all);
  if (fillHash(result.fills) !== run.fillHash) throw new ClaimDiffers();
  const asked = strategiesOf(spec);
  const strategies = run.strategies.map((said, place) => ({ ...said, label: asked[place]!.label }));
  const record = runRecordOf(result, all, strategies);
  const subject = subjectOf(strategies, all, funding);
  const notes = [...(subject.notes ?? []), ...earlierNotes(markets), ...refusedLines(refusedOrders(result.refusals))];
  const report = reportOf(record, { ...subject, notes }, { ...options, ...askedMeasures(spec) });
  return { result, record, summary: summaryOf({ ...report, funding }, result, all), report };
}

/** The basis of metrics in a spec. */
export function askedMeasures({ monteCarlo, year }: BacktestSpec): Pick<ReportOptions, 'monteCarlo' | keyof YearTerms> {
  return { ...year, ...(monteCarlo && { monteCarlo }) };
}

function stepped(run: SandboxedRun, terms: BacktestTerms): BacktestResult {
  try {
    return playTogether(
      run.strategies.map((said, place) => ({ ...said, host: claimedHost(said.claim, place) })),
      terms,
    );
  } catch (error) {
    throw error instanceof InvalidBacktest || error instanceof InvalidTape ? new ResearchRefused(error.message, { cause: error }) : error;
  }
}

function explained(error: unknown): unknown {
  if (error instanceof BacktestRefused) return new ResearchRefused(`The backtest cannot begin: ${error.message}.`, { cause: error });
  if (error instanceof BacktestFailed) return new ResearchFailed(`The backtest failed: ${error.message}.`, { cause: error });
  return error;
}
