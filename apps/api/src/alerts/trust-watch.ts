import { type AccountTrust, type Alert, DataTrustAlerts } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';
import type { LiveTrust } from '../trust/live-trust';

const LOOK_EVERY = 1_000;

export interface TrustWatchParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly trust: Pick<LiveTrust, 'list'>;
  readonly send: (alert: Alert) => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
}

/** Looks at the data trust of every account that trades and sends the alerts that follow from it. */
export class TrustWatch {
  private readonly alerts = new DataTrustAlerts();
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  private isBlind = false;

  constructor(private readonly parts: TrustWatchParts) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY);
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** One look; while the state cannot be read nothing is concluded from that. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      for (const alert of this.alerts.look(await this.observe(), this.parts.now())) this.parts.send(alert);
      this.isBlind = false;
    } catch (error) {
      if (!this.isBlind) this.parts.logger.warn('data trust cannot be read, alerts wait', { error });
      this.isBlind = true;
    } finally {
      this.looking = false;
    }
  }

  private async observe(): Promise<readonly AccountTrust[]> {
    const trading = (await this.parts.accounts.list()).filter(({ status }) => status !== 'disabled');
    return Promise.all(
      trading.map(async ({ id, name }) => ({ accountId: id, accountName: name, symbols: await this.parts.trust.list(id) })),
    );
  }
}
