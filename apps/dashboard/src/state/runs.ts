import type { ResearchKind, ResearchRun } from '@libs/client';
import type { Ordering } from './newest-first';

export const RUNS: Ordering<ResearchRun> = {
  id: ({ id }) => id,
  at: ({ createdAt }) => createdAt,
  // A finished run stays finished; a page requested earlier can arrive later.
  isStale: (known, next) => isOver(known) && !isOver(next),
};

/** Kinds of run that the Optimisation page starts and lists. */
export const OPTIMISING = ['OPTIMISATION', 'WALK_FORWARD', 'MONTE_CARLO'] as const satisfies readonly ResearchKind[];
export type OptimisingKind = (typeof OPTIMISING)[number];

/** Path of a run's page. */
export function pageOf({ kind, id }: Pick<ResearchRun, 'kind' | 'id'>): string {
  return `/${isOptimising(kind) ? 'optimisation' : 'backtests'}/${id}`;
}

export function isOptimising(kind: ResearchKind): boolean {
  return OPTIMISING.some((one) => one === kind);
}

export function isOver({ status }: Pick<ResearchRun, 'status'>): boolean {
  return status === 'DONE' || status === 'FAILED' || status === 'CANCELLED';
}

type Entries = readonly (readonly [name: string, value: unknown])[];

/** The parameters of a run, its market first. */
export function paramsOf(run: Pick<ResearchRun, 'spec'>): Entries {
  return entriesOf(backtestIn(run.spec)['params']);
}

/** Everything that distinguishes runs: parameters, then backtest options; without random seeds. */
export function termsOf(run: Pick<ResearchRun, 'spec'>): Entries {
  const { params: _, others, ...terms } = backtestIn(run.spec);
  const flat = Object.entries(terms).flatMap(([name, value]): Entries => {
    if (typeof value === 'object' && value !== null)
      return entriesOf(value).flatMap((entry) => (name === 'fills' ? fillEntries(entry) : [[`${name} ${entry[0]}`, entry[1]]]));
    if ((name === 'from' || name === 'to') && typeof value === 'number') return [[name, new Date(value).toISOString().slice(0, 10)]];
    return [[name, value]];
  });
  return [...paramsOf(run), ...othersOf(others), ...flat.filter(([name, value]) => value !== null && !name.endsWith(' seed'))];
}

/** What a search, or the search of a walk-forward, tries; nothing for a backtest. */
export function searchOf(run: Pick<ResearchRun, 'spec'>): Entries {
  const { optimisation, search } = (run.spec ?? {}) as { readonly optimisation?: unknown; readonly search?: unknown };
  return optimisation === undefined ? entriesOf(search) : searchOf({ spec: optimisation });
}

/** Drawn latencies replace the single number, as typed. */
function fillEntries([name, value]: Entries[number]): Entries {
  if (name !== 'latencies') return [[name, value]];
  const { entry, report } = value as { readonly entry: Latency; readonly report: Latency };
  return [
    ['latency drawn', latencyText(entry)],
    ['report latency', latencyText(report)],
  ];
}

type Latency = Readonly<Record<'ms' | 'least' | 'most' | 'median' | 'spread', number>> & { readonly kind: string };

function latencyText({ kind, ms, least, most, median, spread }: Latency): string {
  if (kind === 'UNIFORM') return `${least}..${most}`;
  return kind === 'LOGNORMAL' ? `lognormal:${median},${spread},${most}` : String(ms);
}

/** Further strategies on the account, and their parameters under their labels. */
function othersOf(others: unknown): Entries {
  if (!Array.isArray(others) || others.length === 0) return [];
  const all = others as readonly { readonly label: string; readonly params: unknown }[];
  const params = all.flatMap(({ label, params: own }): Entries => entriesOf(own).map(([name, value]) => [`${label} ${name}`, value]));
  return [['beside', all.map(({ label }) => label).join(', ')], ...params];
}

/** A walk-forward contains a search, and a search a backtest. */
function backtestIn(spec: unknown): Readonly<Record<string, unknown>> {
  const { optimisation, backtest, ...own } = (typeof spec === 'object' && spec !== null ? spec : {}) as Readonly<Record<string, unknown>>;
  const inner = optimisation ?? backtest;
  return inner === undefined ? own : backtestIn(inner);
}

function entriesOf(value: unknown): Entries {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A figure of the run's summary; null if absent. */
export function figureOf(run: Pick<ResearchRun, 'summary'>, name: string): unknown {
  return metricsOf(run)?.[name] ?? null;
}

/** The terms of what a run shows: of a search, its best trial with the parameters that it found. */
export function shownTermsOf(run: Pick<ResearchRun, 'kind' | 'spec' | 'summary'>): Entries {
  const { params } = (run.summary ?? {}) as { readonly params?: unknown };
  const found = run.kind === 'OPTIMISATION' ? entriesOf(params) : [];
  return [...new Map([...found, ...termsOf(run)])];
}

/** False for a run without a backtest to show or compare: it is not over, or its search found nothing. */
export function isMeasured(run: Pick<ResearchRun, 'summary' | 'hasReport'>): boolean {
  return run.hasReport && metricsOf(run) !== null;
}

function metricsOf({ summary }: Pick<ResearchRun, 'summary'>): Readonly<Record<string, unknown>> | null {
  return ((summary ?? {}) as { readonly metrics?: Readonly<Record<string, unknown>> | null }).metrics ?? null;
}

/** `BTC/USDT:USDT 5m`, as far as the parameters have it. */
export function marketOf(run: Pick<ResearchRun, 'spec'>): string {
  const params = Object.fromEntries(paramsOf(run));
  return [params['symbol'], params['interval']].filter((part) => typeof part === 'string').join(' ');
}
