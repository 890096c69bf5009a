import { type AccountTrust, type Alert, DataTrustAlerts } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';
import type { LiveTrust } from '../trust/live-trust';
import { RegularLook } from './regular-look';

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
  private readonly regular: RegularLook;

  constructor(private readonly parts: TrustWatchParts) {
    this.regular = new RegularLook(() => this.take(), 'data trust cannot be read, alerts wait', parts.logger);
  }

  start(): void {
    this.regular.start();
  }

  stop(): void {
    this.regular.stop();
  }

  /** One look; while the state cannot be read nothing is concluded from that. */
  look(): Promise<void> {
    return this.regular.look();
  }

  private async take(): Promise<void> {
    for (const alert of this.alerts.look(await this.observe(), this.parts.now())) this.parts.send(alert);
  }

  private async observe(): Promise<readonly AccountTrust[]> {
    const trading = (await this.parts.accounts.list()).filter(({ status }) => status !== 'disabled');
    return Promise.all(
      trading.map(async ({ id, name }) => ({ accountId: id, accountName: name, symbols: await this.parts.trust.list(id) })),
    );
  }
}
