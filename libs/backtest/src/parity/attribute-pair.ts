import { Decimal } from '@libs/kernel';
import { NO_MONEY, addMoney } from './causes';
import type { Cause, CauseMoney } from './causes';
import type { OrderPair } from './match-orders';
import { isMoved, orderOf } from './match-orders';
import { feesOf, filledQuantity, filledValue, isInTheWay, markOf, signed } from './traded-run';
import type { TradedOrder, TradedRun } from './traded-run';

/** The backtest's fee rates, as fractions of the traded value. */
export interface FeeRates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

export interface PairTerms {
  readonly session: Omit<TradedRun, 'orders'>;
  readonly backtest: Omit<TradedRun, 'orders'>;
  readonly rates: FeeRates;
  /** Why the session wanted another quantity, or why only one of the two wanted the order. */
  readonly decision: Cause;
  /** The backtest's market is built from the session's recorded book. */
  readonly followsMarket?: boolean;
  /** It was open during a data gap of its market, so the prices it met are unknown. */
  readonly isUnheard?: boolean;
}

/** Digits of an average price; the remainder goes to `slippage`, so nothing is lost. */
const AVERAGE_DIGITS = 12;

/**
 * An order's result in the session less its result in the backtest, by cause. One value is replaced at a time: backtest price → touch at
 * the decision (`data`) → touch at the exchange's first report (`latency`) → average price of the session (`slippage`), all at the
 * backtest's filled quantity; then the wanted quantity (`decision`), the filled quantity (`partial`, `rejection`), and last the fees
 * (`fee`). The steps sum exactly to the difference. For an order open during a data gap, everything except the session's refusals,
 * decisions and fees is `data`. What only others on the account caused is `account`.
 */
export function attributePair(pair: OrderPair, terms: PairTerms): CauseMoney {
  const order = orderOf(pair);
  const quantities = quantitiesOf(pair);
  const prices = pricesOf(pair);
  const rate = rateOf(pair, terms.rates);
  const worth = worthOf(order, { rate, mark: markOf(order.symbol, terms.session) });
  const at = (price: Decimal): Decimal => worth(quantities.backtest, price);
  const [first, last] = [at(prices.backtest), worth(quantities.session, prices.session)];
  // Separate from the following ones, because a decision may have the same cause.
  let money = addMoney(NO_MONEY, { [isChosen(pair) ? terms.decision : marketCause(pair, terms)]: at(prices.decided).minus(first) });
  const onItsWay: Cause = terms.isUnheard ? 'data' : 'latency';
  money = addMoney(money, { [onItsWay]: at(prices.arrived).minus(at(prices.decided)) });
  money = addMoney(money, { [terms.isUnheard ? 'data' : 'slippage']: at(prices.session).minus(at(prices.arrived)) });
  const wanted = worth(quantities.wanted, prices.session);
  money = addMoney(money, { [terms.decision]: wanted.minus(at(prices.session)) });
  money = addMoney(money, { [missingCause(pair, terms)]: last.minus(wanted) });
  return addMoney(money, remainders(pair, terms, { first, last, rate, prices, quantities }));
}

/** True if its price differs because it was requested elsewhere or at another time; a resting order fills at its own price. */
function isChosen(pair: OrderPair): boolean {
  const { session, backtest } = pair;
  if (isMoved(pair)) return true;
  return session?.fills[0]?.liquidity === 'MAKER' && !!session.price && !!backtest?.price && !session.price.eq(backtest.price);
}

interface Steps<T> {
  readonly backtest: T;
  readonly session: T;
}

/** `wanted` is what the backtest would have filled for the session's quantity; zero if it has no price. */
function quantitiesOf({ session, backtest }: OrderPair): Steps<Decimal> & { readonly wanted: Decimal } {
  const [own, filled] = [session, backtest].map((order) => (order ? filledQuantity(order) : Decimal.ZERO)) as [Decimal, Decimal];
  const aim = session?.quantity ?? Decimal.ZERO;
  const before = backtest?.quantity ?? Decimal.ZERO;
  const isUntouched = own.isZero && filled.isZero;
  const wanted = aim.eq(before) || isUntouched ? filled : filled.eq(before) ? aim : Decimal.min(filled, aim);
  return { backtest: filled, session: own, wanted };
}

