import type { BacktestTerms, Claim, KeptLines, PlannedStrategy } from '@libs/backtest';
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
  /** As a trial: the markets that are followed, from where trading at this time needs them on, epoch milliseconds. */
  readonly from?: number;
  /** Looks at the state after each event, as paper and live do; takes several times as long. */
  readonly isSealing?: boolean;
  readonly watch?: WatchOrder;
}

/** For a run that is played again to find what ended the one before; a file that is open as number 3 is told where it stands. */
export interface WatchOrder {
  /** Path of the module that counts the rounds of a strategy's loops, by its name; none where they are not looked at. */
  readonly guards: Readonly<Record<string, string>>;
  /** Rounds that one hook may make in all its loops; null for any number. */
  readonly rounds: number | null;
  /** Milliseconds that a hook may take; null for as long as it likes. */
  readonly deadline: number | null;
  /** Megabytes of heap that are too many. */
  readonly memory: number;
  /** Megabytes that may be taken beside them, in typed arrays. */
  readonly beside: number;
  /** Where it is known to end: the strategy's next hook at that number fails with these words. */
  readonly ends?: { readonly place: number; readonly inputSeq: number; readonly message: string };
}

/** What it writes, one JSON object a line. */
export type BacktestFrame =
  /** The strategies and what they want with their parameters. */
  | { readonly type: 'planned'; readonly strategies: readonly PlannedStrategy[] }
  | { readonly type: 'progress'; readonly bars: number }
  /** Of the strategy at that place; `symbol` is that of the short rows. */
  | { readonly type: 'answers'; readonly place: number; readonly symbol: string; readonly answers: readonly AnswerRow[] }
  /** Of the strategy at that place. */
  | { readonly type: 'log'; readonly place: number; readonly log: KeptLines }
  /** The last one. */
  | {
      readonly type: 'done';
      /** Of each strategy; `stack` is empty without one, or where what was thrown had none, `at` is market time. */
      readonly faults: readonly { readonly fault: Claim['fault']; readonly stack: string; readonly at: number | null }[];
      readonly fillHash: string;
      readonly bars: number;
      /** Milliseconds that it played, without the start of the process. */
      readonly milliseconds: number;
      /** Most memory that the process was seen to hold, bytes. */
      readonly memory: number;
    }
  /** The last one: it could not begin. */
  | { readonly type: 'refused'; readonly message: string };
