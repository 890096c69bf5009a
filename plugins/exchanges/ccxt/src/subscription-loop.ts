import type { MarketEvent, Subscription, VendorStreamHandlers } from '@libs/sdk';
import { BackOff } from './back-off';
import { MalformedMessage } from './read';
import type { Lease } from './vendor-pool';
import type { Vendor } from './vendor';

/** Asks a vendor for the next news of one subscription, again and again. */
export interface Reader {
  /** Starts afresh on a vendor that knows nothing yet. */
  begin(): void;
  /** May never settle; what it leaves behind ends with the signal. */
  next(vendor: Vendor, signal: AbortSignal): Promise<unknown>;
  /** Throws `MalformedMessage` for one that cannot be read. */
  read(message: unknown): readonly MarketEvent[] | Promise<readonly MarketEvent[]>;
}

export interface LoopEnvironment {
  readonly monotonic: () => number;
  readonly random: () => number;
  /** Rejects as soon as the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface LoopParts {
  readonly subscription: Subscription;
  readonly reader: Reader;
  readonly handlers: VendorStreamHandlers;
  readonly environment: LoopEnvironment;
  lease(): Lease;
  /** The vendor has failed: later leases get another one. */
  renew(): void;
}

/** Keeps one subscription flowing until it is stopped. */
export class SubscriptionLoop {
  private readonly stopping = new AbortController();
  private readonly backOff: BackOff;
  private lease: Lease | null = null;
  private flowing = false;

  constructor(private readonly parts: LoopParts) {
    const { monotonic, random } = parts.environment;
    this.backOff = new BackOff(monotonic, random);
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
    this.release();
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    const { environment, handlers, subscription, renew } = this.parts;
    while (!this.stopped) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stopped) return;
        this.release();
        renew();
        this.flowing = false;
        handlers.interrupted(subscription, messageOf(error));
        // The only way out of a wait before its end is to be stopped, which the loop's own condition sees.
        await environment.wait(this.backOff.next(), this.stopping.signal).catch(() => undefined);
      }
    }
  }

  private async follow(): Promise<void> {
    const { reader } = this.parts;
    this.lease = this.parts.lease();
    const vendor = await this.lease.vendor;
    reader.begin();
    while (!this.stopped) {
      const message = await reader.next(vendor, this.stopping.signal);
      if (this.stopped) return;
      this.flows();
      await this.tell(message);
    }
  }

  private flows(): void {
    this.backOff.flows();
    if (this.flowing) return;
    this.flowing = true;
    this.parts.handlers.connected(this.parts.subscription);
  }

  private async tell(message: unknown): Promise<void> {
    const { reader, handlers, subscription } = this.parts;
    let events: readonly MarketEvent[];
    try {
      const read = reader.read(message);
      events = read instanceof Promise ? await read : read;
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      handlers.dropped(subscription, error);
      return;
    }
    if (!this.stopped) handlers.events(subscription, events);
  }

  private release(): void {
    this.lease?.release();
    this.lease = null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
