import type { Decimal } from '@libs/kernel';
import type { BarSource } from './candles';
import type { HouseMarket } from './house';
import type { FundingRecord, MarketReference } from './reference';

export type FeedState = 'running' | 'halted' | 'waiting';

export interface FeedStatus {
  readonly state: FeedState;
  /** Why it halts or what it waits for; empty while it runs. */
  readonly reason: string;
  /** 0 to 1 through a file, or through the warm-up of a mirror; null for an endless market. */
  readonly progress: number | null;
}

/** A trade of the market, not of a client. */
export interface PublicTrade {
  readonly at: number;
  readonly ticks: number;
  /** In the series' volume units. */
  readonly volume: number;
  readonly buyerTook: boolean;
  /** Among the trades of its market in one millisecond, from 0 on; given when it is told. */
  readonly index?: number;
}

/** One market of a feed. */
export interface FeedMarket extends BarSource {
  readonly state: HouseMarket;
  /** As of the last move of the market. */
  readonly reference: MarketReference;
  /** Payments that have been due, oldest first; empty for spot. */
  readonly fundingHistory: readonly FundingRecord[];
  /** In units of the base coin; `at` is market time, in the past. */
  openInterestAt(at: number): Decimal;
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
  /** Market time per wall time; 0 for a market that only `step` moves. */
  readonly speed: number;
  /** What rate limits go by: the same, but never more than was asked for while a market hurries to the present. */
  readonly limitSpeed: number;
  /** Market time now, never falling. */
  now(): number;
  start(listener: FeedListener): Promise<void>;
  stop(): Promise<void>;
  /** Moves a stepped market on to `until` and gives the time it has reached; absent where time goes by itself. */
  readonly step?: ((until: number) => Promise<number>) | undefined;
}
