import type { Decimal } from '@libs/kernel';
import { settleFunding, type FundingPayment } from '../account/settle-funding';
import { cancelUnpaid } from './cancel-unpaid';
import type { Desk } from './desk';
import { byNumber } from './liquidate';
import type { VenueMarket } from './market';
import type { SimExecution } from './order';
import type { VenueState } from './venue-state';

/** Every position pays or receives its share; the market's clock advances to the next payment. */
export function payFunding(state: VenueState, market: VenueMarket, rate: Decimal): void {
  const { funding } = market;
  funding.rate = rate;
  funding.nextAt = (Math.floor(state.now / funding.intervalMs) + 1) * funding.intervalMs;
  const desks = [...state.holders.get(market)!].sort((one, other) => byNumber(one.client, other.client));
  for (const desk of desks) {
    const terms = { markets: state.markets, rate, at: state.now, sequence: state.nextSequence(), nextId: state.idSource };
    for (const payment of settleFunding(desk.account, market, terms)) tell(state, desk, payment);
    cancelUnpaid(state, desk.client);
  }
  state.repriced.add(market);
}

function tell(state: VenueState, desk: Desk, payment: FundingPayment): void {
  const { account, client } = desk;
  const execution = asExecution(state, desk, payment);
  account.record(execution);
  state.emit({ type: 'execution', execution });
  state.book(client, [payment.entry]);
  state.tellPosition(desk, payment.position.index);
}

/** Clients see a payment as an execution over the whole position that moves no coins. */
function asExecution(state: VenueState, { account, market }: Desk, payment: FundingPayment): SimExecution {
  const { position, entry, paid, rate, price, value, executionId } = payment;
  const quantity = position.quantity.abs();
  const zero = quantity.minus(quantity);
  return {
    kind: 'FUNDING',
    executionId,
    orderId: executionId,
    clientOrderId: '',
    accountId: account.id,
    market: market.key,
    positionIndex: position.index,
    side: position.quantity.sign > 0 ? 'BUY' : 'SELL',
    orderType: 'MARKET',
    purpose: 'ORDER',
    orderPrice: zero,
    orderQuantity: zero,
    price,
    quantity,
    value,
    fee: paid,
    feeRate: rate,
    feeAsset: entry.asset,
    isMaker: false,
    leaves: zero,
    closed: zero,
    realised: zero,
    markPrice: market.mark,
    indexPrice: market.index,
    at: state.now,
    sequence: state.nextSequence(),
  };
}
