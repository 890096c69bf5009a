import type { Dispatch, DispatchStore, ExecutionClock, ExecutionWatch, InboxReport } from './ports';

const TRIES = 8;
const FIRST_DELAY_MS = 50;

/**
 * Writes that must not be lost. They are idempotent (states are set, reports have keys), so a failed write is retried. If the database
 * stays unavailable the process exits, and its successor finds the row in doubt.
 */
export class Settlement {
  private readonly open = new Set<Promise<unknown>>();

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

  /** Resolves when every write started so far has finished. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.open]);
  }

  /** Retries an idempotent call until it succeeds; ends the process if it never does. */
  surely<T>(call: () => Promise<T>): Promise<T> {
    const work = this.attempt(call).catch((error: unknown) => {
      this.watch.fail(error);
      throw error;
    });
    this.open.add(work);
    const done = (): void => void this.open.delete(work);
    work.then(done, done);
    return work;
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T> {
    for (let n = 1; ; n += 1) {
      try {
        return await call();
      } catch (error) {
        if (n === TRIES) throw error;
        this.watch.warn('the database did not take it; it is tried again', { error, try: n });
        await new Promise<void>((resolve) => this.clock.after(FIRST_DELAY_MS * 2 ** n, resolve));
      }
    }
  }
}
