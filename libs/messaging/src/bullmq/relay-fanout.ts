import type { Relay } from 'bullmq';
import type { Fanout } from '../fanout';
import type { BullBackend } from './backend';

/** Fan-out over BullMQ's relay. Only a process that subscribes becomes a node of it and pays for a listening connection. */
export class RelayFanout implements Fanout {
  private relay: Relay | undefined;

  constructor(
    private readonly backend: BullBackend,
    private readonly settings: { readonly name: string; readonly onTrouble: (error: unknown) => void },
  ) {}

  async publish(topic: string, payload: unknown, { retainMs = 0 }: { readonly retainMs?: number } = {}): Promise<void> {
    try {
      await this.backend.publish(topic, JSON.stringify(payload ?? null), retainMs);
    } catch (error) {
      this.settings.onTrouble(error);
    }
  }

  async subscribe<Payload>(pattern: string, handler: (payload: Payload, topic: string) => void): Promise<() => Promise<void>> {
    const relay = this.node();
    await relay.waitUntilReady();
    const subscription = await relay.subscribe<Payload>(pattern, ({ data, topic }) => {
      try {
        handler(data, topic);
      } catch (error) {
        this.settings.onTrouble(error);
      }
    });
    return () => subscription.unsubscribe();
  }

  async close(): Promise<void> {
    await this.relay?.close();
    this.relay = undefined;
  }

  private node(): Relay {
    if (this.relay) return this.relay;
    this.relay = this.backend.relay(this.settings.name);
    this.relay.on('error', this.settings.onTrouble);
    return this.relay;
  }
}
