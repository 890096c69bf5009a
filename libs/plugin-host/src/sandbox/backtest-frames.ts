import type { BacktestTerms, Claim, PlannedStrategy } from '@libs/backtest';
import type { AnswerRow } from './answer-rows';
import type { MarketFile } from './market-files';

/** A strategy of the installation with what it is told. */
export interface StrategyOrder {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is played, and with what. */
export interface MarketOrder {
  readonly markets: readonly MarketFile[];
  readonly terms: Omit<BacktestTerms, 'markets'>;
}

/** What a backtest in a sandbox is given, as the one line on its standard input. */
export interface BacktestOrder extends MarketOrder {
  /** On one account, in the order in which they hear of things; at least one. */
  readonly strategies: readonly StrategyOrder[];
  /** Path of a module that counts the rounds of a strategy's loops, by its name, where those are looked for. */
  readonly guards?: Readonly<Record<string, string>>;
}

/** What it writes, one JSON object a line. */
export type BacktestFrame =
  /** The strategies and what they want with their parameters. */
  | { readonly type: 'planned'; readonly strategies: readonly PlannedStrategy[] }
  | { readonly type: 'progress'; readonly bars: number }
  /** Of the strategy at that place; `symbol` is that of the short rows. */
  | { readonly type: 'answers'; readonly place: number; readonly symbol: string; readonly answers: readonly AnswerRow[] }
  /** The last one. */
  | {
      readonly type: 'done';
      /** Of each strategy; `stack` is empty without one. */
      readonly faults: readonly { readonly fault: Claim['fault']; readonly stack: string }[];
      readonly fillHash: string;
      readonly bars: number;
      /** Milliseconds that it played, without the start of the process. */
      readonly milliseconds: number;
      /** Most memory that the process was seen to hold, bytes. */
      readonly memory: number;
    }
  /** The last one: it could not begin. */
  | { readonly type: 'refused'; readonly message: string };
