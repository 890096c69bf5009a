import type { Decimal } from '@libs/kernel';
import type { LedgerEntry } from '../account/ledger-entry';
import type { ClosedPosition, VenuePosition } from '../account/position';
import type { SimExecution, SimOrder } from './order';

/** What happened to accounts, in order; whoever drives the venue stores and publishes it. Each carries the whole new value. */
export type Change =
  | { readonly type: 'order'; readonly order: SimOrder }
  /** A trigger set the order off; what became of it follows. */
  | { readonly type: 'triggered'; readonly order: SimOrder }
  | { readonly type: 'execution'; readonly execution: SimExecution }
  /** After every change of the position, its exits, its leverage or its orders. */
  | { readonly type: 'position'; readonly accountId: string; readonly position: VenuePosition }
  | { readonly type: 'closed-position'; readonly accountId: string; readonly closed: ClosedPosition }
  /** One line of the account's cash book; the balances after it stand in `balances`. */
  | { readonly type: 'ledger'; readonly accountId: string; readonly entry: LedgerEntry }
  | { readonly type: 'wallet'; readonly accountId: string; readonly balances: Readonly<Record<string, Decimal>> }
  /** Leverage, position mode, margin mode of the account. */
  | { readonly type: 'settings'; readonly accountId: string }
  /** A client's position was taken over by the venue; everybody may hear of it. BUY is a long position. */
  | {
      readonly type: 'liquidation';
      readonly market: string;
      readonly side: 'BUY' | 'SELL';
      readonly quantity: Decimal;
      readonly price: Decimal;
      readonly at: number;
    }
  /** Two clients, or a client and the market's own liquidity, traded: belongs on the public tape. */
  | {
      readonly type: 'public-trade';
      readonly market: string;
      readonly takerSide: 'BUY' | 'SELL';
      readonly price: Decimal;
      readonly quantity: Decimal;
      readonly at: number;
    };
