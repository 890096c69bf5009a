import type { ClosedPosition, LedgerEntry, SimExecution, SimOrder, VenuePosition } from '@libs/simulation';
import type { IssuedKey } from '../exchange/api-keys';
import type { Member } from '../exchange/members';
import type { Stored } from './stored-values';

/** Leverage and position mode of one market, as an account chose them. */
export interface StoredSettings {
  readonly buy: string;
  readonly sell: string;
  readonly hedged: boolean;
}

/** What the journal holds. Each record carries the whole of what it names, so a later one replaces an earlier one. */
export type JournalRecord =
  /** Written once, first: the start of the first bar of a generated market, and what makes this venue's ids its own. */
  | { readonly k: 'origin'; readonly firstStart: number; readonly salt: number }
  /** Clients may have seen the market up to `until`; fills up to `at` are in this file. */
  | { readonly k: 'market'; readonly at: number; readonly until: number; readonly sequence: number }
  /** When a market's holders pay each other next. */
  | { readonly k: 'funding'; readonly market: string; readonly nextAt: number }
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
  | {
      readonly k: 'settings';
      readonly id: string;
      readonly marginMode: 'CROSS' | 'ISOLATED';
      readonly markets: Readonly<Record<string, StoredSettings>>;
    }
  /** Seconds without a private connection after which orders of the product are cancelled. */
  | { readonly k: 'disconnect'; readonly id: string; readonly product: string; readonly seconds: number }
  | { readonly k: 'position'; readonly id: string; readonly position: Stored<VenuePosition> }
  | { readonly k: 'order'; readonly order: Stored<SimOrder> }
  | { readonly k: 'execution'; readonly execution: Stored<SimExecution> }
  | { readonly k: 'ledger'; readonly id: string; readonly entry: Stored<LedgerEntry> }
  | { readonly k: 'closed'; readonly id: string; readonly closed: Stored<ClosedPosition> }
  /** Client ids whose orders were forgotten: their fingerprints, base64 of pairs of 32-bit words. */
  | { readonly k: 'used-ids'; readonly id: string; readonly fingerprints: string }
  /** Records of older versions. */
  | { readonly k: 'leverage'; readonly id: string; readonly market: string; readonly leverage: number }
  | { readonly k: 'no-position'; readonly id: string; readonly market: string }
  | { readonly k: 'used-id'; readonly id: string; readonly key: string; readonly orderId: string };
