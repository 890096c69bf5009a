import { INTERVALS } from '@libs/kernel';
import type { Decimal, Instrument, Interval, TradingState } from '@libs/kernel';
import type { BarText, DeploymentTerms, Texted } from '@libs/engine';
import type { EventTape } from '../run/event-tape';
import type { RecordedSignal } from '../run/recorded-signals';
import type { Books } from './booked';
import type { Silence } from './silence-log';
import type { TradedOrder } from './traded-run';

/** Bars of one symbol and interval that a session heard. */
export interface RecordedBars {
  readonly symbol: string;
  readonly interval: Interval;
  /** By their start, epoch milliseconds. */
  readonly bars: ReadonlyMap<number, BarText>;
  /** Starts of the first and the last that were live; null while there was none. */
  readonly firstLive: number | null;
  readonly lastLive: number | null;
  /** Made of the middle of the best prices that came after the last bar had closed; null while there were none. */
  readonly forming: BarText | null;
}

/** A market that a strategy follows by ticks, prints or its book, as its session heard it. */
export interface RecordedEvents {
  readonly symbol: string;
  /** Null where nobody told what it offers, or `problem` says why what was told is none. */
  readonly tape: EventTape | null;
  readonly problem: string | null;
  /** The middle of its last best prices; null while none were told. */
  readonly middle: Decimal | null;
  readonly heardBook: boolean;
  readonly heardTrades: boolean;
}

/** What recorded sessions tell of one deployment, from its beginning on. */
export interface DeploymentRecording {
  readonly terms: DeploymentTerms;
  readonly venue: string;
  readonly settleAsset: string;
  /** Fraction of equity per symbol. */
  readonly maxPositionSize: string;
  /** Of the account when the deployment began, decimal text. */
  readonly startingEquity: string;
  /** Market times, epoch milliseconds. */
  readonly startedAt: number;
  /** When its warm-up was over; null while it was not. */
  readonly warmAt: number | null;
  readonly endedAt: number;
  readonly instruments: ReadonlyMap<string, Texted<Instrument>>;
  readonly bars: readonly RecordedBars[];
  /** Of symbols that are watched in lengths of which none is made of another: bars of 1m that the session heard beside, by their start. */
  readonly minutes: ReadonlyMap<string, RecordedBars['bars']>;
  readonly events: readonly RecordedEvents[];
  /** Signals that it was told, oldest first, at the market time at which it was. */
  readonly signals: readonly RecordedSignal[];
  readonly orders: readonly TradedOrder[];
  readonly books: Books;
  /** Names of the bars that the strategy was shown while it could trade. */
  readonly shown: ReadonlySet<string>;
  /** Names of the moments at which it was told that data could not be believed. */
  readonly distrusted: ReadonlySet<string>;
  /** When bars closed that it was shown behind what a backtest shows later, or words came that a backtest does not tell; epoch milliseconds. */
  readonly outOfTurn: ReadonlySet<number>;
  /** When nothing was heard of its markets, oldest first. */
  readonly silences: readonly Silence[];
  /** Names of others that wanted something on the same account meanwhile. */
  readonly others: readonly string[];
  /** From when on the equity that it was told held what they had earned, epoch milliseconds; null: it never did. */
  readonly othersSince: number | null;
  /** When the account was kept from trading freely, oldest first. */
  readonly restraints: readonly Restraint[];
  /** Why it ended by itself; null while it did not. */
  readonly fault: string | null;
}

/** A time in which the account was not ACTIVE; market times, epoch milliseconds. */
export interface Restraint {
  readonly state: Exclude<TradingState, 'ACTIVE'>;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** When the last bar closed that the strategy was shown, epoch milliseconds; of a symbol where one is named. 0 where there was none. */
export function lastCloseOf({ bars }: Pick<DeploymentRecording, 'bars'>, symbol?: string): number {
  const own = bars.filter((series) => symbol === undefined || series.symbol === symbol);
  return Math.max(0, ...own.map(({ lastLive, interval }) => (lastLive === null ? 0 : lastLive + INTERVALS[interval])));
}
