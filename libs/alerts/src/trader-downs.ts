import { alertOf } from './alert';
import type { Alert } from './alert';
import { judge } from './episodes';
import type { Episode, Episodes, Patience } from './episodes';

/** A trader that died is back within seconds, and tells of nobody; one that the last run left behind has to show itself first. */
export const TRADER_PATIENCE: Patience = { raiseAfter: 10_000, resolveAfter: 10_000, raiseAfterStart: 10_000 };

/** How the trader of an account is, as it says itself or by its silence. */
export interface AccountTrader {
  readonly accountId: string;
  readonly accountName: string;
  readonly isDown: boolean;
  readonly reason: string | null;
}

/** The alerts of accounts that are not traded because their trader is down: one that tells why, and one when it is back. */
export class TraderDownAlerts {
  private episodes: Episodes<AccountTrader> = new Map();

  constructor(private readonly patience: Patience = TRADER_PATIENCE) {}

  /** `now` is wall time, epoch milliseconds. */
  look(traders: readonly AccountTrader[], now: number): readonly Alert[] {
    const observed = traders.map((trader) => ({ key: trader.accountId, isUnwell: trader.isDown, detail: trader }));
    const { episodes, raised, resolved } = judge(this.episodes, observed, { now, patience: this.patience });
    this.episodes = episodes;
    return [
      ...raised.map((episode) => tell(episode, now, { state: 'RAISED', severity: 'critical', text: downText(episode) })),
      ...resolved.map((episode) => tell(episode, now, { state: 'RESOLVED', severity: 'info', text: 'The account is traded again' })),
    ];
  }
}

function downText({ detail: { reason } }: Episode<AccountTrader>): string {
  return `The account is not traded, its trader is down: ${reason ?? 'it does not say why'}`;
}

function tell({ detail }: Episode<AccountTrader>, now: number, said: Pick<Alert, 'state' | 'severity' | 'text'>): Alert {
  return alertOf('trader-down', { ...detail, now }, { what: String(now), ...said });
}
