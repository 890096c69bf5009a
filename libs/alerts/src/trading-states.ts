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
  /** By account: the state that was told of, and what its alert is about. */
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
    const what = before?.what ?? String(now);
    this.open.set(accountId, { state: to, what });
    const text = `${WORDS[to]}: ${reason} (${actor})`;
    return [alertOf('trading-state', told, { what: `${what}:${to}`, state: 'RAISED', severity: 'critical', text })];
  }
}
