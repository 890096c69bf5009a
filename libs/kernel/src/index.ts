export { Decimal, decimal } from './number/decimal';
export { InvalidDecimal } from './number/invalid-decimal';
export type { Price, Quantity, Rounding } from './number/decimal';
export { defined, type Defined } from './record/defined';
export { NO_VALUE, formatExact, formatMoney, formatNumber, formatPercent } from './text/format-number';
export { formatDuration, formatTime } from './text/format-time';
export { TRUSTED, TRUST_REASONS, sameTrust, trustOf } from './market/data-trust';
export type { DataTrust, TrustLevel, TrustReason } from './market/data-trust';
export type { Category, Instrument } from './market/instrument';
export { INTERVALS, middleOf } from './market/bar';
export type { Bar, Interval, Quote } from './market/bar';
export type { Fill, Order, OrderRequest, OrderSide, OrderType, TimeInForce } from './order/order';
export { ORDER_STATUSES, isOpen } from './order/order-status';
export type { OrderStatus } from './order/order-status';
export { IllegalTransition, transition } from './order/transition';
export type { OrderEvent } from './order/transition';
export { Overfill, changeOrder, fillOrder, initializeOrder, leavesOf, updateOrder } from './order/change-order';
export type { Amendment, OrderNews } from './order/change-order';
export { MAX_COMMANDS, OrderIds, decodeClientOrderId, encodeClientOrderId, isClientOrderId, isDeploymentId } from './order/client-order-id';
export type { OrderOrigin } from './order/client-order-id';
export { DENIAL_CODES } from './risk/denial';
export type { Denial, DenialCode, TradingState } from './risk/denial';
export { RISK_RULES, checkAmendment, checkOrder, checkOrderForm } from './risk/check-order';
export { reducibleQuantity } from './risk/exposure';
export type { OrderSetting, RiskContext, RiskRule, Sides } from './risk/rule';
export type { Position } from './position/position';
export {
  ASSET_PRECISION,
  applyChange,
  applyFill,
  averagePrice,
  chargeFee,
  emptyPosition,
  positionChangeOf,
  unrealisedFraction,
  unrealisedProfit,
} from './position/apply-fill';
export type { PositionChange } from './position/apply-fill';
export { markPosition } from './position/mark-position';
export type { PositionMark } from './position/mark-position';
export type { LedgerAccount, LedgerEntry, Posting } from './ledger/ledger';
export { depositPosting, fillPosting, fundingPosting, insurancePosting } from './ledger/postings';
export { UnbalancedPosting, balanceOf, ledgerTotals, post } from './ledger/balances';
export type { LedgerBalances } from './ledger/balances';
