import { Decimal } from '@libs/kernel';
import { attributePair } from './attribute-pair';
import type { FeeRates } from './attribute-pair';
import { booksOf } from './booked';
import type { Books } from './booked';
import { NO_MONEY, addMoney, totalOf } from './causes';
import type { Cause, CauseMoney } from './causes';
import { DecisionCauses } from './decision-cause';
import type { DecisionTerms } from './decision-cause';
import { matchOrders, orderOf, wantsTheSame } from './match-orders';
import type { OrderPair } from './match-orders';
import type { NamedBug, OrderDifference, OrderSummary, ParityReport, Share } from './parity-report';
import { feesOf, filledQuantity, filledValue, profitOf } from './traded-run';
import type { TradedOrder, TradedRun } from './traded-run';

export interface Comparison extends DecisionTerms {
  readonly session: TradedRun;
  /** A backtest on the bars that the session was shown. */
  readonly backtest: TradedRun;
  /** A backtest on stored candles; null if none are stored. */
  readonly stored: TradedRun | null;
  readonly rates: FeeRates;
  /** What the session's core recorded about the same deployment. */
  readonly books: Books;
  /** Largest time difference in milliseconds between orders without a bar that are considered the same. */
  readonly tolerance: number;
  /** True if an order was open during a data gap of its market. */
  readonly isUnheard?: (order: TradedOrder) => boolean;
}

/** Compares a session with a backtest and finds the cause of every difference, in exact money. */
export function compareRuns(comparison: Comparison): ParityReport {
  const { session, backtest, stored, books, tolerance } = comparison;
  const pairs = matchOrders(session.orders, backtest.orders, tolerance);
  const compared = comparePairs(pairs, comparison);
  const differences = withStored(compared.differences, comparison);
  const booked = booksOf(session, books);
  let causes = NO_MONEY;
  for (const { money } of differences) causes = addMoney(causes, money);
  causes = addMoney(causes, { funding: books.funding, bug: booked.unexplained });
  const base = stored ?? backtest;
  const equity = { session: booked.equity, backtest: sumOf(base.orders.map((order) => profitOf(order, base))) };
  return {
    settleAsset: session.settleAsset,
    equity: { ...equity, difference: equity.session.minus(equity.backtest) },
    causes,
    turnover: sumOf(session.orders.map(filledValue)),
    decisions: shareOf(pairs, wantsTheSame),
    fills: shareOf(
      pairs.filter((pair) => [pair.session, pair.backtest].some((order) => order && order.fills.length > 0)),
      (pair) => tradedTheSame(pair, comparison),
    ),
    differences: differences.filter(({ session: own, backtest: other, money }) => !own || !other || !isNothing(money)),
    bugs: [...compared.bugs, ...booked.bugs],
  };
}

interface Compared {
  readonly differences: readonly OrderDifference[];
  /** A different order without an explanation. */
  readonly bugs: readonly NamedBug[];
}

function comparePairs(pairs: readonly OrderPair[], comparison: Comparison): Compared {
  const causes = new DecisionCauses(comparison);
  const bugs: NamedBug[] = [];
  const differences = pairs.map((pair) => {
    const decision: Cause = wantsTheSame(pair) ? 'bug' : causes.causeOf(pair);
    const isUnheard = [pair.session, pair.backtest].some((order) => order !== null && comparison.isUnheard?.(order) === true);
    const money = attributePair(pair, { ...comparison, decision, isUnheard });
    causes.take(pair, decision, money);
    const difference = differenceOf(pair, money, comparison);
    if (!wantsTheSame(pair) && decision === 'bug') bugs.push(bugOf(difference));
    return difference;
  });
  return { differences, bugs };
}

/** Adds the difference between the backtests on recorded and stored candles: all of it is data. */
function withStored(compared: readonly OrderDifference[], { backtest, stored }: Comparison): readonly OrderDifference[] {
  if (!stored) return compared;
  const data = new Map<string, Decimal>();
  const alone: OrderDifference[] = [];
  for (const { session: recorded, backtest: kept } of matchOrders(backtest.orders, stored.orders, 0)) {
    const more = (recorded ? profitOf(recorded, backtest) : Decimal.ZERO).minus(kept ? profitOf(kept, stored) : Decimal.ZERO);
    if (recorded) {
      data.set(recorded.clientOrderId, more);
      continue;
    }
    const { symbol, side, decidedAt, heard } = kept;
    const money = addMoney(NO_MONEY, { data: more });
    alone.push({ symbol, side, decidedAt, moment: heard.name, session: null, backtest: summaryOf(kept, stored), money, total: more });
  }
  const differences = compared.map((difference): OrderDifference => {
    const more = difference.backtest && data.get(difference.backtest.clientOrderId);
    if (!more) return difference;
    const money = addMoney(difference.money, { data: more });
    return { ...difference, money, total: totalOf(money) };
  });
  return [...differences, ...alone].toSorted((one, other) => one.decidedAt - other.decidedAt);
}

function differenceOf(pair: OrderPair, money: CauseMoney, { session, backtest }: Comparison): OrderDifference {
  const { symbol, side, decidedAt, heard } = orderOf(pair);
  const summary = (order: TradedOrder | null, run: TradedRun): OrderSummary | null => order && summaryOf(order, run);
  return {
    symbol,
    side,
    decidedAt,
    moment: heard.name,
    session: summary(pair.session, session),
    backtest: summary(pair.backtest, backtest),
    money,
    total: totalOf(money),
  };
}

function summaryOf(order: TradedOrder, run: TradedRun): OrderSummary {
  const filled = filledQuantity(order);
  const averagePrice = filled.isZero ? null : filledValue(order).dividedBy(filled, 12);
  const { clientOrderId, quantity, refusal } = order;
  return { clientOrderId, quantity, filled, averagePrice, fees: feesOf(order, run), refusal };
}

function tradedTheSame({ session, backtest }: OrderPair, runs: Comparison): boolean {
  if (!session || !backtest) return false;
  const [own, other] = [session, backtest];
  return (
    filledQuantity(own).eq(filledQuantity(other)) &&
    filledValue(own).eq(filledValue(other)) &&
    feesOf(own, runs.session).eq(feesOf(other, runs.backtest))
  );
}

function shareOf(pairs: readonly OrderPair[], isEqual: (pair: OrderPair) => boolean): Share {
  return { equal: pairs.filter(isEqual).length, of: pairs.length };
}

function bugOf({ session, backtest, symbol, side, moment }: OrderDifference): NamedBug {
  const alone = session ? 'the session' : 'the backtest';
  const both = (one: OrderSummary, other: OrderSummary): string =>
    one.quantity.eq(other.quantity)
      ? `the session wanted a ${side} of ${symbol} at a different price or on a different event than the backtest`
      : `the session wanted ${one.quantity} ${symbol} where the backtest wanted ${other.quantity}`;
  const what = session && backtest ? both(session, backtest) : `${alone} alone wanted a ${side} of ${symbol}`;
  return { clientOrderId: (session ?? backtest)!.clientOrderId, what: `${what} at ${moment}, and nothing before it was different` };
}

function isNothing(money: CauseMoney): boolean {
  return Object.values(money).every(({ isZero }) => isZero);
}

function sumOf(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(amount), Decimal.ZERO);
}
