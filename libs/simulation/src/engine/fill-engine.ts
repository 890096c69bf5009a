import { Decimal, type OrderSide } from '@libs/kernel';
import { applyTrade } from '../account/linear-position';
import { SimAccount } from '../account/sim-account';
import type { MarketInstrument } from '../market/market-instrument';
import { sequenceId } from '../random/seeded-random';
import { checkOrder } from './check-order';
import { MarketState } from './market-state';
import { feeOf } from './fee';
import { isOpen, leavesOf, type CancelReason, type SimExecution, type SimOrder, type SimOrderRequest } from './order';
import type { AccountTerms, OrderId, SubmitResult } from '../venue/requests';
import { refuse } from './refusal';

/** What happened, in order; whoever drives the engine stores and publishes it. */
export type Change =
  | { readonly type: 'order'; readonly order: SimOrder }
  | { readonly type: 'execution'; readonly execution: SimExecution }
  | { readonly type: 'position'; readonly accountId: string; readonly market: string }
  | { readonly type: 'wallet'; readonly accountId: string };

/** Digits of a quantity bought by value, before it is cut to whole lots. */
const VALUE_SCALE = 18;
const NO_LIMIT: Readonly<Record<OrderSide, number>> = { BUY: Number.MAX_SAFE_INTEGER, SELL: 0 };

/**
 * Accounts and their orders against the liquidity of some markets. Knows no clock and no chance: time comes with each
 * call, ids follow from the salt and a running number.
 */
export class FillEngine {
  readonly markets = new Map<string, MarketState>();
  readonly accounts = new Map<string, SimAccount>();
  /** Rises with each order and execution; part of the state to keep. */
  sequence = 0;
  private changes: Change[] = [];

  /** `salt` makes the ids of one venue differ from those of another. */
  constructor(public salt: number) {}

  addMarket(instrument: MarketInstrument): MarketState {
    const market = new MarketState(instrument);
    this.markets.set(market.key, market);
    return market;
  }

  openAccount(id: string, terms: AccountTerms): SimAccount {
    const account = new SimAccount(id, terms.fees);
    for (const [asset, amount] of Object.entries(terms.balances)) account.balances.set(asset, amount);
    this.accounts.set(id, account);
    this.changes.push({ type: 'wallet', accountId: id });
    return account;
  }

  /** Cancels what is open, closes positions without a trade and sets the balances anew. */
  resetAccount(id: string, balances: AccountTerms['balances'], at: number): void {
    const account = this.account(id);
    this.cancelAll(id, () => true, 'BY_ADMIN', at);
    const held = [...account.positions.keys()];
    account.positions.clear();
    account.balances.clear();
    for (const [asset, amount] of Object.entries(balances)) account.balances.set(asset, amount);
    for (const market of held) this.changes.push({ type: 'position', accountId: id, market });
    this.changes.push({ type: 'wallet', accountId: id });
  }

  submit(accountId: string, request: SimOrderRequest, at: number): SubmitResult {
    const account = this.account(accountId);
    const market = this.markets.get(request.market);
    if (!market) return { kind: 'refused', refusal: refuse('UNKNOWN_MARKET', undefined, request.market) };
    const refusal = checkOrder(request, { account, markets: this.markets, market });
    if (refusal) return { kind: 'refused', refusal };
    const order = this.create(account, market, request, at);
    const matched = this.match(account, market, order, at);
    this.store(account, matched);
    if (isOpen(matched)) market.rest(matched);
    return { kind: 'accepted', order: matched };
  }

  cancel(accountId: string, id: OrderId, at: number): SubmitResult {
    const account = this.account(accountId);
    const order = account.find(id);
    if (!order || order.market !== id.market) return { kind: 'refused', refusal: refuse('ORDER_NOT_FOUND') };
    if (order.status === 'FILLED') return { kind: 'refused', refusal: refuse('ORDER_ALREADY_FILLED') };
    if (order.status === 'CANCELLED') return { kind: 'refused', refusal: refuse('ORDER_ALREADY_CANCELLED') };
    return { kind: 'accepted', order: this.close(account, order, 'BY_USER', at) };
  }

  cancelAll(accountId: string, which: (order: SimOrder) => boolean, reason: CancelReason, at: number): readonly SimOrder[] {
    const account = this.account(accountId);
    return [...account.open.values()].filter(which).map((order) => this.close(account, order, reason, at));
  }

  /** Fills what waits in a market after its book or last price moved: everything traded through or at. */
  onMarketMoved(market: MarketState, at: number): void {
    this.fillSide(market, market.buys, at);
    this.fillSide(market, market.sells, at);
  }

