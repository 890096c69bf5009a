import { Decimal } from '@libs/kernel';
import type { AccountMarket } from './account-market';
import { unrealisedOf } from './apply-trade';
import { POSITION_INDEXES, type Exposure } from './exposure';
import { MONEY_SCALE } from './fees';
import { NO_ORDERS, type OpenSums, type SideSums } from './open-sums';
import type { VenuePosition } from './position';
import { levelAt, riskLevels } from './risk-tiers';
import { leverageOf } from './settings';
import type { VenueAccount } from './venue-account';

/** Value and margin requirement of one account's positions and open orders in a linear market, in the settle coin. */
export interface LinearNeed {
  readonly unrealised: Decimal;
  readonly positionIM: Decimal;
  readonly positionMM: Decimal;
  readonly orderIM: Decimal;
}

export const NO_NEED: LinearNeed = { unrealised: Decimal.ZERO, positionIM: Decimal.ZERO, positionMM: Decimal.ZERO, orderIM: Decimal.ZERO };

/** Which side's margin: 1 long, -1 short. */
export type Direction = 1 | -1;

const RATE_SCALE = 18;

export interface MarginTerms {
  readonly leverage: Decimal;
  readonly taker: Decimal;
}

/**
 * `value ÷ leverage` and the estimated fee to close at the bankruptcy price, `value × (1 ∓ 1 ÷ leverage) × taker rate`.
 * https://www.bybit.com/en/help-center/article/Understanding-the-Adjustment-and-Impact-of-the-New-Margin-Calculation
 */
function initialMargin(value: Decimal, direction: Direction, terms: MarginTerms): Decimal {
  if (value.isZero) return value;
  const share = Decimal.ONE.plus(closeFeeTimesLeverage(direction, terms));
  return value.times(share).dividedBy(terms.leverage, MONEY_SCALE, 'UP');
}

/** The estimated fee to close a position of this value at its bankruptcy price. */
function closeFee(value: Decimal, direction: Direction, terms: MarginTerms): Decimal {
  return value.times(closeFeeTimesLeverage(direction, terms)).dividedBy(terms.leverage, MONEY_SCALE, 'UP');
}

/** The estimated fee to close as a fraction of the value. */
export function closeRate(direction: Direction, terms: MarginTerms): Decimal {
  return closeFeeTimesLeverage(direction, terms).dividedBy(terms.leverage, RATE_SCALE);
}

/** A rebate is no margin before it is paid. */
function closeFeeTimesLeverage(direction: Direction, { leverage, taker }: MarginTerms): Decimal {
  if (taker.sign < 0) return Decimal.ZERO;
  return (direction > 0 ? leverage.minus(Decimal.ONE) : leverage.plus(Decimal.ONE)).times(taker);
}

/** `value × maintenance rate − deduction` of the value's tier; without the fee to close. */
export function maintenanceMargin(market: AccountMarket, value: Decimal): Decimal {
  const level = levelAt(riskLevels(market.instrument), value);
  return value.times(level.maintenance).minus(level.deduction).roundTo(MONEY_SCALE, 'UP');
}

interface CachedNeed {
  readonly revision: number;
  readonly mark: Decimal;
  readonly need: LinearNeed;
}

const cache = new WeakMap<Exposure, CachedNeed>();

/** Recomputed only if the mark price or the exposure changed. */
export function needOf(account: VenueAccount, market: AccountMarket, exposure: Exposure): LinearNeed {
  const known = cache.get(exposure);
  const { mark } = market;
  if (known && known.revision === exposure.revision && known.mark.eq(mark)) return known.need;
  const need = computeNeed(account, market, { mark, exposure });
  cache.set(exposure, { revision: exposure.revision, mark, need });
  return need;
}

export interface NeedAt {
  readonly mark: Decimal;
  readonly exposure: Exposure;
  /** Sums of open orders to use instead of those of the exposure. */
  readonly sums?: readonly OpenSums[];
}

/** Like `needOf`, at any mark price and with any open orders. */
export function computeNeed(account: VenueAccount, market: AccountMarket, { mark, exposure, sums }: NeedAt): LinearNeed {
  let total = NO_NEED;
  for (const index of POSITION_INDEXES) {
    const position = exposure.position(index);
    const orders = (sums ?? exposure.sums)[index] ?? NO_ORDERS;
    if ((!position || position.quantity.isZero) && orders === NO_ORDERS) continue;
    const terms = { leverage: leverageOf(account.settings(market), index), taker: account.fees.taker };
    const held = position && !position.quantity.isZero ? needOfPosition(account, market, { position, mark, terms }) : NO_NEED;
    const orderIM = needOfOrders(orders, { position, positionIM: held.positionIM, terms });
    total = sum(total, { ...held, orderIM });
  }
  return total;
}

/** Cross margin uses the mark price throughout; isolated margin keeps the initial margin and the fee to close at the entry price. */
export function needOfPosition(
  account: VenueAccount,
  market: AccountMarket,
  { position, mark, terms }: { position: VenuePosition; mark: Decimal; terms: MarginTerms },
): LinearNeed {
  const direction = position.quantity.sign as Direction;
  const value = position.quantity.abs().times(mark);
  const isolated = account.marginMode === 'ISOLATED';
  const fee = closeFee(isolated ? position.cost.abs() : value, direction, terms);
  return {
    unrealised: unrealisedOf(position, mark),
    positionIM: isolated ? position.isolatedMargin.plus(fee) : initialMargin(value, direction, terms),
    positionMM: maintenanceMargin(market, value).plus(fee),
    orderIM: Decimal.ZERO,
  };
}

/**
 * The more expensive of two outcomes, less what the position needs already: all orders of the position's own side fill, or all opposite
 * ones do, of which only the part beyond the position opens a new one.
 */
function needOfOrders(
  orders: OpenSums,
  { position, positionIM, terms }: { position: VenuePosition | undefined; positionIM: Decimal; terms: MarginTerms },
): Decimal {
  const held = position?.quantity ?? Decimal.ZERO;
  const buys = initialMargin(openingValue(orders.buys, held.negated()), 1, terms);
  const sells = initialMargin(openingValue(orders.sells, held), -1, terms);
  const [own, opposite] = held.sign < 0 ? [sells, buys] : [buys, sells];
  return held.isZero ? Decimal.max(buys, sells) : Decimal.max(own, opposite.minus(positionIM));
}

/** The value that one side's orders would open after closing `closes` (if positive). */
export function openingValue(side: SideSums, closes: Decimal): Decimal {
  if (closes.sign <= 0) return side.value;
  const beyond = side.quantity.minus(closes);
  if (beyond.sign <= 0) return Decimal.ZERO;
  return side.value.times(beyond).dividedBy(side.quantity, MONEY_SCALE, 'UP');
}

function sum(a: LinearNeed, b: LinearNeed): LinearNeed {
  if (a === NO_NEED) return b;
  return {
    unrealised: a.unrealised.plus(b.unrealised),
    positionIM: a.positionIM.plus(b.positionIM),
    positionMM: a.positionMM.plus(b.positionMM),
    orderIM: a.orderIM.plus(b.orderIM),
  };
}
