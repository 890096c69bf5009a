import { Decimal } from '@libs/kernel';
import { CAUSES, NO_MONEY, addMoney } from './causes';
import type { Cause, CauseMoney } from './causes';
import type { OrderPair } from './match-orders';
import { orderOf, wantsTheSame } from './match-orders';
import { BY_HAND, EXIT, LIQUIDATED } from './moment';
import { filledQuantity, isInTheWay } from './traded-run';
import type { TradedOrder } from './traded-run';

/** How the data shown to the session's strategy differed from the backtest's. */
export interface DecisionTerms {
  /** Events that only one run had: undelivered bars, external signals. */
  readonly isForeign: (order: TradedOrder) => boolean;
  /** Close times of bars that only the backtest was shown, or in another order, epoch milliseconds; averages differ from then on. */
  readonly missedBars?: readonly number[];
  /** Time from which the session's equity included others' earnings; market time, epoch milliseconds. */
  readonly othersSince?: number;
  /** It follows ticks, trades or books, so it receives events all the time. */
  readonly followsMarket?: boolean;
  /** When the first event happened of which the session's strategy was told only later; epoch milliseconds. */
  readonly lateSince?: number;
  /** When the session's strategy was first told of something while its data could not be trusted; epoch milliseconds. */
  readonly distrustedSince?: number;
}

/** A processed pair and its result. */
interface Seen {
  readonly pair: OrderPair;
  readonly cause: Cause;
}

/**
 * Finds why two runs of the same strategy decided differently: an earlier difference that the decision was based on. Pairs are processed in
 * the order of their causes, so a difference that follows from another gets that one's cause.
 */
export class DecisionCauses {
  private readonly seen: Seen[] = [];
  private money: CauseMoney = NO_MONEY;
  /** Earnings of others on the account at the last decision of the session's strategy. */
  private othersEarned = Decimal.ZERO;

  constructor(private readonly terms: DecisionTerms) {}

  /** The cause of a pair whose orders differ; `bug` if nothing differed before. */
  causeOf(pair: OrderPair): Cause {
    const order = orderOf(pair);
    if (order.heard.type === LIQUIDATED || order.heard.type === BY_HAND) return 'account';
    if (this.terms.isForeign(order)) return 'data';
    const at = order.toldAt;
    this.othersEarned = pair.session?.others?.earned ?? this.othersEarned;
    const before = this.stateCause(at) ?? this.dataCause(at) ?? this.valueCause() ?? this.equityCause(at);
    const known = before ?? this.seen.findLast(differs)?.cause ?? this.newsCause(at);
    // Nobody decided on an exit: the price reached it in one market and not in the other.
    return known ?? (order.heard.type === EXIT ? 'data' : 'bug');
  }

  /** Call for every pair, in order, once its money is known. */
  take(pair: OrderPair, cause: Cause, money: CauseMoney): void {
    this.seen.push({ pair, cause });
    this.money = addMoney(this.money, money);
  }

  /** The newest earlier order that had filled differently by then, or had ended in only one run. */
  private stateCause(at: number): Cause | null {
    const other = this.seen.findLast(
      ({ pair: { session, backtest } }) =>
        !filledBy(session, at).eq(filledBy(backtest, at)) || !session || !backtest || isOver(session, at) !== isOver(backtest, at),
    );
    if (!other) return null;
    const { session, backtest } = other.pair;
    if (!session || !backtest || differs(other)) return other.cause;
    if (session.others?.isJudged) return 'account';
    if (session.refusal !== null || backtest.refusal !== null) return 'rejection';
    if (isInTheWay(session, this.terms.followsMarket)) return 'account';
    return filledQuantity(session).eq(filledQuantity(backtest)) ? 'latency' : 'partial';
  }

  private dataCause(at: number): Cause | null {
    return this.terms.missedBars?.some((close) => close <= at) ? 'data' : null;
  }

  /**
   * Events during an order's report in flight reach strategies with different knowledge, and so do events for which they were too busy.
   * A strategy may also count time from a fill or from the end of an order, and leave out what it cannot trust.
   */
  private newsCause(at: number): Cause | null {
    const { followsMarket, lateSince = Infinity, distrustedSince = Infinity } = this.terms;
    const late = followsMarket ? lateSince : Infinity;
    if (Math.min(late, distrustedSince) <= at) return distrustedSince <= late ? 'data' : 'latency';
    return this.seen.some(hasLateNews) ? 'latency' : null;
  }

  /** Prices and fees change equity and average prices, on which strategies base order sizes; others' earnings do too. */
  private valueCause(): Cause | null {
    const money = addMoney(this.money, { account: this.othersEarned });
    const largest = CAUSES.toSorted((one, other) => money[other].abs().compare(money[one].abs()))[0]!;
    return money[largest].isZero ? null : largest;
  }

  private equityCause(at: number): Cause | null {
    return (this.terms.othersSince ?? Infinity) <= at ? 'account' : null;
  }
}

/** The consequences of a different decision are different too, whatever its result was. */
function differs({ pair }: Seen): boolean {
  return !wantsTheSame(pair);
}

function isOver({ closedAt }: TradedOrder, at: number): boolean {
  return closedAt !== null && closedAt <= at;
}

function hasLateNews({ pair: { session, backtest } }: Seen): boolean {
  if (session === null || backtest === null) return false;
  return session.closedAt !== backtest.closedAt || session.fills.some(({ at }, place) => at !== backtest.fills[place]?.at);
}

function filledBy(order: TradedOrder | null, at: number): Decimal {
  return order ? filledQuantity({ fills: order.fills.filter((fill) => fill.at <= at) }) : Decimal.ZERO;
}
