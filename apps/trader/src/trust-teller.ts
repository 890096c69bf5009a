import type { CoreEvent } from '@libs/engine';
import type { Logger } from '@libs/platform';
import type { HealthReporter } from './health-reporter';

type DataTrustChanged = Extract<CoreEvent, { type: 'DataTrustChanged' }>;

/** A feed that connects, or flickers, is no news, and what befalls many symbols at once is one line. */
const PAUSE_MS = 1_000;

/** Says in health and log which symbols are not trusted and why, and when they are again. */
export class TrustTeller {
  private readonly untrusted = new Map<string, DataTrustChanged>();
  /** What the log has named and not yet given the all-clear for. */
  private readonly logged = new Set<string>();
  private isDue = false;

  constructor(
    private readonly health: Pick<HealthReporter, 'set'>,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
    private readonly after: (ms: number, then: () => void) => void = (ms, then) => void setTimeout(then, ms).unref(),
  ) {}

  tell(event: DataTrustChanged): void {
    const { symbol, level } = event;
    if (level === 'UNTRUSTED') this.untrusted.set(symbol, event);
    else this.untrusted.delete(symbol);
    this.health.set('trust', this.untrusted.size === 0 ? null : untrustedText([...this.untrusted.values()]));
    if (this.isDue) return;
    this.isDue = true;
    this.after(PAUSE_MS, () => this.log());
  }

  private log(): void {
    this.isDue = false;
    const begun = [...this.untrusted.values()].filter(({ symbol }) => !this.logged.has(symbol));
    const ended = [...this.logged].filter((symbol) => !this.untrusted.has(symbol));
    for (const { symbol } of begun) this.logged.add(symbol);
    for (const symbol of ended) this.logged.delete(symbol);
    if (begun.length > 0) this.logger.warn(untrustedText(begun));
    if (ended.length > 0) this.logger.info(`market data is trusted again: ${ended.join(', ')}`, { allClear: true });
  }
}

function untrustedText(events: readonly DataTrustChanged[]): string {
  const symbols = events.map(({ symbol, reasons }) => `${symbol} (${reasons.join(', ')})`);
  return `market data is not trusted, entries wait: ${symbols.join(', ')}`;
}
