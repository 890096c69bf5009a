import type { Alert } from '@libs/alerts';
import { type Logger, backoffDelay } from '@libs/platform';

const TIMEOUT_MS = 10_000;
const TRIES = 8;
const LONGEST_QUEUE = 100;

export interface WebhookSettings {
  readonly url: string;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Rejects when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Posts alerts one after the other and never keeps anybody waiting; one that cannot be delivered is logged and given up. */
export class AlertWebhook {
  private readonly stopping = new AbortController();
  private waiting: Alert[] = [];
  private running: Promise<void> | null = null;

  constructor(private readonly settings: WebhookSettings) {}

  send(alert: Alert): void {
    this.waiting.push(alert);
    if (this.waiting.length > LONGEST_QUEUE) this.giveUp(this.waiting.shift()!, 'too many alerts wait before it');
    this.running ??= this.run().finally(() => (this.running = null));
  }

  /** Resolves once nothing waits. */
  async idle(): Promise<void> {
    await this.running;
  }

  /** What waits is dropped; it is in the log. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let alert = this.waiting.shift(); alert; alert = this.waiting.shift()) await this.deliver(alert);
  }

  private async deliver(alert: Alert): Promise<void> {
    const { logger, sleep } = this.settings;
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.post(alert);
        return logger.info('alert delivered', { alert: alert.id });
      } catch (error) {
        failures += 1;
        if (failures >= TRIES) return this.giveUp(alert, error);
        logger.warn('an alert could not be delivered yet', { alert: alert.id, failures, error });
      }
      await sleep(backoffDelay(failures, { step: 1_000, cap: 60_000 }), signal).catch(() => undefined);
    }
    this.giveUp(alert, 'the process stops');
  }

  private async post(alert: Alert): Promise<void> {
    const response = await fetch(this.settings.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alert),
      signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
  }

  private giveUp(alert: Alert, error: unknown): void {
    this.settings.logger.error('an alert is given up', { alert: alert.id, text: alert.text, error });
  }
}
