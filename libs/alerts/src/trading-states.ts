import type { TradingState } from '@libs/kernel';
import { alertOf } from './alert';
import type { Alert, Told } from './alert';

/** Journal events about the trading state. */
export interface TradingNews {
  readonly type: 'TradingStateChanged';
  readonly to: TradingState;
  readonly reason: string;
  readonly cause: { readonly actor: string };
}

const WORDS = { REDUCING: 'The account only reduces', HALTED: 'The account is halted' } as const;

/** Alerts about accounts that cannot trade freely: one for each such state, and one when they can again. */
export class TradingStateAlerts {
  /** By account: the reported state, and the time of the episode's first event. */
  private readonly open = new Map<string, { readonly state: TradingState; readonly what: string }>();

  /** Nothing if the event concerns no alert. */
  take({ to, reason, cause: { actor } }: TradingNews, told: Told): readonly Alert[] {
    const { accountId, now } = told;
    const before = this.open.get(accountId);
    if (to === (before?.state ?? 'ACTIVE')) return [];
    if (to === 'ACTIVE') {
      this.open.delete(accountId);
      const text = `The account trades again: ${reason} (${actor})`;
      return [alertOf('trading-state', told, { what: before!.what, state: 'RESOLVED', severity: 'info', text })];
    }
    this.open.set(accountId, { state: to, what: before?.what ?? String(now) });
    const text = `${WORDS[to]}: ${reason} (${actor})`;
    // A state may occur twice in an episode, and each is reported.
    return [alertOf('trading-state', told, { what: `${now}:${to}`, state: 'RAISED', severity: 'critical', text })];
  }
}
