import type { BacktestTerms, Claim } from '@libs/backtest';
import type { StrategyPlan } from '@libs/sdk';
import type { MarketFile } from './market-files';

/** What a backtest in a sandbox is given, as the one line on its standard input. */
export interface BacktestOrder {
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
  | { readonly type: 'answers'; readonly answers: Claim['answers'] }
  /** The last one. */
  | { readonly type: 'done'; readonly fault: Claim['fault']; readonly stack: string; readonly fillHash: string; readonly bars: number }
  /** The last one: it could not begin. */
  | { readonly type: 'refused'; readonly message: string };
