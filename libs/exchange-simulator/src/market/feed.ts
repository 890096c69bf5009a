import type { MarketState } from '@libs/simulation';
import type { BarSource } from './candles';
import type { PublicTrade } from './tape-market';

export type FeedState = 'running' | 'halted' | 'waiting';

export interface FeedStatus {
  readonly state: FeedState;
  /** Why it halts or what it waits for; empty while it runs. */
  readonly reason: string;
  /** 0 to 1 through a file, or through the warm-up of a mirror; null for an endless market. */
  readonly progress: number | null;
}

/** One market of a feed. */
export interface FeedMarket extends BarSource {
  readonly state: MarketState;
}

/** What a feed tells the exchange; `at` is market time. */
export interface FeedListener {
  moved(market: FeedMarket, at: number): void;
  traded(market: FeedMarket, trade: PublicTrade): void;
  barClosed(market: FeedMarket, at: number): void;
  /** The status changed. */
  changed(): void;
}

/** A source of market movement: a tape that is played, or a mirror of a real exchange. */
export interface Feed {
  readonly markets: readonly FeedMarket[];
  readonly status: FeedStatus;
  readonly speed: number;
  /** Market time now, never falling. */
  now(): number;
  start(listener: FeedListener): Promise<void>;
  stop(): Promise<void>;
}
