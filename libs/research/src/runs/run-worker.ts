import type { ClaimedRun, ResearchClaims, RunEnd, RunProgress } from '@libs/persistence';
import type { Timers } from '@libs/platform';
import { brokenOff, type RunOutcome } from './run-outcome';

const BEAT_MS = 1_000;

export interface RunWorkerPorts {
  readonly claims: Pick<ResearchClaims, 'take' | 'beat' | 'finish' | 'release'>;
  readonly execute: (
    run: ClaimedRun,
    watch: { readonly progress: (done: number, total: number) => void; readonly signal: AbortSignal },
  ) => Promise<RunOutcome>;
  /** Runs at once. */
  readonly concurrency: number;
  readonly timers: Timers;
  /** Called after something about a run was stored, so that others can be told. */
  readonly changed: (id: string) => void;
  /** Called with what went wrong and will be tried again. */
  readonly trouble: (what: string, error: unknown) => void;
}

type Ending = 'cancel' | 'lost' | 'stop';

interface ActiveRun {
  readonly run: ClaimedRun;
  readonly abort: AbortController;
  progress: RunProgress;
  ending: Ending | null;
  timer: { cancel(): void } | null;
  readonly over: Promise<void>;
}

/** Claims waiting runs from the table, a few at a time, and renews each claim until the run is over. */
export class RunWorker {
  private readonly active = new Map<string, ActiveRun>();
  private turn: Promise<void> = Promise.resolve();
  private again = false;
  private stopping = false;

  constructor(private readonly ports: RunWorkerPorts) {}

  /** Runs under way. */
  get size(): number {
    return this.active.size;
  }

  /** Something may have happened to this run: it waits, or it is to be cancelled. */
  wake(id: string): void {
    const active = this.active.get(id);
    if (active) void this.beat(active);
    else void this.look();
  }

  /** Begins what waits while there is room; calls that come while one is under way make it look once more. */
  look(): Promise<void> {
    if (this.again) return this.turn;
    this.again = true;
    this.turn = this.turn.then(async () => {
      this.again = false;
      await this.fill().catch((error: unknown) => this.ports.trouble('looking for runs', error));
    });
    return this.turn;
  }

  /** Puts what runs back into the queue, for the next process. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.turn;
    const under = [...this.active.values()];
    for (const active of under) this.end(active, 'stop');
    await Promise.all(under.map(({ over }) => over));
  }

  private async fill(): Promise<void> {
    while (!this.stopping && this.active.size < this.ports.concurrency) {
      const run = await this.ports.claims.take();
      if (!run) return;
      this.begin(run);
    }
  }

  private begin(run: ClaimedRun): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const active: ActiveRun = {
      run,
      abort: new AbortController(),
      progress: { done: 0, total: null },
      ending: null,
      timer: null,
      over: promise,
    };
    this.active.set(run.id, active);
    this.ports.changed(run.id);
    this.beatLater(active);
    void this.carryOut(active).finally(() => {
      active.timer?.cancel();
      this.active.delete(run.id);
      this.ports.changed(run.id);
      resolve();
      void this.look();
    });
  }

  private async carryOut(active: ActiveRun): Promise<void> {
    const { run, abort } = active;
    const progress = (done: number, total: number): void => void (active.progress = { done, total });
    const outcome = await this.ports.execute(run, { progress, signal: abort.signal }).catch(brokenOff);
    try {
      await this.settle(active, outcome);
    } catch (error) {
      // Its lease runs out and it is taken up again.
      this.ports.trouble(`writing down what came of run ${run.id}`, error);
    }
  }

  private async settle({ run, ending, progress }: ActiveRun, outcome: RunOutcome): Promise<void> {
    const { claims } = this.ports;
    if (ending === 'lost') return;
    if (ending === 'stop') return claims.release(run);
    // Stores the final progress.
    await claims.beat(run, progress);
    const end: RunEnd = ending === 'cancel' ? { status: 'CANCELLED' } : outcome;
    if (!(await claims.finish(run, end))) this.ports.trouble(`run ${run.id}`, new Error('another worker has taken it over'));
  }

  private beatLater(active: ActiveRun): void {
    active.timer = this.ports.timers.after(BEAT_MS, () => {
      void this.beat(active).then(() => {
        if (this.active.get(active.run.id) === active) this.beatLater(active);
      });
    });
  }

  private async beat(active: ActiveRun): Promise<void> {
    try {
      const word = await this.ports.claims.beat(active.run, active.progress);
      if (word !== 'go on') this.end(active, word);
      else this.ports.changed(active.run.id);
    } catch (error) {
      this.ports.trouble(`saying that run ${active.run.id} is alive`, error);
    }
  }

  private end(active: ActiveRun, why: Ending): void {
    active.ending ??= why;
    active.abort.abort();
  }
}
