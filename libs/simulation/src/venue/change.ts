import type { Decimal } from '@libs/kernel';
import type { LedgerEntry } from '../account/ledger-entry';
import type { ClosedPosition, VenuePosition } from '../account/position';
import type { SimExecution, SimOrder } from './order';

/** What happened to accounts, in order; the driver of the venue stores and publishes it. Each carries the complete new value. */
export type Change =
  | { readonly type: 'order'; readonly order: SimOrder }
  /** The order was triggered; the outcome follows. */
  | { readonly type: 'triggered'; readonly order: SimOrder }
  | { readonly type: 'execution'; readonly execution: SimExecution }
  /** After every change of the position, its exits, its leverage or its orders. */
  | { readonly type: 'position'; readonly accountId: string; readonly position: VenuePosition }
  | { readonly type: 'closed-position'; readonly accountId: string; readonly closed: ClosedPosition }
  /** One line of the account's ledger; `balances` has the balances after it. */
  | { readonly type: 'ledger'; readonly accountId: string; readonly entry: LedgerEntry }
  | { readonly type: 'wallet'; readonly accountId: string; readonly balances: Readonly<Record<string, Decimal>> }
  /** Leverage, position mode, margin mode of the account. */
  | { readonly type: 'settings'; readonly accountId: string }
  /** The venue took over a client's position; public. BUY is a long position. */
  | {
      readonly type: 'liquidation';
      readonly market: string;
      readonly side: 'BUY' | 'SELL';
      readonly quantity: Decimal;
      readonly price: Decimal;
      readonly at: number;
    }
  /** A trade of two clients, or of a client and the market's own liquidity, for the public tape. */
  | {
      readonly type: 'public-trade';
      readonly market: string;
      readonly takerSide: 'BUY' | 'SELL';
      readonly price: Decimal;
      readonly quantity: Decimal;
      readonly at: number;
    };
