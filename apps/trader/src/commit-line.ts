import type { Step } from './core-loop';

export interface CommitLineOptions<Committed> {
  /** Makes every recorded input durable; nothing that they led to is committed before. */
  readonly sync: () => Promise<void>;
  /** One transaction, committed only after `recorded`; repeating it changes nothing. */
  readonly commit: (steps: readonly Step[], recorded: Promise<void>) => Promise<Committed>;
  readonly onCommitted: (committed: Committed, steps: readonly Step[]) => void;
  /** The wait before the next try after so many failures in a row, the last with `error`, in milliseconds; null gives up. */
  readonly retryAfter: (failures: number, error: unknown) => number | null;
  readonly onFailure: (error: unknown, failures: number) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Commits steps in order, one transaction at a time. What arrives while one is under way goes together into the next, so
 * a burst costs a handful of commits and a single order costs one.
 */
export class CommitLine<Committed> {
  private waiting: Step[] = [];
  private running: Promise<void> | null = null;

  constructor(private readonly options: CommitLineOptions<Committed>) {}

  push(step: Step): void {
    this.waiting.push(step);
    this.running ??= this.run();
  }

  /** Resolves once nothing waits; rejects with the error that made it give up. */
  async drained(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Steps of one turn of the event loop belong together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      const committed = await this.commit(batch);
      this.options.onCommitted(committed, batch);
    }
    this.running = null;
  }

  private async commit(batch: readonly Step[]): Promise<Committed> {
    for (let failures = 1; ; failures += 1) {
      try {
        const recorded = this.options.sync();
        // A commit that fails before it looks at this must not leave it unheard.
        recorded.catch(() => undefined);
        return await this.options.commit(batch, recorded);
      } catch (error) {
        this.options.onFailure(error, failures);
        const wait = this.options.retryAfter(failures, error);
        if (wait === null) throw error;
        await this.options.sleep(wait);
      }
    }
  }
}
