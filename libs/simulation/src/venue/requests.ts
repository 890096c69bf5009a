import type { Decimal } from '@libs/kernel';
import type { FeeRates } from '../account/fees';
import type { ExitMode, ExitRule, PositionIndex, SimOrder, TriggerSource } from './order';
import type { Refusal } from './refusal';

export type SubmitResult =
  { readonly kind: 'accepted'; readonly order: SimOrder } | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface AccountTerms {
  readonly fees: FeeRates;
  readonly balances: Readonly<Record<string, Decimal>>;
}

/** Identifies an order by the venue's id or, within the category of the market, by the client's; the venue's id takes precedence. */
export interface OrderId {
  readonly market: string;
  readonly orderId?: string;
  readonly clientOrderId?: string;
}

/** The changes of an amendment; null removes an attached exit, absent fields stay as they are. */
export interface OrderAmendment {
  readonly quantity?: Decimal;
  readonly price?: Decimal;
  readonly triggerPrice?: Decimal;
  readonly triggerSource?: TriggerSource;
  readonly takeProfit?: ExitRule | null;
  readonly stopLoss?: ExitRule | null;
}

/** The exits of a position as set by a client; null removes one, absent ones stay as they are. */
export interface TradingStop {
  readonly market: string;
  readonly index: PositionIndex;
  readonly exitMode: ExitMode;
  readonly takeProfit?: ExitRule | null;
  readonly stopLoss?: ExitRule | null;
  readonly trailing?: { readonly distance: Decimal; readonly activation?: Decimal } | null;
  /** PARTIAL only: the part of the position that the exits close. */
  readonly quantity?: Decimal;
}

export interface Leverages {
  readonly buy: Decimal;
  readonly sell: Decimal;
}

export interface ReferencePrices {
  readonly mark?: Decimal;
  readonly index?: Decimal;
}
