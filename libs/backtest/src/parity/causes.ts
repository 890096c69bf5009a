import { Decimal } from '@libs/kernel';

/**
 * Why an order of a session differs from a backtest of the same period:
 * - `data`: the backtest was shown different data, or in a different order;
 * - `latency`: the price moved between the data behind the decision and the order's arrival at the exchange, or the strategy was told of
 *   something later;
 * - `slippage`: it filled at another price than the one quoted when the exchange accepted it;
 * - `fee`: the fee differed from the backtest's rate;
 * - `partial`: a different part of it filled;
 * - `rejection`: in one of the two it was denied, rejected or never reached the exchange;
 * - `account`: others on the same account affected it, which a backtest of one strategy does not include: what they earned, held or had in
 *   the book, a liquidation of the account's position, or a close by a person;
 * - `funding`: was paid or received, which a backtest of candles does not include;
 * - `bug`: nothing above explains it.
 */
export const CAUSES = ['data', 'latency', 'slippage', 'fee', 'partial', 'rejection', 'account', 'funding', 'bug'] as const;

export type Cause = (typeof CAUSES)[number];

/** Money by cause, in the settle asset; positive is in the session's favour. */
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
