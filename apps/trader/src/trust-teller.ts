import type { CoreEvent } from '@libs/engine';
import type { Logger } from '@libs/platform';
import type { HealthReporter } from './health-reporter';

type DataTrustChanged = Extract<CoreEvent, { type: 'DataTrustChanged' }>;

/** Says in health and log which symbols are not trusted, why, and how long it lasted. */
export class TrustTeller {
  private readonly untrusted = new Map<string, DataTrustChanged>();

  constructor(
    private readonly health: Pick<HealthReporter, 'set'>,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  tell(event: DataTrustChanged): void {
    const { symbol, level, reasons, since } = event;
    const before = this.untrusted.get(symbol);
    if (level === 'UNTRUSTED') this.untrusted.set(symbol, event);
    else this.untrusted.delete(symbol);
    if (level === 'UNTRUSTED') this.logger.warn('market data is not trusted, entries wait', { symbol, reasons });
    else if (before !== undefined)
      this.logger.info('market data may be acted on again', { symbol, trust: level, reasons, untrustedMs: since - before.since });
    this.health.set('trust', this.reason());
  }

  private reason(): string | null {
    if (this.untrusted.size === 0) return null;
    const symbols = [...this.untrusted.values()].map(({ symbol, reasons }) => `${symbol} (${reasons.join(', ')})`);
    return `market data is not trusted, entries wait: ${symbols.join(', ')}`;
  }
}
