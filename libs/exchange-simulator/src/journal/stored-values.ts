import { Decimal } from '@libs/kernel';
import type { ClosedPosition, ExitRule, LedgerEntry, SimExecution, SimOrder, TrailingStop, Trigger, VenuePosition } from '@libs/simulation';

/** A value as JSON holds it: exact numbers stand as text. */
export type Stored<T> = T extends Decimal
  ? string
  : T extends readonly (infer U)[]
    ? readonly Stored<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Stored<T[K]> }
      : T;

/** Decimals write themselves as text in JSON, so the typed value is its own record. */
export function stored<T>(value: T): Stored<T> {
  return value as unknown as Stored<T>;
}

const ORDER = ['quantity', 'quoteQuantity', 'price', 'slippage', 'filled', 'filledValue', 'fees', 'lastPriceOnCreated'] as const;
const EXECUTION = [
  ...(['orderPrice', 'orderQuantity', 'price', 'quantity', 'value', 'fee', 'feeRate', 'leaves', 'closed', 'realised'] as const),
  ...(['markPrice', 'indexPrice'] as const),
];
const POSITION = ['quantity', 'cost', 'openFees', 'realised', 'cumulativeRealised', 'isolatedMargin'] as const;
const LEDGER = ['quantity', 'price', 'cashFlow', 'fee', 'feeRate', 'funding', 'change', 'balance', 'position'] as const;
const CLOSED = [
  ...(['quantity', 'orderPrice', 'leverage', 'averageEntry', 'averageExit', 'entryValue', 'exitValue'] as const),
  ...(['profit', 'openFee', 'closeFee'] as const),
];

// What older journals do not say of an order, an execution and a position: they are plain ones.
const PLAIN_ORDER = { purpose: 'ORDER', positionIndex: 0, selfTrade: 'NONE' } as const;
const PLAIN_EXECUTION = { kind: 'TRADE', positionIndex: 0, purpose: 'ORDER' } as const;
/** One-way, in cross margin and without exits. */
const PLAIN_POSITION = {
  index: 0,
  exitMode: 'FULL',
  isLiquidating: false,
  sequence: 0,
  openFees: Decimal.ZERO,
  isolatedMargin: Decimal.ZERO,
} as const;

export function orderFrom(text: Stored<SimOrder>): SimOrder {
  const { trigger, takeProfit, stopLoss } = text;
  return {
    ...PLAIN_ORDER,
    ...parsed<SimOrder>(text, ORDER),
    ...(trigger === undefined ? {} : { trigger: parsed<Trigger>(trigger, ['price']) }),
    ...(takeProfit === undefined ? {} : { takeProfit: exitFrom(takeProfit) }),
    ...(stopLoss === undefined ? {} : { stopLoss: exitFrom(stopLoss) }),
  };
}

export function executionFrom(text: Stored<SimExecution>): SimExecution {
  const indexPrice = text.indexPrice ?? text.markPrice;
  return { ...PLAIN_EXECUTION, ...parsed<SimExecution>({ ...text, indexPrice }, EXECUTION) };
}

export function positionFrom(text: Stored<VenuePosition>): VenuePosition {
  const { takeProfit, stopLoss, trailing } = text;
  return {
    ...PLAIN_POSITION,
    ...parsed<VenuePosition>(text, POSITION),
    ...(takeProfit === undefined ? {} : { takeProfit: exitFrom(takeProfit) }),
    ...(stopLoss === undefined ? {} : { stopLoss: exitFrom(stopLoss) }),
    ...(trailing === undefined ? {} : { trailing: parsed<TrailingStop>(trailing, ['distance', 'activation', 'best']) }),
  };
}

export function ledgerEntryFrom(text: Stored<LedgerEntry>): LedgerEntry {
  return parsed<LedgerEntry>(text, LEDGER);
}

export function closedFrom(text: Stored<ClosedPosition>): ClosedPosition {
  return parsed<ClosedPosition>(text, CLOSED);
}

function exitFrom(text: Stored<ExitRule>): ExitRule {
  return parsed<ExitRule>(text, ['price', 'limit']);
}

/** Takes over what the journal holds and turns the named texts into numbers. */
function parsed<T>(text: object, numbers: readonly (keyof T & string)[]): T {
  const value: Record<string, unknown> = { ...text };
  for (const name of numbers) if (typeof value[name] === 'string') value[name] = Decimal.parse(value[name]);
  return value as T;
}
