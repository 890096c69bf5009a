import type { Interval } from '@libs/kernel';
import type { Param } from './param';

/** A parameter with its name, as plain JSON. */
export interface ParameterDescription extends Param<unknown> {
  readonly name: string;
}

/** What may be known of a strategy without running it, as plain JSON. */
export interface StrategyDescription {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly ParameterDescription[];
}

/** A stream of bars that a strategy follows. */
export interface Watch {
  readonly symbol: string;
  readonly interval: Interval;
}

/**
 * Something finer than bars that a strategy follows: best prices, the prints of everybody, or the best `book` levels of both
 * sides (1 to 200).
 */
export type MarketStream =
  | { readonly symbol: string; readonly ticks: true }
  | { readonly symbol: string; readonly trades: true }
  | { readonly symbol: string; readonly book: number };

/** News that no watch asks for: a strategy is told of those for which it has a hook. */
export type Hearing = 'position' | 'funding' | 'signal';

/** What a strategy needs from the world for one set of parameters. */
export interface StrategyPlan {
  /** Every parameter, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly watches: readonly Watch[];
  /** Absent: none. */
  readonly streams?: readonly MarketStream[];
  /** Absent: none. */
  readonly hears?: readonly Hearing[];
  /** Closed bars of each watch to deliver before it starts. */
  readonly warmUpBars: number;
}

/** Why a set of parameters is refused; `parameter` is null when the values do not go together. */
export interface ParamProblem {
  readonly parameter: string | null;
  /** Names the parameter, the value and the range. */
  readonly message: string;
}

export type PlanResult =
  { readonly ok: true; readonly plan: StrategyPlan } | { readonly ok: false; readonly problems: readonly ParamProblem[] };
