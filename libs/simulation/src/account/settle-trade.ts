import { Decimal } from '@libs/kernel';
import type { ExecutionKind, SimOrder } from '../venue/order';
import type { AccountMarket } from './account-market';
import { applyTrade } from './apply-trade';
import { closedRecord } from './closed-record';
import { feeOf, type Fee } from './fees';
import { book, type LedgerLine } from './ledger';
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

/** The effect of one trade on the account's money; everything in it is already stored in the account. */
export interface Settlement {
  readonly fee: Fee;
  readonly value: Decimal;
  /** Before fees; zero for spot. */
  readonly realised: Decimal;
  readonly closed: Decimal;
  /** Linear only. */
  readonly position?: VenuePosition;
  /** Set if the trade closed something. */
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
  const { price, quantity, isMaker } = trade;
  const fee = feeOf(market.instrument, account.fees, { side: trade.order.side, price, quantity, isMaker });
  return market.instrument.category === 'spot'
    ? settleSpot(account, market, { trade, fee })
    : settleLinear(account, market, { trade, fee });
}

interface PricedTrade {
  readonly trade: TradeToSettle;
  readonly fee: Fee;
}

function settleSpot(account: VenueAccount, market: AccountMarket, { trade, fee }: PricedTrade): Settlement {
  const { base, quote } = market.instrument;
  const value = trade.price.times(trade.quantity);
  const buys = trade.order.side === 'BUY';
  const paid = (buys ? value : trade.quantity).negated();
  const received = buys ? trade.quantity : value;
  const entries = [
    book(
      account,
      lineOf(market, trade, { asset: buys ? quote : base, quantity: paid, cashFlow: paid, fee: NO_FEE, position: Decimal.ZERO }),
    ),
    book(
      account,
      lineOf(market, trade, { asset: buys ? base : quote, quantity: received, cashFlow: received, fee, position: Decimal.ZERO }),
    ),
  ];
  return { fee, value, realised: Decimal.ZERO, closed: Decimal.ZERO, entries };
}

function settleLinear(account: VenueAccount, market: AccountMarket, { trade, fee }: PricedTrade): Settlement {
  const { order, price, at, sequence } = trade;
  const value = price.times(trade.quantity);
  const leverage = leverageOf(account.settings(market), order.positionIndex);
  const change = applyTrade(account.position(market.key, order.positionIndex, at), {
    quantity: order.side === 'BUY' ? trade.quantity : trade.quantity.negated(),
    price,
    fee: fee.amount,
    isolatedLeverage: account.marginMode === 'ISOLATED' ? leverage : undefined,
    at,
    sequence,
  });
  const { position, realised, closed } = change;
  account.setPosition(position);
  const movement = { asset: fee.asset, quantity: trade.quantity, cashFlow: realised, fee, position: position.quantity };
  const entries = [book(account, lineOf(market, trade, movement))];
  if (closed.isZero) return { fee, value, realised, closed, position, entries };
  const earlier = account.closedBy(order.orderId, order.positionIndex);
  const closedPosition = closedRecord({ trade, change, leverage, earlier });
  account.putClosed(closedPosition);
  return { fee, value, realised, closed, position, closedPosition, entries };
}

const NO_FEE = { amount: Decimal.ZERO, rate: Decimal.ZERO };

interface Movement {
  readonly asset: string;
  readonly quantity: Decimal;
  readonly cashFlow: Decimal;
  readonly fee: Pick<Fee, 'amount' | 'rate'>;
  readonly position: Decimal;
}

function lineOf(market: AccountMarket, trade: TradeToSettle, movement: Movement): LedgerLine {
  const { order } = trade;
  return {
    id: trade.nextId(),
    kind: LEDGER_KINDS[trade.kind],
    asset: movement.asset,
    market: market.key,
    orderId: order.orderId,
    clientOrderId: order.clientOrderId,
    executionId: trade.executionId,
    side: order.side,
    quantity: movement.quantity,
    price: trade.price,
    cashFlow: movement.cashFlow,
    fee: movement.fee.amount,
    feeRate: movement.fee.rate,
    funding: Decimal.ZERO,
    position: movement.position,
    at: trade.at,
  };
}
