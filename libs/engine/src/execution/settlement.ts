import type { Dispatch, DispatchStore, ExecutionClock, ExecutionWatch, InboxReport } from './ports';

const TRIES = 6;
const FIRST_DELAY_MS = 50;

/**
 * Writes that must not be lost. They are idempotent (states are set, reports have keys), so a failed one is tried again; when
 * the database stays away the process ends, and its successor finds the row in doubt.
 */
export class Settlement {
  private open = new Set<Promise<void>>();

  constructor(
    private readonly store: Pick<DispatchStore, 'settle' | 'report'>,
    private readonly clock: ExecutionClock,
    private readonly watch: ExecutionWatch,
  ) {}

  settle(dispatch: Dispatch, state: 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED', reports: readonly InboxReport[]): Promise<void> {
    return this.surely(() => this.store.settle(dispatch.id, state, reports));
  }

  report(reports: readonly InboxReport[]): Promise<void> {
    return this.surely(() => this.store.report(reports));
  }

  /** Resolves when every write begun so far has ended. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.open]);
  }

  private surely(write: () => Promise<void>): Promise<void> {
    const work = this.attempt(write).catch((error: unknown) => {
      this.watch.fail(error);
      throw error;
    });
    this.open.add(work);
    const done = (): void => void this.open.delete(work);
    work.then(done, done);
    return work;
  }

  private async attempt(write: () => Promise<void>): Promise<void> {
    for (let n = 1; ; n += 1) {
      try {
        return await write();
      } catch (error) {
        if (n === TRIES) throw error;
        this.watch.warn('a write failed and is tried again', { error, try: n });
        await new Promise<void>((resolve) => this.clock.after(FIRST_DELAY_MS * 2 ** n, resolve));
      }
    }
  }
}
