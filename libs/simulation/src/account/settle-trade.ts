import { Decimal } from '@libs/kernel';
import type { ExecutionKind, SimOrder } from '../venue/order';
import type { AccountMarket } from './account-market';
import { applyTrade, type PositionChange } from './apply-trade';
import { closedRecord } from './closed-record';
import { feeOf, type Fee } from './fees';
import { book } from './ledger';
import type { LedgerEntry, LedgerKind } from './ledger-entry';
import type { ClosedPosition, VenuePosition } from './position';
import { leverageOf } from './settings';
import type { VenueAccount } from './venue-account';

export interface TradeToSettle {
  readonly order: SimOrder;
  readonly kind: ExecutionKind;
  readonly executionId: string;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly isMaker: boolean;
  readonly at: number;
  /** The venue's running number, for the position. */
  readonly sequence: number;
  /** Ids of the ledger lines. */
  readonly nextId: () => string;
}

/** What one trade did to the account's money; everything in it is already stored in the account. */
export interface Settlement {
  readonly fee: Fee;
  readonly value: Decimal;
  /** Before fees; zero for spot. */
  readonly realised: Decimal;
  readonly closed: Decimal;
  /** Linear only. */
  readonly position?: VenuePosition;
  /** When the trade closed something. */
  readonly closedPosition?: ClosedPosition;
  readonly entries: readonly LedgerEntry[];
}

const LEDGER_KINDS: Readonly<Record<ExecutionKind, LedgerKind>> = {
  TRADE: 'TRADE',
  FUNDING: 'FUNDING',
  LIQUIDATION: 'LIQUIDATION',
  AUTO_DELEVERAGING: 'AUTO_DELEVERAGING',
  SETTLEMENT: 'SETTLEMENT',
};

/** Moves the money and the position of one execution and books each movement. */
export function settleTrade(account: VenueAccount, market: AccountMarket, trade: TradeToSettle): Settlement {
  const fee = feeOf(market.instrument, account.fees, { ...trade, side: trade.order.side });
  const value = trade.price.times(trade.quantity);
  return market.instrument.category === 'spot'
    ? settleSpot(account, market, { ...trade, fee, value })
    : settleLinear(account, market, { ...trade, fee, value });
}

interface PricedTrade extends TradeToSettle {
  readonly fee: Fee;
  readonly value: Decimal;
}

function settleSpot(account: VenueAccount, market: AccountMarket, trade: PricedTrade): Settlement {
  const { base, quote } = market.instrument;
  const buys = trade.order.side === 'BUY';
  const received = { asset: buys ? base : quote, cashFlow: buys ? trade.quantity : trade.value };
  const paid = { asset: buys ? quote : base, cashFlow: (buys ? trade.value : trade.quantity).negated() };
  const line = lineOf(market, trade);
  const entries = [
    book(account, { ...line, id: trade.nextId(), ...paid, quantity: paid.cashFlow }),
    book(account, {
      ...{ ...line, id: trade.nextId(), ...received, quantity: received.cashFlow },
      ...{ fee: trade.fee.amount, feeRate: trade.fee.rate },
    }),
  ];
  return { fee: trade.fee, value: trade.value, realised: Decimal.ZERO, closed: Decimal.ZERO, entries };
}

function settleLinear(account: VenueAccount, market: AccountMarket, trade: PricedTrade): Settlement {
  const { order, price, at, sequence } = trade;
  const leverage = leverageOf(account.settings(market), order.positionIndex);
  const before = account.position(market.key, order.positionIndex, at);
  const change = applyTrade(before, {
    ...{ price, at, sequence, fee: trade.fee.amount },
    quantity: order.side === 'BUY' ? trade.quantity : trade.quantity.negated(),
    ...(account.marginMode === 'ISOLATED' ? { isolatedLeverage: leverage } : {}),
  });
  account.setPosition(change.position);
  const entry = book(account, {
    ...{ ...lineOf(market, trade), id: trade.nextId(), asset: trade.fee.asset },
    ...{ quantity: trade.quantity, cashFlow: change.realised, fee: trade.fee.amount, feeRate: trade.fee.rate },
    position: change.position.quantity,
  });
  const closedPosition = change.closed.isZero ? undefined : recordClosing(account, trade, { change, leverage });
  return {
    ...{ fee: trade.fee, value: trade.value, realised: change.realised, closed: change.closed, position: change.position },
    ...(closedPosition ? { closedPosition } : {}),
    entries: [entry],
  };
}

function recordClosing(
  account: VenueAccount,
  trade: PricedTrade,
  { change, leverage }: { change: PositionChange; leverage: Decimal },
): ClosedPosition {
  const { order } = trade;
  const closed = closedRecord({ trade, change, leverage, earlier: account.closedBy(order.orderId, order.positionIndex) });
  account.putClosed(closed);
  return closed;
}

function lineOf(market: AccountMarket, { order, kind, executionId, price, at }: PricedTrade) {
  return {
    ...{ kind: LEDGER_KINDS[kind], market: market.key, side: order.side, price, executionId, at },
    ...{ orderId: order.orderId, clientOrderId: order.clientOrderId },
  };
}
