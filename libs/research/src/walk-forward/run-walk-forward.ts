import {
  closedOut,
  finalEquity,
  marketColumns,
  reportOf,
  stitched,
  trialsOnRecord,
  walkForwardEfficiency,
  type Report,
  type RunRecord,
  type SearchProgress,
  type Trials,
  type WalkWindow,
} from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import type { PreparedBacktest } from '../backtest/prepare';
import { askedMeasures, checkBacktest, type BacktestOutcome } from '../backtest/run-backtest-job';
import { playFrom } from '../search/believe';
import { fundingNotes } from '../backtest/report-subject';
import { cutBacktest, searchWithin, type PreparedSearch } from '../search/prepare-search';
import { runOptimisation, type OptimisationOutcome, type OptimisationPorts } from '../search/run-optimisation';
import { walkSummaryOf } from './walk-summary';
import type { WalkedWindow } from './walked-window';
import { windowsIn, type WalkForwardSpec } from './walk-forward-spec';

export interface WalkForwardPorts extends Omit<OptimisationPorts, 'progress'> {
  /** `window` counts from 0. */
  readonly progress?: (progress: SearchProgress, window: number, windows: number) => void;
}

export interface WalkForwardOutcome {
  readonly windows: readonly WalkedWindow[];
  /** How many there are; fewer were walked when it was stopped, or when nothing was left to trade with. */
  readonly asked: number;
  readonly isStopped: boolean;
  readonly isRuined: boolean;
  /** The trials on record of this strategy on this data that came to a Sharpe ratio. */
  readonly guesses: Trials;
  /** All tests stitched into one run; null when none was walked. */
  readonly report: Report | null;
  readonly finalEquity: string | null;
  /** Walk-forward efficiency (`walkForwardEfficiency`); null where nothing was earned in sample. */
  readonly efficiency: number | null;
}

/** Searches the training data of each window, which is all that its sandboxes get, and plays the winner over the test that follows. */
export async function runWalkForward(
  prepared: PreparedSearch,
  spec: WalkForwardSpec,
  ports: WalkForwardPorts,
): Promise<WalkForwardOutcome> {
  const windows = windowsIn(spec, prepared);
  const each = withoutCourses(prepared);
  const { takerFee } = prepared.backtest.terms.fills;
  const walked: WalkedWindow[] = [];
  let equity = Decimal.parse(prepared.spec.backtest.balance);
  let isStopped = false;
  for (const [at, window] of windows.entries()) {
    const { progress, ...rest } = ports;
    const tell = progress === undefined ? {} : { progress: (made: SearchProgress) => progress(made, at, windows.length) };
    const search = await runOptimisation(searchWithin(each, window.train), { ...rest, ...tell });
    isStopped = search.isStopped;
    if (isStopped) break;
    const winner = search.best && (await tested(each, { window, search, equity }, ports));
    const open = winner?.outOfSample.record ?? aside(prepared, window, equity);
    const record = at === windows.length - 1 ? open : closedOut(open, takerFee);
    walked.push({ ...window, search, winner, record });
    equity = finalEquity(record);
    if (equity.sign <= 0) break;
  }
  const guesses = trialsOnRecord(await ports.ledger.logs(prepared.header.strategy), prepared.header);
  const result = resultOf(prepared, spec, { windows: walked, asked: windows.length, trials: guesses });
  return { ...result, isStopped, isRuined: equity.sign <= 0, guesses };
}

/** Monte Carlo is drawn for all tests together, not for each. */
function withoutCourses(prepared: PreparedSearch): PreparedSearch {
  const { monteCarlo: _monteCarlo, ...backtest } = prepared.spec.backtest;
  return { ...prepared, spec: { ...prepared.spec, backtest }, backtest: { ...prepared.backtest, spec: backtest } };
}

interface Test {
  readonly window: WalkWindow;
  readonly search: OptimisationOutcome;
  readonly equity: Decimal;
}

/** Plays the winner over the test, warmed up on the data before it, with the equity that the window before left. */
async function tested(
  { spec, backtest }: PreparedSearch,
  { window: { test }, search, equity }: Test,
  ports: WalkForwardPorts,
): Promise<WalkedWindow['winner']> {
  const { trial, run: inSample } = search.best!;
  const single = { ...spec.backtest, params: { ...spec.backtest.params, ...trial.params } };
  const until = cutBacktest(backtest, -Infinity, test.to);
  const { settleAsset } = backtest.terms;
  const once: PreparedBacktest = { ...until, spec: single, terms: { ...until.terms, balances: { [settleAsset]: equity.toString() } } };
  const { played, said } = await playFrom(once, test.from, ports);
  return { trial, inSample, outOfSample: checkBacktest(played, said) };
}

/** The run of a window without a winner: nothing is traded. */
function aside({ backtest }: PreparedSearch, { test: { from, to } }: WalkWindow, equity: Decimal): RunRecord {
  const curve = { times: Float64Array.of(to), equity: Float64Array.of(equity.toNumber()), exposure: Float64Array.of(0) };
  const markets = backtest.markets.map(({ tape }) => marketColumns(tape, from, to));
  return { from, to, startingEquity: equity, curve, fills: [], markets };
}

function resultOf(
  prepared: PreparedSearch,
  asked: WalkForwardSpec,
  { windows, asked: all, trials }: Pick<WalkForwardOutcome, 'windows' | 'asked'> & { readonly trials: Trials },
): Pick<WalkForwardOutcome, 'windows' | 'asked' | 'report' | 'finalEquity' | 'efficiency'> {
  const { spec, header, backtest } = prepared;
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return { windows, asked: all, report: null, finalEquity: null, efficiency: null };
  const markets = backtest.markets.map(({ tape }) => marketColumns(tape, first.test.from, last.test.to));
  const record = stitched(
    windows.map((window) => window.record),
    markets,
  );
  const efficiency = efficiencyOf(windows);
  const walk = walkSummaryOf(prepared, asked, { windows, asked: all, efficiency });
  const name = `${header.strategy} ${header.version}`;
  const subject = {
    title: `${name}, walked forward`,
    strategy: header.strategy,
    version: header.version,
    quote: backtest.terms.settleAsset,
    params: spec.backtest.params as Record<string, string | number | boolean>,
    notes: [...notesOf(windows), ...fundingNotes(backtest.funding)],
  };
  return {
    windows,
    asked: all,
    efficiency,
    report: reportOf(record, subject, { trials, walk, ...askedMeasures(spec.backtest) }),
    finalEquity: finalEquity(record).toString(),
  };
}

function notesOf(walked: readonly WalkedWindow[]): readonly string[] {
  return [
    `Each of the ${walked.length} test windows was traded with parameters found only on the data before it.`,
    'Positions at the end of a test window, except the last, were closed at its last price for a taker fee.',
  ];
}

function efficiencyOf(walked: readonly WalkedWindow[]): number | null {
  const won = walked.flatMap(({ winner }) => (winner === null ? [] : [winner]));
  const earned = ({ report: { metrics, from, to } }: BacktestOutcome) => ({ return: metrics.totalReturn ?? 0, time: to - from });
  return walkForwardEfficiency(
    won.map(({ inSample }) => earned(inSample)),
    won.map(({ outOfSample }) => earned(outOfSample)),
  );
}