  drain(): readonly Change[] {
    if (this.changes.length === 0) return NONE;
    const changes = this.changes;
    this.changes = [];
    return changes;
  }

  account(id: string): SimAccount {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`there is no account ${id}; open it first`);
    return account;
  }

  private create(account: SimAccount, market: MarketState, request: SimOrderRequest, at: number): SimOrder {
    this.sequence += 1;
    return {
      ...request,
      quantity: this.clipped(account, market, request),
      ...{ purpose: 'ORDER', positionIndex: 0, selfTrade: 'NONE' },
      orderId: sequenceId(this.salt, this.sequence),
      accountId: account.id,
      status: 'NEW',
      filled: Decimal.ZERO,
      filledValue: Decimal.ZERO,
      fees: Decimal.ZERO,
      feeAsset:
        market.instrument.category === 'linear'
          ? market.instrument.settle
          : request.side === 'BUY'
            ? market.instrument.base
            : market.instrument.quote,
      lastPriceOnCreated: market.lastPrice,
      createdAt: at,
      updatedAt: at,
      sequence: this.sequence,
    };
  }

  /** A reduce-only order is cut to what it can close, as the real venue does. */
  private clipped(account: SimAccount, market: MarketState, request: SimOrderRequest): Decimal {
    if (!request.reduceOnly) return request.quantity;
    return Decimal.min(request.quantity, account.position(market.key).quantity.abs());
  }

  /** What an order does on arrival; the result is open only when it may rest. */
  private match(account: SimAccount, market: MarketState, order: SimOrder, at: number): SimOrder {
    const limit = order.price ? market.ticks.toUnits(order.price) : NO_LIMIT[order.side];
    const crosses = market.book.crosses(order.side, limit);
    if (order.timeInForce === 'POST_ONLY') return crosses ? cancelled(order, 'POST_ONLY_WOULD_TAKE', at) : order;
    if (order.timeInForce === 'FOK' && market.book.available(order.side, limit) < market.lots.toUnits(order.quantity)) {
      return cancelled(order, 'NO_FULL_FILL', at);
    }
    const taken = order.quoteQuantity ? this.takeByValue(account, market, order, at) : this.takeLots(account, market, order, { limit, at });
    if (!isOpen(taken)) return taken;
    const mayRest = taken.type === 'LIMIT' && taken.timeInForce === 'GTC';
    return mayRest ? taken : cancelled(taken, 'NO_IMMEDIATE_FILL', at);
  }

  private takeLots(account: SimAccount, market: MarketState, order: SimOrder, { limit, at }: { limit: number; at: number }): SimOrder {
    let current = order;
    let wanted = market.lots.toUnits(order.quantity);
    for (let match = market.book.takeBest(order.side, limit, wanted); match; match = market.book.takeBest(order.side, limit, wanted)) {
      wanted -= match.lots;
      const [price, quantity] = [market.ticks.fromUnits(match.ticks), market.lots.fromUnits(match.lots)];
      current = this.execute(account, market, current, { price, quantity, isMaker: false, at });
    }
    return current;
  }

  /** Spends (or earns) a value level by level; less than one lot stays unspent. */
  private takeByValue(account: SimAccount, market: MarketState, order: SimOrder, at: number): SimOrder {
    let [current, left] = [order, order.quoteQuantity!];
    const offer = order.side === 'BUY' ? market.book.asks : market.book.bids;
    while (offer.ticks.length > 0) {
      const price = market.ticks.fromUnits(offer.ticks[0]!);
      const wanted = market.lots.floorUnits(left.dividedBy(price, VALUE_SCALE, 'DOWN'));
      const match = market.book.takeBest(order.side, NO_LIMIT[order.side], wanted);
      if (!match) return current.filled.isZero ? current : { ...current, status: 'FILLED' };
      const quantity = market.lots.fromUnits(match.lots);
      left = left.minus(quantity.times(price));
      current = this.execute(account, market, current, { price, quantity, isMaker: false, at });
    }
    return current;
  }

  private fillSide(market: MarketState, side: readonly SimOrder[], at: number): void {
    while (side.length > 0) {
      const order = side[0]!;
      const price = market.ticks.toUnits(order.price!);
      const reached = market.book.crosses(order.side, price) || (order.side === 'BUY' ? market.last <= price : market.last >= price);
      if (!reached) return;
      this.fillResting(market, order, at);
    }
  }

  private fillResting(market: MarketState, order: SimOrder, at: number): void {
    const account = this.account(order.accountId);
    const quantity = order.reduceOnly ? Decimal.min(leavesOf(order), closable(account, market, order)) : leavesOf(order);
    if (quantity.sign <= 0) {
      this.close(account, order, 'BY_REDUCE_ONLY', at);
      return;
    }
    const filled = this.execute(account, market, order, { price: order.price!, quantity, isMaker: true, at });
    market.remove(order);
    this.store(account, isOpen(filled) ? cancelled(filled, 'BY_REDUCE_ONLY', at) : filled);
  }

  private execute(
    account: SimAccount,
    market: MarketState,
    order: SimOrder,
    trade: { price: Decimal; quantity: Decimal; isMaker: boolean; at: number },
  ): SimOrder {
    const { price, quantity, isMaker, at } = trade;
    const fee = feeOf(market.instrument, account.fees, { ...trade, side: order.side });
    const value = price.times(quantity);
    const settled = this.settle(account, market, order, { ...trade, fee: fee.amount, value });
    const filled = order.filled.plus(quantity);
    const next: SimOrder = {
      ...order,
      status: !order.quoteQuantity && filled.gte(order.quantity) ? 'FILLED' : 'PARTIALLY_FILLED',
      quantity: order.quoteQuantity ? filled : order.quantity,
      filled,
      filledValue: order.filledValue.plus(value),
      fees: order.fees.plus(fee.amount),
      updatedAt: at,
    };
    this.sequence += 1;
    const execution: SimExecution = {
      ...{ kind: 'TRADE', positionIndex: 0, purpose: order.purpose },
      executionId: sequenceId(this.salt, this.sequence),
      ...{ orderId: order.orderId, clientOrderId: order.clientOrderId, accountId: account.id, market: market.key, side: order.side },
      ...{ orderType: order.type, orderPrice: order.price ?? Decimal.ZERO, orderQuantity: next.quantity },
      ...{ price, quantity, value, fee: fee.amount, feeRate: fee.rate, feeAsset: fee.asset, isMaker },
      ...{
        leaves: leavesOf(next),
        closed: settled.closed,
        realised: settled.realised,
        markPrice: market.lastPrice,
        indexPrice: market.lastPrice,
        at,
        sequence: this.sequence,
      },
    };
    account.record(execution);
    this.changes.push({ type: 'execution', execution });
    if (market.instrument.category === 'linear') this.changes.push({ type: 'position', accountId: account.id, market: market.key });
    this.changes.push({ type: 'wallet', accountId: account.id });
    return next;
  }

  /** Moves the money of one execution. */
  private settle(
    account: SimAccount,
    market: MarketState,
    order: SimOrder,
    trade: { price: Decimal; quantity: Decimal; value: Decimal; fee: Decimal; at: number },
  ): { closed: Decimal; realised: Decimal } {
    const { base, quote, settle, category } = market.instrument;
    if (category === 'spot') {
      const [paid, received] = order.side === 'BUY' ? [quote, base] : [base, quote];
      account.credit(paid, (order.side === 'BUY' ? trade.value : trade.quantity).negated());
      account.credit(received, (order.side === 'BUY' ? trade.quantity : trade.value).minus(trade.fee));
      return { closed: Decimal.ZERO, realised: Decimal.ZERO };
    }
    const quantity = order.side === 'BUY' ? trade.quantity : trade.quantity.negated();
    const change = applyTrade(account.position(market.key, trade.at), { ...trade, quantity });
    account.positions.set(market.key, change.position);
    account.credit(settle, change.realised.minus(trade.fee));
    return change;
  }

  private close(account: SimAccount, order: SimOrder, reason: CancelReason, at: number): SimOrder {
    const closed = cancelled(order, reason, at);
    this.markets.get(order.market)?.remove(order);
    this.store(account, closed);
    return closed;
  }

  private store(account: SimAccount, order: SimOrder): void {
    account.put(order);
    this.changes.push({ type: 'order', order });
  }
}

const NONE: readonly Change[] = [];

function cancelled(order: SimOrder, cancelReason: CancelReason, at: number): SimOrder {
  return { ...order, status: 'CANCELLED', cancelReason, updatedAt: at };
}

function closable(account: SimAccount, market: MarketState, order: SimOrder): Decimal {
  const { quantity } = account.position(market.key);
  const closes = order.side === 'BUY' ? quantity.sign < 0 : quantity.sign > 0;
  return closes ? quantity.abs() : Decimal.ZERO;
}
