import { type AccountTrader, TraderDownAlerts } from '@libs/alerts';
import type { HealthBoardReader } from '../health/health';
import { RegularLook, type LookParts } from './regular-look';

export interface TraderWatchParts extends LookParts {
  readonly health: HealthBoardReader;
}

/** Looks at the traders of all accounts and sends the alerts that follow; while the board cannot be read nothing is concluded from that. */
export function traderWatch({ accounts, health, send, logger, now }: TraderWatchParts): RegularLook {
  const alerts = new TraderDownAlerts();
  const take = async (): Promise<void> => {
    for (const alert of alerts.look(await tradersOf({ accounts, health }), now())) send(alert);
  };
  return new RegularLook(take, 'the health of traders cannot be read, alerts wait', logger);
}

async function tradersOf({ accounts, health }: Pick<TraderWatchParts, 'accounts' | 'health'>): Promise<readonly AccountTrader[]> {
  const [all, components] = await Promise.all([accounts.list(), health.components()]);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return components
    .filter(({ component }) => component === 'trader')
    .flatMap(({ accountId, status, reason }) => {
      const accountName = names.get(accountId ?? '');
      return accountId === null || accountName === undefined ? [] : [{ accountId, accountName, isDown: status === 'down', reason }];
    });
}
