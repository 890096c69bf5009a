import { alertOf } from './alert';
import type { Alert } from './alert';
import { judge } from './episodes';
import type { Episode, Episodes, Patience } from './episodes';

/** A trader that crashed is back within seconds, so nothing is reported; one left from an earlier run must first report itself. */
export const TRADER_PATIENCE: Patience = { raiseAfter: 10_000, resolveAfter: 10_000, raiseAfterStart: 10_000 };

/** State of an account's trader, from its own report or its silence. */
export interface AccountTrader {
  readonly accountId: string;
  readonly accountName: string;
  readonly isDown: boolean;
  readonly reason: string | null;
}

/** Alerts about accounts without a running trader: one with the reason, and one when it is back. */
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
