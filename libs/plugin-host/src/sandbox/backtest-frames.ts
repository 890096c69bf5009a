import type { BacktestTerms, Claim } from '@libs/backtest';
import type { StrategyPlan } from '@libs/sdk';
import type { AnswerRow } from './answer-rows';
import type { MarketFile } from './market-files';

/** What a backtest in a sandbox is given, as the one line on its standard input. */
export interface BacktestOrder {
  /** Path of a module that counts the rounds of the strategy's loops, where those are looked for. */
  readonly guard?: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly markets: readonly MarketFile[];
  readonly terms: Omit<BacktestTerms, 'markets'>;
}

/** What it writes, one JSON object a line. */
export type BacktestFrame =
  /** The strategy and what it wants with its parameters. */
  | { readonly type: 'planned'; readonly name: string; readonly version: string; readonly plan: StrategyPlan }
  | { readonly type: 'progress'; readonly bars: number }
  /** `symbol` is that of the short rows. */
  | { readonly type: 'answers'; readonly symbol: string; readonly answers: readonly AnswerRow[] }
  /** The last one. */
  | {
      readonly type: 'done';
      readonly fault: Claim['fault'];
      readonly stack: string;
      readonly fillHash: string;
      readonly bars: number;
      /** Milliseconds that it played, without the start of the process. */
      readonly milliseconds: number;
      /** Most memory that the process was seen to hold, bytes. */
      readonly memory: number;
    }
  /** The last one: it could not begin. */
  | { readonly type: 'refused'; readonly message: string };
