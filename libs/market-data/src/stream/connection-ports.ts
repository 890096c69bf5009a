import type { MonotonicClock, Timers, WallClock } from '@libs/platform';
import type { OpenSocket } from './frame-socket';
import type { FrameTap } from './frame-tap';
import type { OpenBudget } from './open-budget';

/** What a connection meets besides data. */
export type StreamNotice =
  | { readonly type: 'refused'; readonly topics: readonly string[]; readonly message: string }
  | { readonly type: 'bad-frame'; readonly error: Error; readonly count: number }
  /** A topic broke its promise and is asked for again; `silence` in milliseconds. */
  | { readonly type: 'silent'; readonly topic: string; readonly silence: number }
  /** The address did not do; `url` is tried at once. */
  | { readonly type: 'failover'; readonly url: string; readonly reason: string }
  /** Still not connected after several tries; it goes on trying. */
  | { readonly type: 'alarm'; readonly tries: number; readonly reason: string };

export interface StreamHandlers<Event> {
  events(events: readonly Event[], topic: string): void;
  /** The venue confirmed these topics, after a connection or a restart of theirs. */
  confirmed?(topics: readonly string[]): void;
  /** Every topic is confirmed; what happened while away has been missed. */
  connected(): void;
  disconnected(reason: string): void;
  /** However often it is asked for, the topic stays silent while others speak; it may do better on another connection. */
  stuck?(topic: string): void;
  notice(notice: StreamNotice): void;
}

/** Sockets, clocks and chance, passed in so that tests own them. */
export interface StreamEnvironment {
  readonly open: OpenSocket;
  readonly timers: Timers;
  readonly monotonic: MonotonicClock;
  readonly wall: WallClock;
  readonly random: () => number;
  /** Milliseconds of the first reconnect delay. */
  readonly reconnectStepMs: number;
  readonly budget: OpenBudget;
  /** Hears every frame; what a recorder needs. */
  readonly tap?: FrameTap;
}

export interface Cancellable {
  cancel(): void;
}
