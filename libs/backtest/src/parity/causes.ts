import { Decimal } from '@libs/kernel';

/**
 * Why an order of a session came to something else than in a backtest of the same time:
 * - `data`: the backtest was shown something else than the session, or in another order;
 * - `latency`: the price moved between what was decided on and the order's arrival at the exchange;
 * - `slippage`: it was filled at another price than the one that stood when the exchange took it;
 * - `fee`: another fee was paid than the backtest's rate;
 * - `partial`: another part of it was filled;
 * - `rejection`: it was denied, refused or never reached the exchange, in one of both;
 * - `account`: others on the same account had a hand in it, which a backtest of one strategy does not know: what they earned, held, or had in
 *   the book, or that the exchange took the account's position over, or a person closed it;
 * - `funding`: was paid or received, which a backtest of candles does not know;
 * - `bug`: nothing of all that explains it.
 */
export const CAUSES = ['data', 'latency', 'slippage', 'fee', 'partial', 'rejection', 'account', 'funding', 'bug'] as const;

export type Cause = (typeof CAUSES)[number];

/** Money by cause, in the settle asset; above zero is to the session's advantage. */
export type CauseMoney = Readonly<Record<Cause, Decimal>>;

export const NO_MONEY: CauseMoney = Object.freeze(
  Object.fromEntries(CAUSES.map((cause) => [cause, Decimal.ZERO])) as Record<Cause, Decimal>,
);

export function addMoney(one: CauseMoney, other: Partial<CauseMoney>): CauseMoney {
  return Object.fromEntries(CAUSES.map((cause) => [cause, one[cause].plus(other[cause] ?? Decimal.ZERO)])) as Record<Cause, Decimal>;
}

export function totalOf(money: CauseMoney): Decimal {
  return CAUSES.reduce((sum, cause) => sum.plus(money[cause]), Decimal.ZERO);
}
