import type { FeedListener, FeedMarket } from './feed';

/** A market that is played from a recording or made up on the way. */
export interface PlayedMarket extends FeedMarket {
  /** Market time of the next step; undefined at the end, and while `reading`. */
  readonly nextTime: number | undefined;
  /** 0 to 1 through a file; null for an endless market. */
  readonly progress: number | null;
  /** Set while more has to be read before the next step is known. */
  readonly reading?: Promise<void> | undefined;
  /** What the market misses to trade on; empty while nothing. */
  readonly trouble?: string;
  /** Reads what is needed to know the first step. */
  prepare?(): Promise<void>;
  /** Jumps without a trade to where the market stood right after `time`. */
  seek(time: number): void | Promise<void>;
  /** Plays the next step; call only while `nextTime` is defined. */
  advance(listener: FeedListener): void;
  /** Market time per wall time has changed. */
  setPace(speed: number): void;
  /** Lets orders in or not. */
  setOpen(isOpen: boolean): void;
}
