import { Decimal } from '@libs/kernel';
import { CAUSES, NO_MONEY, addMoney } from './causes';
import type { Cause, CauseMoney } from './causes';
import type { OrderPair } from './match-orders';
import { orderOf, wantsTheSame } from './match-orders';
import { BY_HAND, EXIT, LIQUIDATED } from './moment';
import { filledQuantity, isInTheWay } from './traded-run';
import type { TradedOrder } from './traded-run';

/** What the session's strategy was not shown as the backtest's was. */
export interface DecisionTerms {
  /** Moments that only one of both runs had: bars that were never delivered, signals from outside. */
  readonly isForeign: (order: TradedOrder) => boolean;
  /**
   * When bars closed that only the backtest was shown, or both in another order, epoch milliseconds; what a strategy has averaged
   * differs from there on.
   */
  readonly missedBars?: readonly number[];
  /** From when on the equity that the session's strategy was told held what others had earned; market time, epoch milliseconds. */
  readonly othersSince?: number;
  /** It follows ticks, prints or books, so that it is told something all the time. */
  readonly followsMarket?: boolean;
}

/** A pair that was looked at, with what came of it. */
interface Seen {
  readonly pair: OrderPair;
  readonly cause: Cause;
}

/**
 * Why two runs wanted different things although one strategy ran in both: what was different before is what it decided on. Pairs
 * are asked about in the order of what led to them, so that a difference which follows from another has the cause of that one.
 */
export class DecisionCauses {
  private readonly seen: Seen[] = [];
  private money: CauseMoney = NO_MONEY;
  /** What others on the account had earned when the session's strategy decided last. */
  private othersEarned = Decimal.ZERO;

  constructor(private readonly terms: DecisionTerms) {}

  /** The cause of a pair whose orders differ; `bug` where nothing was different before. */
  causeOf(pair: OrderPair): Cause {
    const order = orderOf(pair);
    if (order.heard.type === LIQUIDATED || order.heard.type === BY_HAND) return 'account';
    if (this.terms.isForeign(order)) return 'data';
    const at = order.toldAt;
    this.othersEarned = pair.session?.others?.earned ?? this.othersEarned;
    const before = this.stateCause(at) ?? this.dataCause(at) ?? this.valueCause() ?? this.equityCause(at);
    const known = before ?? this.seen.findLast(differs)?.cause ?? this.newsCause();
    // Nobody decided on an exit: the price came to it in one market and not in the other.
    return known ?? (order.heard.type === EXIT ? 'data' : 'bug');
  }

  /** Call for every pair, in order, once its money is known. */
  take(pair: OrderPair, cause: Cause, money: CauseMoney): void {
    this.seen.push({ pair, cause });
    this.money = addMoney(this.money, money);
  }

  /** The newest earlier order of which another part had been filled by then, or that was over in one run and not in the other. */
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

  /** Words that come while news of an order is under way are taken in by a strategy that knows other things. */
  private newsCause(): Cause | null {
    return this.terms.followsMarket && this.seen.some(hasLateNews) ? 'latency' : null;
  }

  /** Prices and fees change equity and average prices, by which strategies size their orders; what others earned does too. */
  private valueCause(): Cause | null {
    const money = addMoney(this.money, { account: this.othersEarned });
    const largest = CAUSES.toSorted((one, other) => money[other].abs().compare(money[one].abs()))[0]!;
    return money[largest].isZero ? null : largest;
  }

  private equityCause(at: number): Cause | null {
    return (this.terms.othersSince ?? Infinity) <= at ? 'account' : null;
  }
}

/** What follows from a decision that was another one is another one too, whatever it came to. */
function differs({ pair }: Seen): boolean {
  return !wantsTheSame(pair);
}

function isOver({ closedAt }: TradedOrder, at: number): boolean {
  return closedAt !== null && closedAt <= at;
}

function hasLateNews({ pair: { session, backtest } }: Seen): boolean {
  return session !== null && backtest !== null && session.closedAt !== backtest.closedAt;
}

function filledBy(order: TradedOrder | null, at: number): Decimal {
  return order ? filledQuantity({ fills: order.fills.filter((fill) => fill.at <= at) }) : Decimal.ZERO;
}
