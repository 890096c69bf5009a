import { Decimal } from '@libs/kernel';
import type { LinearPosition, SimExecution, SimOrder } from '@libs/simulation';
import type { IssuedKey } from '../exchange/api-keys';
import type { Member } from '../exchange/members';

/** Exact numbers stand as text. */
type Text<T> = { readonly [K in keyof T]: T[K] extends Decimal ? string : T[K] extends Decimal | undefined ? string | undefined : T[K] };

/** What the journal holds. Each record carries the whole of what it names, so a later one replaces an earlier one. */
export type JournalRecord =
  /** Written once, first: the start of the first bar of a generated market, and what makes this venue's ids its own. */
  | { readonly k: 'origin'; readonly firstStart: number; readonly salt: number }
  /** Clients may have seen the market up to `until`; fills up to `at` are in this file. */
  | { readonly k: 'market'; readonly at: number; readonly until: number; readonly sequence: number }
  | {
      readonly k: 'account';
      readonly id: string;
      readonly apiKey: string;
      readonly apiSecret: string;
      readonly maker: string;
      readonly taker: string;
    }
  /** Keys beside the one of the `account` record, and that one again with what it may do. */
  | { readonly k: 'key'; readonly key: IssuedKey }
  | { readonly k: 'no-key'; readonly apiKey: string }
  | { readonly k: 'member'; readonly member: Member }
  | { readonly k: 'wallet'; readonly id: string; readonly balances: Readonly<Record<string, string>> }
  | { readonly k: 'leverage'; readonly id: string; readonly market: string; readonly leverage: number }
  | { readonly k: 'position'; readonly id: string; readonly position: Text<LinearPosition> }
  | { readonly k: 'no-position'; readonly id: string; readonly market: string }
  | { readonly k: 'order'; readonly order: Text<SimOrder> }
  | { readonly k: 'execution'; readonly execution: Text<SimExecution> }
  | { readonly k: 'used-id'; readonly id: string; readonly key: string; readonly orderId: string };

const ORDER_NUMBERS = ['quantity', 'quoteQuantity', 'price', 'filled', 'filledValue', 'fees', 'lastPriceOnCreated'] as const;
const EXECUTION_NUMBERS = [
  'orderPrice',
  'orderQuantity',
  'price',
  'quantity',
  'value',
  'fee',
  'feeRate',
  'leaves',
  'closed',
  'realised',
  'markPrice',
  'indexPrice',
] as const;
const POSITION_NUMBERS = ['quantity', 'cost', 'realised', 'cumulativeRealised'] as const;

export function orderFromText(text: Text<SimOrder>): SimOrder {
  return parsed(text, ORDER_NUMBERS) as unknown as SimOrder;
}

export function executionFromText(text: Text<SimExecution>): SimExecution {
  return parsed(text, EXECUTION_NUMBERS) as unknown as SimExecution;
}

export function positionFromText(text: Text<LinearPosition>): LinearPosition {
  return parsed(text, POSITION_NUMBERS) as unknown as LinearPosition;
}

/** Decimals write themselves as text in JSON, so the typed value is its own record. */
export function asText<T>(value: T): Text<T> {
  return value as unknown as Text<T>;
}

function parsed(text: object, numbers: readonly string[]): Record<string, unknown> {
  const value: Record<string, unknown> = { ...text };
  for (const name of numbers) if (typeof value[name] === 'string') value[name] = Decimal.parse(value[name]);
  return value;
}
