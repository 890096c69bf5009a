import type { StrategyCommand, StrategyPlan } from '@libs/sdk';
import type { Rewrite } from './series-watch';
import type { Variant } from './variant';

/** What to run, and what to observe. */
export interface RunRequest {
  readonly variant: Variant;
  /** Market times at which the state is wanted as text. */
  readonly statesAt?: readonly number[];
  /** True if the state is saved and restored after each event, as in paper and live; the default. */
  readonly seals?: boolean;
  /** Also notes a hash of the state after each event, and series in it whose past changes. Default false. */
  readonly watchesState?: boolean;
  /** Number of events after which the strategy is saved and loaded again, as at a restart; default never. */
  readonly restartsEvery?: number;
  /** Market time up to which calls and writes are traced to lines; expensive. */
  readonly traceAt?: number;
}

/** One event that the strategy received, and what it did. */
export interface Moment {
  /** Market time, epoch milliseconds. */
  readonly at: number;
  readonly event: string;
  readonly hook: string;
  /** The bar's symbol and interval; empty for other events. */
  readonly subject: string;
  readonly commands: readonly StrategyCommand[];
  /** Its decision, as JSON; empty if none. */
  readonly said: string;
  /** Empty unless the state is watched and sealed. */
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
  /** Writes that alias a part of the state at a second path. */
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
  /** When trading began, and the last close played. */
  readonly from: number;
  readonly to: number;
  readonly moments: readonly Moment[];
  /** State as JSON text by market time, after the last event at that time. */
  readonly states: Readonly<Record<string, string>>;
  readonly rewrites: readonly Rewrite[];
  /** The author's final state, as JSON text. */
  readonly lastState: string;
  readonly fault: ObservedFault | null;
  readonly trace: Trace | null;
}

/** Runs the requests one after the other. */
export type Play = (requests: readonly RunRequest[]) => Promise<readonly Observation[]>;

/** A process that plays one series of requests at a time. */
export interface Bench {
  readonly play: Play;
  /** Ends the process. */
  close(): void;
}

/** Opens a bench in a fresh process, where nothing can be remembered of earlier runs. */
export type Laboratory = () => Bench;

/** Plays each series of requests in a process of its own. */
export function freshly(lab: Laboratory): Play {
  return async (requests) => {
    const bench = lab();
    try {
      return await bench.play(requests);
    } finally {
      bench.close();
    }
  };
}
