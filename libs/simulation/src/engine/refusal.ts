/** Why a venue turns a request down; each wire protocol has its own numbers and texts for these. */
export type RefusalCode =
  | 'UNKNOWN_MARKET'
  | 'MARKET_NOT_OPEN'
  | 'DUPLICATE_CLIENT_ID'
  | 'PRICE_MISSING'
  | 'PRICE_OFF_TICK'
  | 'PRICE_OUT_OF_RANGE'
  | 'QUANTITY_OFF_LOT'
  | 'QUANTITY_TOO_SMALL'
  | 'QUANTITY_TOO_LARGE'
  | 'NOTIONAL_TOO_SMALL'
  | 'REDUCE_ONLY_WITHOUT_POSITION'
  | 'REDUCE_ONLY_ON_SPOT'
  | 'INSUFFICIENT_MARGIN'
  | 'INSUFFICIENT_BALANCE'
  | 'TOO_MANY_OPEN_ORDERS'
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
