import { formatMoney, formatTime } from '@libs/kernel';
import type { BacktestResult } from '@libs/backtest';

/** An account that owed money: possible only where margins are not checked at every price. */
export interface Debt {
  /** The first close at which it did, ISO text. */
  readonly since: string;
  /** The lowest equity at a close. */
  readonly lowestEquity: number;
}

/** Undefined if the account never owed money at a close. */
export function debtOf({ times, equity }: BacktestResult['curve']): Debt | undefined {
  const first = equity.findIndex((value) => value < 0);
  if (first < 0) return undefined;
  return { since: new Date(times[first]!).toISOString(), lowestEquity: equity.reduce((least, value) => Math.min(least, value)) };
}

/** What a reader must know of it, because everything after it could not have happened. */
export function debtLines(debt: Debt | undefined, asset: string): readonly string[] {
  if (!debt) return [];
  return [
    `The account is in debt from ${formatTime(debt.since)} on, at worst with an equity of ${formatMoney(debt.lowestEquity)} ${asset}. An exchange would have liquidated it before; run it with a leverage to model that.`,
  ];
}
