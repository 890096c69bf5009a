import type { OrderBookUpdate, PublicTrade } from './book.types';
import type { SymbolTrust } from '../trust/trust.types';

/** Public data of the venue as it happens. What somebody follows is listened to once, however many follow it, and only so long. */
export interface MarketStreams {
  /** Refuses a symbol or depth that the venue does not have; listens to nothing yet. */
  book(symbol: string, depth: number): Promise<BookSource>;
  /** As `book`. */
  trades(symbol: string): Promise<TradesSource>;
  close(): void;
}

export interface BookSource {
  /** `changed` is called with every change, so it must be cheap; the view makes text of the newest when it is asked. */
  follow(changed: () => void): BookView;
}

export interface BookView {
  now(): OrderBookUpdate;
  leave(): void;
}

export interface TradesHandlers {
  /** Oldest first. */
  trades(trades: readonly PublicTrade[]): void;
  trustChanged(): void;
}

export interface TradesSource {
  follow(handlers: TradesHandlers): TradesView;
}

export interface TradesView {
  trust(): SymbolTrust;
  leave(): void;
}