function pricesOf({ session, backtest }: OrderPair): Steps<Decimal> & { readonly decided: Decimal; readonly arrived: Decimal } {
  const own = session && averageOf(session);
  const other = backtest && averageOf(backtest);
  const reference = other ?? own ?? Decimal.ZERO;
  // Without a fill there is no price to compare, and a resting order filled at its own price.
  if (!session || !own || !other || session.fills[0]!.liquidity === 'MAKER') {
    const price = own ?? reference;
    return { backtest: reference, decided: price, arrived: price, session: price };
  }
  const decided = session.touches.decided ?? reference;
  return { backtest: reference, decided, arrived: session.touches.arrived ?? decided, session: own };
}

function averageOf(order: TradedOrder): Decimal | null {
  const quantity = filledQuantity(order);
  return quantity.isZero ? null : filledValue(order).dividedBy(quantity, AVERAGE_DIGITS);
}

function rateOf({ session, backtest }: OrderPair, { maker, taker }: FeeRates): Decimal {
  const fill = backtest?.fills[0] ?? session?.fills[0];
  return fill?.liquidity === 'MAKER' ? maker : taker;
}

function worthOf(
  { side }: TradedOrder,
  { rate, mark }: { readonly rate: Decimal; readonly mark: Decimal },
): (quantity: Decimal, price: Decimal) => Decimal {
  return (quantity, price) => signed(side, quantity.times(mark.minus(price))).minus(quantity.times(price).times(rate));
}

/** The backtest's market lacks the account's own orders that were on the other side. */
function marketCause({ session }: OrderPair, { followsMarket }: PairTerms): Cause {
  return followsMarket && session?.others?.isAgainst ? 'account' : 'data';
}

function missingCause({ session, backtest }: OrderPair, { isUnheard, followsMarket }: PairTerms): Cause {
  if (session?.others?.isJudged) return 'account';
  if (isUnheard && typeof session?.refusal !== 'string') return 'data';
  if ([session, backtest].some((order) => typeof order?.refusal === 'string')) return 'rejection';
  return session && isInTheWay(session, followsMarket) ? 'account' : 'partial';
}

interface Ends {
  readonly first: Decimal;
  readonly last: Decimal;
  readonly rate: Decimal;
  readonly prices: Steps<Decimal>;
  readonly quantities: Steps<Decimal>;
}

/** The remainder of the steps: fees beyond the backtest's rate, digits of averages, and a different closing price. */
function remainders(pair: OrderPair, terms: PairTerms, { first, last, rate, prices, quantities }: Ends): Partial<CauseMoney> {
  const { side, symbol } = orderOf(pair);
  const paid = (order: TradedOrder | null, run: Omit<TradedRun, 'orders'>): Decimal => (order ? feesOf(order, run) : Decimal.ZERO);
  const gross = (order: TradedOrder | null, mark: Decimal): Decimal =>
    order ? signed(side, filledQuantity(order).times(mark).minus(filledValue(order))) : Decimal.ZERO;
  const modelled = (quantity: Decimal, price: Decimal): Decimal => quantity.times(price).times(rate);
  const mark = markOf(symbol, terms.session);
  const [lastFee, firstFee] = [modelled(quantities.session, prices.session), modelled(quantities.backtest, prices.backtest)];
  return {
    fee: lastFee.minus(paid(pair.session, terms.session)).plus(paid(pair.backtest, terms.backtest).minus(firstFee)),
    slippage: gross(pair.session, mark).minus(last.plus(lastFee)),
    data: first.plus(firstFee).minus(gross(pair.backtest, terms.backtest.marks.get(symbol) ?? mark)),
  };
}
