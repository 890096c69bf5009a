import type { Lane } from './lane';
import type { Dispatch, ExecutionClock, ExecutionWatch } from './ports';

const UNREACHABLE_MS = 1_000;

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
  private stopped = false;

  constructor(
    private readonly ports: CancelRetriesPorts,
    /** Sends it once more, newly signed; rejects when it could not be. */
    private readonly send: (dispatch: Dispatch) => Promise<void>,
  ) {}

  /** Sends it again after `delay` ms. */
  add(dispatch: Dispatch, delay: number): void {
    const { clientOrderId } = dispatch;
    this.ports.watch.warn('a cancel waits until the venue takes requests again', { clientOrderId, delay });
    this.ports.clock.after(delay, () => this.ports.lane.add(() => this.again(dispatch)));
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
      this.add(dispatch, UNREACHABLE_MS);
    }
  }
}
