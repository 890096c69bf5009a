import type { StrategyCommand, StrategyPlan } from '@libs/sdk';
import type { Rewrite } from './series-watch';
import type { Variant } from './variant';

/** What to run, and what to look at meanwhile. */
export interface RunRequest {
  readonly variant: Variant;
  /** Market times at which the state is wanted as text. */
  readonly statesAt?: readonly number[];
  /** Whether the state is written and read back after each event, as in paper and live; default true. */
  readonly seals?: boolean;
  /** Market time up to which calls and writes are traced to lines; costs much. */
  readonly traceAt?: number;
}

/** One event that the strategy was given, and what it did. */
export interface Moment {
  /** Market time, epoch milliseconds. */
  readonly at: number;
  readonly event: string;
  readonly hook: string;
  /** The bar's symbol and interval; empty for other events. */
  readonly subject: string;
  readonly commands: readonly StrategyCommand[];
  /** What it said that it decided, as JSON; empty when nothing. */
  readonly said: string;
  readonly stateHash: string;
}

/** From where something was done, as a stack. */
export interface Traced {
  /** The function of `ctx`, or the path of the state. */
  readonly what: string;
  readonly stack: string;
}

export interface Trace {
  /** Calls of `ctx` at the wanted time that trade, set timers or decide. */
  readonly calls: readonly Traced[];
  /** The last write to each path of the state until then. */
  readonly writes: readonly Traced[];
  /** Writes that put a part of the state to a second place in it. */
  readonly shared: readonly Traced[];
}

export interface ObservedFault {
  readonly hook: string;
  readonly message: string;
  readonly at: number;
  readonly stack: string;
}

export interface Observation {
  readonly plan: StrategyPlan;
  /** When trading began, and the last close that was played. */
  readonly from: number;
  readonly to: number;
  readonly moments: readonly Moment[];
  /** State as JSON text by market time, of the last event at that time. */
  readonly states: Readonly<Record<string, string>>;
  readonly rewrites: readonly Rewrite[];
  /** The author's state at the end, as JSON text. */
  readonly lastState: string;
  readonly fault: ObservedFault | null;
  readonly trace: Trace | null;
}

/** Runs each request after the other in one process that has run nothing before. */
export type Laboratory = (requests: readonly RunRequest[]) => Promise<readonly Observation[]>;
