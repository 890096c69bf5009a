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

/** Names an order by the venue's id or, within the category of the market, by the client's; the venue's id wins. */
export interface OrderId {
  readonly market: string;
  readonly orderId?: string;
  readonly clientOrderId?: string;
}

/** What an amendment changes; null takes an attached exit away, absent fields stay. */
export interface OrderAmendment {
  readonly quantity?: Decimal;
  readonly price?: Decimal;
  readonly triggerPrice?: Decimal;
  readonly triggerSource?: TriggerSource;
  readonly takeProfit?: ExitRule | null;
  readonly stopLoss?: ExitRule | null;
}

/** The exits of a position as a client sets them; null takes one away, absent ones stay. */
export interface TradingStop {
  readonly market: string;
  readonly index: PositionIndex;
  readonly exitMode: ExitMode;
  readonly takeProfit?: ExitRule | null;
  readonly stopLoss?: ExitRule | null;
  readonly trailing?: { readonly distance: Decimal; readonly activation?: Decimal } | null;
  /** PARTIAL only: how much of the position the exits close. */
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
