import { Decimal } from '@libs/kernel';
import { unrealised } from '../account/linear-position';
import type { SimAccount } from '../account/sim-account';
import type { MarketState } from './market-state';
import { leavesOf, type SimOrderRequest } from './order';
import { refuse, type Refusal } from './refusal';

const MARGIN_SCALE = 8;

export type Markets = ReadonlyMap<string, MarketState>;

/** What an account's linear positions and orders in one asset need and are worth. */
export interface MarginPicture {
  readonly wallet: Decimal;
  readonly unrealised: Decimal;
  readonly positionMargin: Decimal;
  readonly orderMargin: Decimal;
  /** Reserved by open spot orders. */
  readonly locked: Decimal;
  readonly available: Decimal;
}

export function marginPicture(account: SimAccount, markets: Markets, asset: string): MarginPicture {
  let [profit, positionMargin, totalMargin] = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
  for (const market of markets.values()) {
    if (market.instrument.category !== 'linear' || market.instrument.settle !== asset) continue;
    const position = account.position(market.key);
    profit = profit.plus(unrealised(position, market.lastPrice));
    positionMargin = positionMargin.plus(marginFor(account, market, position.quantity.abs()));
    totalMargin = totalMargin.plus(marginFor(account, market, exposure(account, market)));
  }
  const wallet = account.balance(asset);
  const locked = lockedBySpot(account, markets, asset);
  const available = wallet.plus(profit).minus(totalMargin).minus(locked);
  return { wallet, unrealised: profit, positionMargin, orderMargin: totalMargin.minus(positionMargin), locked, available };
}

/** Refuses a linear order that raises the exposure beyond what is available at the account's leverage. */
export function checkMargin(account: SimAccount, markets: Markets, market: MarketState, request: SimOrderRequest): Refusal | undefined {
  const before = exposure(account, market);
  const after = exposure(account, market, request);
  if (after.lte(before)) return undefined;
  const price = Decimal.max(request.price ?? Decimal.ZERO, market.lastPrice);
  const margin = after
    .minus(before)
    .times(price)
    .dividedBy(Decimal.fromNumber(account.leverageOf(market.key)), MARGIN_SCALE, 'UP');
  const needed = margin.plus(request.quantity.times(price).times(account.fees.taker));
  const { available } = marginPicture(account, markets, market.instrument.settle);
  return needed.gt(available) ? refuse('INSUFFICIENT_MARGIN', available, needed) : undefined;
}

/** Refuses a spot order whose paying side is not free. */
export function checkSpotFunds(account: SimAccount, markets: Markets, market: MarketState, request: SimOrderRequest): Refusal | undefined {
  const { base, quote } = market.instrument;
  const asset = request.side === 'BUY' ? quote : base;
  const needed = request.side === 'BUY' ? spotCost(market, request) : spotQuantity(market, request);
  const { available, wallet, locked } = marginPicture(account, markets, asset);
  const free = Decimal.min(available, wallet.minus(locked));
  return needed.gt(free) ? refuse('INSUFFICIENT_BALANCE', free, needed) : undefined;
}

function spotCost(market: MarketState, request: SimOrderRequest): Decimal {
  if (request.quoteQuantity) return request.quoteQuantity;
  if (request.price) return request.quantity.times(request.price);
  let [wanted, cost] = [market.lots.ceilUnits(request.quantity), Decimal.ZERO];
  const { ticks, lots } = market.book.asks;
  for (let level = 0; level < ticks.length && wanted > 0; level += 1) {
    const taken = Math.min(wanted, lots[level]!);
    cost = cost.plus(market.lots.fromUnits(taken).times(market.ticks.fromUnits(ticks[level]!)));
    wanted -= taken;
  }
  return cost;
}

function spotQuantity(market: MarketState, request: SimOrderRequest): Decimal {
  const bid = market.book.bestBid;
  if (!request.quoteQuantity || bid === undefined) return request.quantity;
  return request.quoteQuantity.dividedBy(market.ticks.fromUnits(bid), MARGIN_SCALE, 'DOWN');
}

/** The largest position that the open orders (and one more) could lead to. */
function exposure(account: SimAccount, market: MarketState, extra?: SimOrderRequest): Decimal {
  const { quantity } = account.position(market.key);
  let [buys, sells] = [Decimal.ZERO, Decimal.ZERO];
  const add = (side: string, amount: Decimal): void => {
    if (side === 'BUY') buys = buys.plus(amount);
    else sells = sells.plus(amount);
  };
  for (const order of account.open.values()) if (order.market === market.key && !order.reduceOnly) add(order.side, leavesOf(order));
  if (extra && !extra.reduceOnly) add(extra.side, extra.quantity);
  return [quantity.abs(), quantity.plus(buys).abs(), quantity.minus(sells).abs()].reduce(Decimal.max);
}

export function marginFor(account: SimAccount, market: MarketState, quantity: Decimal): Decimal {
  if (quantity.isZero) return Decimal.ZERO;
  return quantity.times(market.lastPrice).dividedBy(Decimal.fromNumber(account.leverageOf(market.key)), MARGIN_SCALE, 'UP');
}

function lockedBySpot(account: SimAccount, markets: Markets, asset: string): Decimal {
  let locked = Decimal.ZERO;
  for (const order of account.open.values()) {
    const instrument = markets.get(order.market)?.instrument;
    if (instrument?.category !== 'spot') continue;
    if (order.side === 'BUY' && instrument.quote === asset) locked = locked.plus(leavesOf(order).times(order.price!));
    if (order.side === 'SELL' && instrument.base === asset) locked = locked.plus(leavesOf(order));
  }
  return locked;
}
