/** Every reason for which the platform itself refuses an order: the closed set behind `DENIED`. */
export const DENIAL_CODES = [
  'UNKNOWN_INSTRUMENT',
  'TICK_SIZE',
  'MAX_PRICE',
  'LOT_SIZE',
  'MIN_QUANTITY',
  'MAX_QUANTITY',
  'MIN_NOTIONAL',
  'MAX_POSITION_SIZE',
  'INSUFFICIENT_BALANCE',
  'REDUCE_ONLY',
  'TRADING_HALTED',
  'TRADING_REDUCING',
  'NO_PRICE',
  'DATA_UNTRUSTED',
  'NOT_RECONCILED',
  'WARMING_UP',
  'STALE',
  'HARD_LIMIT',
  'VENUE_BUSY',
  'INVALID_REQUEST',
] as const;

export type DenialCode = (typeof DENIAL_CODES)[number];

/** A refusal with the limit and the value that exceeded it, both as text with their unit. */
export interface Denial {
  readonly code: DenialCode;
  readonly limit: string;
  readonly value: string;
  readonly message: string;
}

export type TradingState = 'ACTIVE' | 'REDUCING' | 'HALTED';
