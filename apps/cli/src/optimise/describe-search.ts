import { USUAL_YEAR, countsOf, describeMetric, valueOf, type Report, type ScoredTrial, type Trial } from '@libs/backtest';
import { formatPercent, formatTime } from '@libs/kernel';
import { measuresOf, type OptimisationOutcome, type PreparedSearch } from '@libs/research';
import { coursesText, guessesText, yearLines } from '../backtest/luck-text';
import { positionLimitLines } from '../backtest/position-limit';

const SHOWN = 10;
const MOST_WORDS = 5;
const NEARLY_ALL = 0.9;

/** What came of a search, for programs: everything but the trials one by one. */
export function searchValue({ header, spec }: PreparedSearch, outcome: OptimisationOutcome, ledger: string) {
  const { best, ranked, guesses, isStopped, resumed, distrusted } = outcome;
  return {
    id: header.id,
    strategy: header.strategy,
    version: header.version,
    from: textOf(header.from),
    to: textOf(header.to),
    sampler: spec.sampler,
    seed: spec.seed,
    objective: spec.objective,
    search: spec.search,
    fixed: spec.backtest.params,
    year: spec.backtest.year ?? USUAL_YEAR,
    trials: { ...countsOf(outcome.trials), resumed },
    isStopped,
    guesses,
    ledger,
    best: best && { ...scored(best.trial), ...best.run.summary, metrics: best.run.report.metrics, ...coursesOf(best.run.report) },
    ranked: ranked.slice(0, SHOWN).map(scored),
    surfaces: outcome.summary.surfaces,
    failures: failuresOf(outcome.trials),
    unfilled: unfilledOf(outcome.trials),
    distrusted: [...distrusted].map(([number, why]) => ({ number, why })),
  };
}

/** The same for people. */
export function searchText(prepared: PreparedSearch, outcome: OptimisationOutcome, files: readonly string[]): string {
  const { header, spec } = prepared;
  const { best, ranked, guesses, isStopped, resumed, distrusted } = outcome;
  const { done, failed, refused } = countsOf(outcome.trials);
  const { label } = describeMetric(prepared.objective.metric);
  const again = resumed === 0 ? '' : `, ${resumed} of them on record before`;
  return [
    `${header.strategy} ${header.version}, ${formatTime(header.from)} to ${formatTime(header.to)}: ${done + failed} trials by ${spec.sampler}${again}; ${failed} failed, ${refused} refused by the strategy`,
    ...ranked
      .slice(0, SHOWN)
      .map((trial, at) => `${String(at + 1).padStart(3)}. ${label} ${scoreText(prepared, trial)}  ${paramsText(trial)}`),
    ...(best === null ? [] : [bestText(best.trial, ranked), measuresOf(best.run.report.metrics)]),
    ...yearLines(spec.backtest.year),
    guessesText(guesses.count, best?.run.report.metrics.deflatedSharpe),
    ...(best?.run.report.monteCarlo === undefined ? [] : [coursesText(best.run.report.monteCarlo)]),
    ...unfilledLines(outcome.trials),
    ...(best === null && !isStopped ? ['no trial has a score: none had enough trades, or none could be repeated'] : []),
    ...[...distrusted].slice(0, MOST_WORDS).map(([number, why]) => `trial ${number} is not to be trusted: ${why}`),
    ...failuresOf(outcome.trials)
      .slice(0, MOST_WORDS)
      .map(({ number, params, message }) => `trial ${number} (${paramsText({ params })}) failed: ${message}`),
    ...(isStopped ? ['stopped; the same command with --resume goes on'] : []),
    ...files.map((file) => `written: ${file}`),
  ].join('\n');
}

export function paramsText({ params }: Pick<Trial, 'params'>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

/** In the metric's own direction. */
export function scoreText({ objective }: Pick<PreparedSearch, 'objective'>, { score }: Pick<ScoredTrial, 'score'>): string {
  return valueOf(objective, score).toPrecision(4);
}

function bestText(trial: ScoredTrial, ranked: readonly ScoredTrial[]): string {
  const rank = ranked.findIndex(({ number }) => number === trial.number) + 1;
  return `${rank === 1 ? 'the best' : `number ${rank}, the best that could be repeated`}, run again and checked: ${paramsText(trial)}`;
}

/** The first of those that failed; nothing where none did. */
export function failureText(trials: readonly Trial[]): string | null {
  const { failed } = countsOf(trials);
  const [first] = failuresOf(trials);
  return first ? `${failed} of ${trials.length} trials failed, the first (${paramsText(first)}): ${first.message}` : null;
}

/** Trials that filled nothing because their orders were refused, with the first reason; null unless nearly all are such. */
export function unfilledOf(trials: readonly Trial[]): { readonly trials: number; readonly reason: string } | null {
  const reasons = trials.flatMap(({ run }) => (run.kind === 'done' && run.unfilled !== undefined ? [run.unfilled] : []));
  const [reason] = reasons;
  return reason === undefined || reasons.length < NEARLY_ALL * countsOf(trials).done ? null : { trials: reasons.length, reason };
}

/** The same for people, with what to change. */
export function unfilledLines(trials: readonly Trial[]): readonly string[] {
  const unfilled = unfilledOf(trials);
  if (unfilled === null) return [];
  const { trials: count, reason } = unfilled;
  const { done } = countsOf(trials);
  return [
    `${count} of ${done} trials traded nothing, since their orders were refused, the first with ${reason}`,
    ...positionLimitLines([reason]),
  ];
}

export function failuresOf(trials: readonly Trial[]): readonly { number: number; params: Trial['params']; message: string }[] {
  return trials
    .flatMap(({ number, params, run }) => (run.kind === 'failed' ? [{ number, params, message: run.message }] : []))
    .slice(0, 100);
}

function scored({ number, params, score, run }: ScoredTrial) {
  return { number, params, score, ...(run.kind === 'done' ? { fillHash: run.fillHash } : {}) };
}

function coursesOf({ monteCarlo }: Report): Pick<Report, 'monteCarlo'> {
  return monteCarlo === undefined ? {} : { monteCarlo };
}

export function shareText(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : formatPercent(value, 1);
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
