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
 * Cancels that the venue had no time for: an order that somebody wants gone must not stay because of that. They come due
 * together, and connections are few, so they go through the lane of the cancels one after the other.
 */
export class CancelRetries {
  /** How often each was put off, so that a venue which names no time is not asked as fast as it answers. */
  private readonly rounds = new Map<string, number>();
  private stopped = false;

  constructor(
    private readonly ports: CancelRetriesPorts,
    /** Sends it once more, newly signed; rejects when it could not be. */
    private readonly send: (dispatch: Dispatch) => Promise<void>,
  ) {}

  /** Sends it again after `retryAfter` ms, or later: each time it waits twice as long, up to five seconds. */
  add(dispatch: Dispatch, retryAfter: number): void {
    const { id, clientOrderId } = dispatch;
    const round = this.rounds.get(id) ?? 0;
    this.rounds.set(id, round + 1);
    const delay = Math.max(retryAfter, Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** round));
    this.ports.watch.warn('a cancel waits until the venue takes requests again', { clientOrderId, delay });
    this.ports.clock.after(delay, () => this.ports.lane.add(() => this.again(dispatch)));
  }

  /** The venue took it. */
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
