import { Decimal } from '@libs/kernel';
import { settleTrade } from '../account/settle-trade';
import type { BookSink } from '../matching/book-types';
import type { LiveOrder } from './desk';
import type { VenueMarket } from './market';
import type { ExecutionKind, SimExecution } from './order';
import type { VenueState } from './venue-state';

export interface TradeTerms {
  readonly kind: ExecutionKind;
  readonly price: Decimal;
  readonly lots: number;
  readonly isMaker: boolean;
}

/** One order's side of a trade: moves money and position, and publishes execution and ledger. The order itself is stored later. */
export function execute(state: VenueState, live: LiveOrder, { kind, price, lots, isMaker }: TradeTerms): void {
  const { order, desk } = live;
  const { account, client, market } = desk;
  const sequence = state.nextSequence();
  const executionId = state.idOf(sequence);
  const quantity = market.quantities.value(lots);
  const { now: at, idSource: nextId } = state;
  const trade = { order, kind, executionId, price, quantity, isMaker, at, sequence, nextId };
  const { fee, value, realised, closed, closedPosition, entries } = settleTrade(account, market, trade);
  live.filledLots += lots;
  live.filled = live.filled.plus(quantity);
  live.filledValue = live.filledValue.plus(value);
  live.fees = live.fees.plus(fee.amount);
  // Field by field, because this runs twice per trade and spreading objects takes V8 microseconds.
  const execution: SimExecution = {
    kind,
    executionId,
    orderId: order.orderId,
    clientOrderId: order.clientOrderId,
    accountId: order.accountId,
    market: market.key,
    positionIndex: order.positionIndex,
    side: order.side,
    orderType: order.type,
    purpose: order.purpose,
    orderPrice: order.price ?? Decimal.ZERO,
    orderQuantity: order.quoteQuantity ? live.filled : order.quantity,
    price,
    quantity,
    value,
    fee: fee.amount,
    feeRate: fee.rate,
    feeAsset: fee.asset,
    isMaker,
    leaves: market.quantities.value(live.lotsLeft),
    closed,
    realised,
    markPrice: market.mark,
    indexPrice: market.index,
    at,
    sequence,
  };
  account.record(execution);
  state.emit({ type: 'execution', execution });
  if (closedPosition) state.emit({ type: 'closed-position', accountId: account.id, closed: closedPosition });
  state.book(client, entries);
  if (!market.isSpot) state.traded(desk, order.positionIndex);
  if (order.takeProfit || order.stopLoss) state.filledParents.add(live);
}

/** Receives the matches of one market's book. */
export class BookEvents implements BookSink {
  /** The market's own liquidity trades with resting orders, and the driver publishes its price. */
  isHouseMoving = false;

  constructor(
    private readonly state: VenueState,
    private readonly market: VenueMarket,
  ) {}

  filled(maker: number, taker: number, ticks: number, lots: number): void {
    const { state, market } = this;
    const price = market.prices.value(ticks);
    let takerSide: 1 | -1 = 1;
    if (maker !== 0) {
      const live = state.liveAt(maker);
      takerSide = live.side === 1 ? -1 : 1;
      execute(state, live, { kind: 'TRADE', price, lots, isMaker: true });
      state.store(live, { status: live.lotsLeft === 0 ? 'FILLED' : 'PARTIALLY_FILLED' });
    }
    if (taker !== 0) {
      const live = state.liveAt(taker);
      takerSide = live.side;
      execute(state, live, { kind: 'TRADE', price, lots, isMaker: false });
      if (market.last !== ticks) {
        market.last = ticks;
        state.repriced.add(market);
      }
    }
    if (this.isHouseMoving) return;
    const quantity = market.quantities.value(lots);
    state.emit({ type: 'public-trade', market: market.key, takerSide: takerSide === 1 ? 'BUY' : 'SELL', price, quantity, at: state.now });
  }

  removed(order: number, _lots: number, why: 'SELF_TRADE' | 'CAP'): void {
    this.state.close(this.state.liveAt(order), why === 'CAP' ? 'BY_REDUCE_ONLY' : 'BY_SELF_TRADE_PREVENTION');
  }

  cap(order: number): number {
    const { desk, order: value, side } = this.state.liveAt(order);
    return desk.closable(value.positionIndex, side);
  }
}
