import type { Interval } from '@libs/kernel';
import type { Param } from './param';

/** A parameter with its name, as plain JSON. */
export interface ParameterDescription extends Param<unknown> {
  readonly name: string;
}

/** A strategy's metadata, available without running it, as plain JSON. */
export interface StrategyDescription {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly ParameterDescription[];
}

/** A subscription to closed bars. */
export interface Watch {
  readonly symbol: string;
  readonly interval: Interval;
}

/** A subscription to a stream finer than bars: best bid and ask, public trades, or the best `book` levels of both sides (1 to 200). */
export type MarketStream =
  | { readonly symbol: string; readonly ticks: true }
  | { readonly symbol: string; readonly trades: true }
  | { readonly symbol: string; readonly book: number };

/** Events that need no watch: a strategy gets those that it has a hook for. */
export type Hearing = 'position' | 'funding' | 'signal';

/** What a strategy needs for one set of parameters. */
export interface StrategyPlan {
  /** Every parameter, with defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly watches: readonly Watch[];
  /** Absent: none. */
  readonly streams?: readonly MarketStream[];
  /** Absent: none. */
  readonly hears?: readonly Hearing[];
  /** Closed bars of each watch to deliver before the start. */
  readonly warmUpBars: number;
}

/** Why a set of parameters is refused; `parameter` is null if values conflict with each other. */
export interface ParamProblem {
  readonly parameter: string | null;
  /** Names the parameter, the value and the range. */
  readonly message: string;
}

export type PlanResult =
  { readonly ok: true; readonly plan: StrategyPlan } | { readonly ok: false; readonly problems: readonly ParamProblem[] };
