import { type AccountTrust, DataTrustAlerts } from '@libs/alerts';
import type { LiveTrust } from '../trust/live-trust';
import { RegularLook, type LookParts } from './regular-look';

export interface TrustWatchParts extends LookParts {
  readonly trust: Pick<LiveTrust, 'list'>;
}

/** Looks at the data trust of every account that trades and sends the alerts that follow; what cannot be read concludes nothing. */
export function trustWatch({ accounts, trust, send, logger, now }: TrustWatchParts): RegularLook {
  const alerts = new DataTrustAlerts();
  const take = async (): Promise<void> => {
    for (const alert of alerts.look(await trustsOf({ accounts, trust }), now())) send(alert);
  };
  return new RegularLook(take, 'data trust cannot be read, alerts wait', logger);
}

async function trustsOf({ accounts, trust }: Pick<TrustWatchParts, 'accounts' | 'trust'>): Promise<readonly AccountTrust[]> {
  const trading = (await accounts.list()).filter(({ status }) => status !== 'disabled');
  return Promise.all(trading.map(async ({ id, name }) => ({ accountId: id, accountName: name, symbols: await trust.list(id) })));
}
