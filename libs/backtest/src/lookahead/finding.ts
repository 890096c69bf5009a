/** What is wrong with a strategy that a backtest flatters. */
export type FindingKind =
  /** A run leads to something else after another one: module variables or the like outlive it, and know what comes. */
  | 'memory'
  /** What it does hangs on dates or prices that are written in its code, and those are of this very market. */
  | 'hindsight'
  /** It does something else where two bars that close in the same moment come the other way round; live either may be first. */
  | 'arrival-order'
  /** Written and read back, as in paper and live, its state leads to something else. */
  | 'restart'
  /** What it noted of past bars becomes something else later. */
  | 'repaint'
  /** With more history before the start it decides, or its indicators say, something else. */
  | 'warm-up';

export interface Finding {
  readonly kind: FindingKind;
  /** `ema-cross/src/strategy.ts:42`; null where no line of the author's could be found. */
  readonly line: string | null;
  /** Market time of the first difference, epoch milliseconds. */
  readonly at: number;
  readonly hook: string;
  /** The path of the state, the module variable or the parameter that it hangs on; null where none could be told. */
  readonly subject: string | null;
  /** A sentence for a person. */
  readonly message: string;
}

/** A thing that was looked for, and how. */
export interface Check {
  readonly name: string;
  readonly outcome: 'clean' | 'found' | 'not-checked';
  /** What was compared, or why it could not be. */
  readonly detail: string;
}

export interface LookaheadAnalysis {
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** The strategy ended by itself; then nothing else is said. */
  readonly fault: { readonly hook: string; readonly at: number; readonly message: string; readonly line: string | null } | null;
}

/** Puts lines to what was seen. */
export interface Sources {
  /** The author's own files, newest text. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The author's line behind a stack; null when no frame is the author's. */
  locate(stack: string): string | null;
}

export function timeText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
