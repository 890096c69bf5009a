import { type AccountTrader, type Alert, TraderDownAlerts } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';
import type { HealthBoardReader } from '../health/health';
import { RegularLook } from './regular-look';

export interface TraderWatchParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly health: HealthBoardReader;
  readonly send: (alert: Alert) => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
}

/** Looks at the traders of all accounts and sends the alerts that follow from it. */
export class TraderWatch {
  private readonly alerts = new TraderDownAlerts();
  private readonly regular: RegularLook;

  constructor(private readonly parts: TraderWatchParts) {
    this.regular = new RegularLook(() => this.take(), 'the health of traders cannot be read, alerts wait', parts.logger);
  }

  start(): void {
    this.regular.start();
  }

  stop(): void {
    this.regular.stop();
  }

  /** One look; while the board cannot be read nothing is concluded from that. */
  look(): Promise<void> {
    return this.regular.look();
  }

  private async take(): Promise<void> {
    for (const alert of this.alerts.look(await this.observe(), this.parts.now())) this.parts.send(alert);
  }

  private async observe(): Promise<readonly AccountTrader[]> {
    const [accounts, components] = await Promise.all([this.parts.accounts.list(), this.parts.health.components()]);
    const names = new Map(accounts.map(({ id, name }) => [id, name]));
    return components
      .filter(({ component }) => component === 'trader')
      .flatMap(({ accountId, status, reason }) => {
        const accountName = names.get(accountId ?? '');
        return accountId === null || accountName === undefined ? [] : [{ accountId, accountName, isDown: status === 'down', reason }];
      });
  }
}
