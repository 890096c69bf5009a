/** Why a venue refuses a request; each wire protocol has its own codes and texts for these. */
export type RefusalCode =
  | 'UNKNOWN_MARKET'
  | 'MARKET_NOT_OPEN'
  | 'DUPLICATE_CLIENT_ID'
  | 'PRICE_MISSING'
  | 'PRICE_OFF_TICK'
  | 'PRICE_OUT_OF_RANGE'
  /** Further from the market than the price limit allows, on the side that would trade. */
  | 'PRICE_TOO_HIGH'
  | 'PRICE_TOO_LOW'
  | 'QUANTITY_OFF_LOT'
  | 'QUANTITY_TOO_SMALL'
  | 'QUANTITY_TOO_LARGE'
  | 'NOTIONAL_TOO_SMALL'
  | 'REDUCE_ONLY_WITHOUT_POSITION'
  | 'REDUCE_ONLY_ON_SPOT'
  | 'INSUFFICIENT_MARGIN'
  | 'INSUFFICIENT_BALANCE'
  /** The position would exceed the largest risk tier at this leverage. */
  | 'RISK_LIMIT_EXCEEDED'
  | 'TOO_MANY_OPEN_ORDERS'
  | 'TOO_MANY_CONDITIONAL_ORDERS'
  | 'TRIGGER_ALREADY_PASSED_UP'
  | 'TRIGGER_ALREADY_PASSED_DOWN'
  | 'TRIGGER_OFF_TICK'
  | 'NO_LIQUIDITY'
  | 'POSITION_MODE_MISMATCH'
  | 'POSITION_MODE_NOT_MODIFIED'
  | 'MODE_CHANGE_WITH_POSITION'
  | 'MODE_CHANGE_WITH_ORDERS'
  | 'LEVERAGE_NOT_MODIFIED'
  | 'LEVERAGE_OUT_OF_RANGE'
  | 'MARGIN_MODE_NOT_MODIFIED'
  | 'POSITION_IS_FLAT'
  | 'POSITION_IS_CROSS'
  | 'MARGIN_WITHOUT_POSITION'
  | 'MARGIN_NOT_MODIFIED'
  /** Less than the leverage requires would be left. */
  | 'MARGIN_CANNOT_SHRINK'
  | 'EXIT_PRICE_ON_WRONG_SIDE'
  | 'EXIT_NOT_MODIFIED'
  | 'AMENDED_BELOW_FILLED'
  | 'NOTHING_TO_AMEND'
  | 'ACCOUNT_IN_LIQUIDATION'
  | 'ORDER_NOT_FOUND'
  | 'ORDER_ALREADY_FILLED'
  | 'ORDER_ALREADY_CANCELLED';

export interface Refusal {
  readonly code: RefusalCode;
  readonly limit?: string;
  readonly value?: string;
}

export function refuse(code: RefusalCode, limit?: { toString(): string }, value?: { toString(): string }): Refusal {
  return { code, ...(limit === undefined ? {} : { limit: limit.toString() }), ...(value === undefined ? {} : { value: value.toString() }) };
}
