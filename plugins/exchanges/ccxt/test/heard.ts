import type { MarketEvent, Subscription, VendorStreamHandlers } from '@libs/sdk';

/** Everything that a stream has told, and a way to wait for more. */
export class Heard implements VendorStreamHandlers {
  readonly all: MarketEvent[] = [];
  readonly connections: Subscription[] = [];
  readonly troubles: string[] = [];
  private waiting: (() => void)[] = [];

  events(_subscription: Subscription, events: readonly MarketEvent[]): void {
    this.all.push(...events);
    this.wake();
  }

  connected(subscription: Subscription): void {
    this.connections.push(subscription);
    this.wake();
  }

  interrupted({ kind }: Subscription, reason: string): void {
    this.troubles.push(`${kind}: ${reason}`);
    this.wake();
  }

  dropped({ kind }: Subscription, error: Error): void {
    this.troubles.push(`${kind}: ${error.message}`);
    this.wake();
  }

  async until(done: (events: readonly MarketEvent[]) => boolean): Promise<void> {
    while (!done(this.all)) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
