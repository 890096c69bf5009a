import type { Lane } from './lane';
import type { Dispatch, ExecutionClock, ExecutionWatch } from './ports';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

export interface CancelRetriesPorts {
  readonly clock: Pick<ExecutionClock, 'after'>;
  readonly watch: Pick<ExecutionWatch, 'warn'>;
  readonly lane: Pick<Lane, 'add'>;
}

/**
 * Retries cancels that the venue was too busy for, so that an unwanted order does not stay open. Many come due at once and connections are
 * few, so they go through the cancel lane one after the other.
 */
export class CancelRetries {
  /** How often each was deferred: a venue that states no delay must not be retried at the speed of its answers. */
  private readonly rounds = new Map<string, number>();
  private stopped = false;

  constructor(
    private readonly ports: CancelRetriesPorts,
    /** Sends it again, newly signed; rejects if it could not be sent. */
    private readonly send: (dispatch: Dispatch) => Promise<void>,
  ) {}

  /** Sends it again after `retryAfter` ms or later: the wait doubles each time, up to five seconds. */
  add(dispatch: Dispatch, retryAfter: number): void {
    const { id, clientOrderId } = dispatch;
    const round = this.rounds.get(id) ?? 0;
    this.rounds.set(id, round + 1);
    const delay = Math.max(retryAfter, Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** round));
    this.ports.watch.warn('a cancel waits until the venue takes requests again', { clientOrderId, delay });
    this.ports.clock.after(delay, () => this.ports.lane.add(() => this.again(dispatch)));
  }

  /** The venue accepted it. */
  forget({ id }: Dispatch): void {
    this.rounds.delete(id);
  }

  stop(): void {
    this.stopped = true;
  }

  private async again(dispatch: Dispatch): Promise<void> {
    if (this.stopped) return;
    try {
      await this.send(dispatch);
    } catch (error) {
      this.ports.watch.warn('a cancel could not be sent again', { clientOrderId: dispatch.clientOrderId, error });
      this.add(dispatch, 0);
    }
  }
}
