import { Decimal } from '@libs/kernel';
import { occupiedBy, withOrder, type Occupied, type OpenSums } from './open-sums';
import type { SimOrder, SimOrderRequest } from '../venue/order';
import { refuse, type Refusal } from '../venue/refusal';
import type { AccountMarket, AccountMarkets } from './account-market';
import { Figure, FIGURES } from './exposure';
import { computeNeed, needOf, openingValue } from './linear-need';
import { freeCoins, spareMargin } from './free-coins';
import { limitAt, riskLevels } from './risk-tiers';
import { rough } from './rough-number';
import { isClearlyLess, roughLimit, RoughStanding } from './rough-standing';
import { leverageOf } from './settings';
import type { VenueAccount } from './venue-account';

const VALUE_SCALE = 18;

export interface FundsQuestion {
  readonly account: VenueAccount;
  readonly markets: AccountMarkets;
  readonly market: AccountMarket;
  readonly request: SimOrderRequest;
  /** The expected price of a market order; the last price if absent. Limit orders use their own price. */
  readonly price?: Decimal;
  /** The order that the request replaces, for amendments. */
  readonly replaces?: SimOrder;
}

/** Refuses what the account cannot pay: margin and risk limit of a linear order, coins of a spot order. */
export function checkFunds(question: FundsQuestion): Refusal | undefined {
  return question.market.instrument.category === 'spot' ? checkCoins(question) : checkMargin(question);
}

/** Orders that only reduce always pass; an opening order needs its additional margin and the taker fee of what it opens. */
function checkMargin(question: FundsQuestion): Refusal | undefined {
  const { account, market, request, replaces } = question;
  const index = request.positionIndex ?? 0;
  if (request.reduceOnly || index === (request.side === 'BUY' ? 2 : 1) || surelyFits(question)) return undefined;
  const exposure = account.exposure(market.key);
  const price = priceOf(question);
  const added: Occupied = { side: request.side, quantity: request.quantity, value: request.quantity.times(price) };
  const former = replaces && occupiedBy(replaces);
  const without = former ? withOrder(exposure.sums[index], former, -1) : exposure.sums[index];
  const sums = withOrder(without, added, 1);
  const before = needOf(account, market, exposure);
  const after = computeNeed(account, market, { mark: market.mark, exposure, sums: exposure.sums.with(index, sums) });
  const increase = after.positionIM.plus(after.orderIM).minus(before.positionIM).minus(before.orderIM);
  if (increase.sign <= 0) return undefined;
  const beyond = checkRiskLimit(question, sums);
  if (beyond) return beyond;
  const opened = openedValue(question, sums).minus(openedValue(question, without));
  const needed = increase.plus(opened.times(account.fees.taker));
  const available = spareMargin(account, question.markets, market.instrument.settle);
  return needed.gt(available) ? refuse('INSUFFICIENT_MARGIN', available, needed) : undefined;
}

/** True if approximate numbers suffice, as for nearly all orders: every figure is taken at its upper bound. */
function surelyFits(question: FundsQuestion): boolean {
  const { account, markets, market, request } = question;
  if (account.marginMode !== 'CROSS' || markets.get(market.key) !== market) return false;
  const index = request.positionIndex ?? 0;
  const exposure = account.exposure(market.key);
  const value = rough(request.quantity) * rough(priceOf(question));
  const opened = value + exposure.figures[index * FIGURES + (request.side === 'BUY' ? Figure.BUYS : Figure.SELLS)]!;
  const held = Math.abs(exposure.figures[index * FIGURES + Figure.HELD]!) * rough(market.mark);
  const limit = roughLimit(market.instrument, rough(leverageOf(account.settings(market), index)));
  if (!isClearlyLess(held + opened, limit)) return false;
  const { initial, locked, balance } = new RoughStanding(account, markets, { market, index, side: request.side, value });
  return isClearlyLess(initial + locked + opened * Math.max(0, rough(account.fees.taker)), balance);
}

function openedValue({ account, market, request }: FundsQuestion, sums: OpenSums): Decimal {
  const held = account.position(market.key, request.positionIndex).quantity;
  return request.side === 'BUY' ? openingValue(sums.buys, held.negated()) : openingValue(sums.sells, held);
}

/** Position and open orders of the side together must fit a tier that allows the leverage. */
function checkRiskLimit(question: FundsQuestion, sums: OpenSums): Refusal | undefined {
  const { account, market, request } = question;
  const index = request.positionIndex ?? 0;
  const held = account.position(market.key, index).quantity;
  const ownSide = request.side === 'BUY' ? held.sign > 0 : held.sign < 0;
  const heldValue = ownSide ? held.abs().times(market.mark) : Decimal.ZERO;
  const value = heldValue.plus(openedValue(question, sums));
  const limit = limitAt(riskLevels(market.instrument), leverageOf(account.settings(market), index));
  return value.gt(limit) ? refuse('RISK_LIMIT_EXCEEDED', limit, value) : undefined;
}

function checkCoins(question: FundsQuestion): Refusal | undefined {
  const { account, markets, market, request, replaces } = question;
  const { base, quote } = market.instrument;
  const [asset, needed] = request.side === 'BUY' ? [quote, costOf(question)] : [base, quantityOf(question)];
  const former = replaces && occupiedBy(replaces);
  const released = former ? (request.side === 'BUY' ? former.value : former.quantity) : Decimal.ZERO;
  const free = freeCoins(account, markets, asset).plus(released);
  return needed.gt(free) ? refuse('INSUFFICIENT_BALANCE', free, needed) : undefined;
}

function costOf(question: FundsQuestion): Decimal {
  const { request } = question;
  return request.quoteQuantity ?? request.quantity.times(priceOf(question));
}

function quantityOf(question: FundsQuestion): Decimal {
  const { request } = question;
  const price = priceOf(question);
  if (!request.quoteQuantity || price.isZero) return request.quantity;
  return request.quoteQuantity.dividedBy(price, VALUE_SCALE, 'DOWN');
}

function priceOf({ request, price, market }: FundsQuestion): Decimal {
  return request.price ?? price ?? market.lastPrice;
}
