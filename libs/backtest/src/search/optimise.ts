import { scoreOf } from './objective';
import type { Objective } from './objective';
import type { Proposal, Sampler } from './samplers/sampler';
import type { Point } from './space/dimension';
import { paramsAt } from './space/parameter-space';
import type { ParameterSpace } from './space/parameter-space';
import type { Trial, TrialRun } from './trial';

export interface SearchSpec {
  readonly space: ParameterSpace;
  readonly sampler: Sampler;
  readonly objective: Objective;
  /** Number of trials to run; points that the strategy refuses do not count. */
  readonly trials: number;
}

/** Runs one set of parameters; rejects only if the search cannot continue. */
export interface TrialWorker {
  run(params: Readonly<Record<string, unknown>>): Promise<TrialRun>;
}

/** Stores trials; both calls return once the entry would survive a kill. */
export interface TrialStore {
  /** Trials of an earlier start of the same search. */
  readonly past: readonly Trial[];
  claim(number: number): Promise<void>;
  add(trial: Trial): Promise<void>;
}

export interface SearchProgress {
  readonly done: number;
  readonly failed: number;
  readonly refused: number;
  readonly total: number;
  readonly best: ScoredTrial | null;
}

export interface SearchPorts {
  /** Each runs one trial at a time. */
  readonly workers: readonly TrialWorker[];
  readonly store: TrialStore;
  readonly progress?: ((progress: SearchProgress) => void) | undefined;
  /** When aborted, running trials are ended and no new one begins. */
  readonly signal?: AbortSignal | undefined;
}

export interface ScoredTrial extends Trial {
  readonly score: number;
}

export interface SearchResult {
  /** By number. */
  readonly trials: readonly Trial[];
  /** Those with a score, best first; of equal ones the earlier. */
  readonly ranked: readonly ScoredTrial[];
  /** True if it was aborted before all trials had run. */
  readonly isStopped: boolean;
}

/**
 * Runs trials until `spec.trials` have run, the space is exhausted, or `signal` is aborted. The points tried depend only on spec and past
 * trials, not on the number of workers. If a worker fails, the search ends after the running trials.
 */
export async function optimise(spec: SearchSpec, ports: SearchPorts): Promise<SearchResult> {
  const search = new Search(spec, ports);
  await Promise.all(ports.workers.map((worker) => search.work(worker)));
  return search.result();
}

/** The search gives up once the strategy has refused this many times as many points as were run and requested. */
const MOST_REFUSED = 20;

class Search {
  private readonly proposals: { readonly point: Point; run: TrialRun | undefined; score: number | null | undefined }[] = [];
  private readonly known = new Map<number, Trial>();
  private best: ScoredTrial | null = null;
  private readonly counts = { done: 0, failed: 0, refused: 0, running: 0 };
  private isExhausted = false;
  private isBroken = false;
  private wake: (() => void)[] = [];

  constructor(
    private readonly spec: SearchSpec,
    private readonly ports: SearchPorts,
  ) {
    for (const trial of ports.store.past) this.known.set(trial.number, trial);
  }

  async work(worker: TrialWorker): Promise<void> {
    try {
      for (;;) {
        if (this.isOver()) return;
        const number = this.next();
        if (typeof number === 'number') await this.try(worker, number);
        else if (number === 'wait' && this.counts.running > 0) await new Promise<void>((resolve) => this.wake.push(resolve));
      }
    } catch (error) {
      this.isBroken = true;
      throw error;
    } finally {
      this.wakeAll();
    }
  }

  result(): SearchResult {
    const trials = this.proposals.flatMap(({ run }, number) => (run === undefined ? [] : [this.trial(number, run)]));
    return { trials, ranked: rankedBy(this.spec.objective, trials), isStopped: this.ports.signal?.aborted === true };
  }

  private isOver(): boolean {
    const { done, failed, refused, running } = this.counts;
    const ran = done + failed;
    const isHopeless = refused > MOST_REFUSED * (ran + this.spec.trials);
    return (
      this.isBroken || this.ports.signal?.aborted === true || ((this.isExhausted || isHopeless || ran >= this.spec.trials) && running === 0)
    );
  }

  /** The number of the next proposal. */
  private next(): number | 'wait' | 'known' {
    const { done, failed, running } = this.counts;
    if (this.isExhausted || done + failed + running >= this.spec.trials) return 'wait';
    const number = this.proposals.length;
    const { lag } = this.spec.sampler;
    const needed = Math.max(0, number - lag + 1);
    if (lag !== Infinity && this.proposals.slice(0, needed).some(({ score }) => score === undefined)) return 'wait';
    const point = this.spec.sampler.propose(this.past(needed));
    if (point === null) {
      this.isExhausted = true;
      return 'wait';
    }
    this.proposals.push({ point, run: undefined, score: undefined });
    const before = this.known.get(number);
    if (!before) {
      this.counts.running += 1;
      return number;
    }
    this.ended(number, before.run);
    return 'known';
  }

  private past(needed: number): readonly Proposal[] {
    if (this.spec.sampler.lag === Infinity) return this.proposals;
    return this.proposals.map(({ point, score }, at) => ({ point, score: at >= needed ? undefined : score }));
  }

  private async try(worker: TrialWorker, number: number): Promise<void> {
    const { store } = this.ports;
    await store.claim(number);
    const run = await worker.run(paramsAt(this.spec.space, this.proposals[number]!.point));
    await store.add(this.trial(number, run));
    this.counts.running -= 1;
    this.ended(number, run);
    this.wakeAll();
  }

  private ended(number: number, run: TrialRun): void {
    const proposal = this.proposals[number]!;
    proposal.run = run;
    proposal.score = run.kind === 'done' ? scoreOf(this.spec.objective, run.metrics) : null;
    this.counts[run.kind] += 1;
    const { score } = proposal;
    if (score !== null && (this.best === null || score > this.best.score)) this.best = { ...this.trial(number, run), score };
    const { done, failed, refused } = this.counts;
    this.ports.progress?.({ done, failed, refused, total: Math.min(this.spec.trials, this.spec.space.size), best: this.best });
  }

  private trial(number: number, run: TrialRun): Trial {
    const { point } = this.proposals[number]!;
    const { fixed, ...space } = this.spec.space;
    return { number, point, params: paramsAt({ ...space, fixed: {} }, point), run };
  }

  private wakeAll(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const resolve of waiting) resolve();
  }
}

/** Trials with a score, best first. */
function rankedBy(objective: Objective, trials: readonly Trial[]): readonly ScoredTrial[] {
  const scored = trials.flatMap((trial) => {
    const score = trial.run.kind === 'done' ? scoreOf(objective, trial.run.metrics) : null;
    return score === null ? [] : [{ ...trial, score }];
  });
  return scored.toSorted((a, b) => b.score - a.score || a.number - b.number);
}
