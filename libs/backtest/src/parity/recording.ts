import { INTERVALS } from '@libs/kernel';
import type { Decimal, Instrument, Interval, TradingState } from '@libs/kernel';
import type { BarText, DeploymentTerms, Texted } from '@libs/engine';
import type { EventTape } from '../run/event-tape';
import type { RecordedSignal } from '../run/recorded-signals';
import type { Books } from './booked';
import type { Silence } from './silence-log';
import type { TradedOrder } from './traded-run';

/** Bars of one symbol and interval that a session received. */
export interface RecordedBars {
  readonly symbol: string;
  readonly interval: Interval;
  /** By their start, epoch milliseconds. */
  readonly bars: ReadonlyMap<number, BarText>;
  /** Starts of the first and last live bar; null if there was none. */
  readonly firstLive: number | null;
  readonly lastLive: number | null;
  /** Built from mid prices after the last closed bar; null if there were none. */
  readonly forming: BarText | null;
}

/** A market whose ticks, trades or book a strategy follows, as its session received it. */
export interface RecordedEvents {
  readonly symbol: string;
  /** Null if nothing tells its quotes, or if `problem` says why they cannot be used. */
  readonly tape: EventTape | null;
  readonly problem: string | null;
  /** The last mid price; null if there were none. */
  readonly middle: Decimal | null;
  readonly heardBook: boolean;
  readonly heardTrades: boolean;
}

/** What recorded sessions say about one deployment, from its start. */
export interface DeploymentRecording {
  readonly terms: DeploymentTerms;
  readonly venue: string;
  readonly settleAsset: string;
  /** Fraction of equity per symbol. */
  readonly maxPositionSize: string;
  /** The account's when the deployment started, decimal text. */
  readonly startingEquity: string;
  /** Market times, epoch milliseconds. */
  readonly startedAt: number;
  /** When its warm-up ended; null if it did not. */
  readonly warmAt: number | null;
  readonly endedAt: number;
  readonly instruments: ReadonlyMap<string, Texted<Instrument>>;
  readonly bars: readonly RecordedBars[];
  /** For symbols watched in lengths none of which builds another: 1m bars that the session also received, by their start. */
  readonly minutes: ReadonlyMap<string, RecordedBars['bars']>;
  readonly events: readonly RecordedEvents[];
  /** Signals it received, oldest first, at their market time of delivery. */
  readonly signals: readonly RecordedSignal[];
  readonly orders: readonly TradedOrder[];
  readonly books: Books;
  /** Names of the bars shown to the strategy while it could trade. */
  readonly shown: ReadonlySet<string>;
  /** Names of the moments at which it was told that data was untrusted. */
  readonly distrusted: ReadonlySet<string>;
  /** The first of them after its start, other than the mere news of it; market time, epoch milliseconds. Null if there was none. */
  readonly distrustedSince: number | null;
  /**
   * Close times of bars that it saw later than a backtest shows them, and times of events that a backtest does not deliver; epoch
   * milliseconds.
   */
  readonly outOfTurn: ReadonlySet<number>;
  /** When the first event happened of which it was told only later, epoch milliseconds; null if it was told of each at once. */
  readonly lateSince: number | null;
  /** Periods without data of its markets, oldest first. */
  readonly silences: readonly Silence[];
  /** Names of others that had orders on the same account in the meantime. */
  readonly others: readonly string[];
  /** Time from which its reported equity included their earnings, epoch milliseconds; null: never. */
  readonly othersSince: number | null;
  /** Periods in which the account could not trade freely, oldest first. */
  readonly restraints: readonly Restraint[];
  /** Why it ended by itself; null if it did not. */
  readonly fault: string | null;
}

/** A period in which the account was not ACTIVE; market times, epoch milliseconds. */
export interface Restraint {
  readonly state: Exclude<TradingState, 'ACTIVE'>;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** When the last bar shown to the strategy closed, epoch milliseconds; of one symbol if given. 0 if there was none. */
export function lastCloseOf({ bars }: Pick<DeploymentRecording, 'bars'>, symbol?: string): number {
  const own = bars.filter((series) => symbol === undefined || series.symbol === symbol);
  return Math.max(0, ...own.map(({ lastLive, interval }) => (lastLive === null ? 0 : lastLive + INTERVALS[interval])));
}
