import type { DataTrust } from '@libs/kernel';
import type { Alert } from './alert';
import { judge } from './episodes';
import type { Episode, Episodes, Patience } from './episodes';

/** Entries are blocked from the first moment, so it is reported at once; a flickering feed is one episode. */
const DATA_TRUST_PATIENCE: Patience = { raiseAfter: 0, resolveAfter: 10_000, raiseAfterStart: 30_000 };

export interface AccountTrust {
  readonly accountId: string;
  readonly accountName: string;
  readonly symbols: readonly (DataTrust & { readonly symbol: string })[];
}

/** The data about one symbol of one account in an alert. */
interface Detail {
  readonly accountId: string;
  readonly accountName: string;
  readonly symbol: string;
  readonly trust: DataTrust;
}

/** Alerts about data trust: at each check at most one raised and one resolved per account, however many symbols are affected. */
export class DataTrustAlerts {
  private episodes: Episodes<Detail> = new Map();

  constructor(private readonly patience: Patience = DATA_TRUST_PATIENCE) {}

  /** `now` is wall time, epoch milliseconds. */
  look(accounts: readonly AccountTrust[], now: number): readonly Alert[] {
    const observed = accounts.flatMap(({ accountId, accountName, symbols }) =>
      symbols.map(({ symbol, level, reasons }) => ({
        key: `${accountId} ${symbol}`,
        isUnwell: level === 'UNTRUSTED',
        detail: { accountId, accountName, symbol, trust: { level, reasons } },
      })),
    );
    const { episodes, raised, resolved } = judge(this.episodes, observed, { now, patience: this.patience });
    this.episodes = episodes;
    return [...byAccount(raised).map((group) => raisedAlert(group, now)), ...byAccount(resolved).map((group) => resolvedAlert(group, now))];
  }
}

type Group = readonly Episode<Detail>[];

function byAccount(episodes: readonly Episode<Detail>[]): readonly Group[] {
  return [...Map.groupBy(episodes, ({ detail }) => detail.accountId).values()];
}

function raisedAlert(group: Group, now: number): Alert {
  const symbols = group.map(({ detail }) => `${detail.symbol} (${detail.trust.reasons.join(', ')})`);
  return alert(group, now, {
    state: 'RAISED',
    severity: 'critical',
    text: `Market data is not trusted, entries wait: ${symbols.join(', ')}`,
  });
}

function resolvedAlert(group: Group, now: number): Alert {
  const symbols = group.map(
    ({ detail, began, wellSince }) => `${detail.symbol} (after ${Math.round(((wellSince ?? now) - began) / 1000)} s)`,
  );
  return alert(group, now, {
    state: 'RESOLVED',
    severity: 'info',
    text: `Entries may go again, market data is trusted: ${symbols.join(', ')}`,
  });
}

/** Of a group from `byAccount`, which has at least one episode. */
function alert(group: Group, now: number, said: Pick<Alert, 'state' | 'severity' | 'text'>): Alert {
  const { accountId, accountName } = group[0]!.detail;
  const id = `data-trust:${accountId}:${said.state}:${now}`;
  return { id, kind: 'data-trust', ...said, subject: `account ${accountName}`, at: new Date(now).toISOString() };
}
