import type { TradingState } from '@libs/kernel';
import { alertOf } from './alert';
import type { Alert, Told } from './alert';

/** An account's news of whether it may trade, as its journal has them. */
export interface TradingNews {
  readonly type: 'TradingStateChanged';
  readonly to: TradingState;
  readonly reason: string;
  readonly cause: { readonly actor: string };
}

const WORDS = { REDUCING: 'The account only reduces', HALTED: 'The account is halted' } as const;

/** The alerts of accounts that may not trade as they like, by whomever: one for each such state, and one when they may again. */
export class TradingStateAlerts {
  /** By account: the state that was told of, and the time at which the first of its episode was. */
  private readonly open = new Map<string, { readonly state: TradingState; readonly what: string }>();

  /** Nothing where the news is none of an alert. */
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
    // One state may come twice in an episode, and each is told.
    return [alertOf('trading-state', told, { what: `${now}:${to}`, state: 'RAISED', severity: 'critical', text })];
  }
}
