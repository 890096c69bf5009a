/** A fault in a strategy that makes its backtest look better than it is. */
export type FindingKind =
  /** A run behaves differently after another one: module variables or the like survive it, and know the future. */
  | 'memory'
  /** Its behaviour depends on dates or prices in its code that belong to this very market. */
  | 'hindsight'
  /** Its behaviour depends on the order of bars that close at the same moment; live, either may come first. */
  | 'arrival-order'
  /** Its behaviour changes if its state is saved and restored, as in paper and live. */
  | 'restart'
  /** What it recorded about past bars changes later. */
  | 'repaint'
  /** With more history before the start it decides, or its indicators show, something else. */
  | 'warm-up';

export interface Finding {
  readonly kind: FindingKind;
  /** `ema-cross/src/strategy.ts:42`; null if no line of the author's was found. */
  readonly line: string | null;
  /** Market time of the first difference, epoch milliseconds. */
  readonly at: number;
  readonly hook: string;
  /** Path of the state, the module variable or the parameter responsible; null if unknown. */
  readonly subject: string | null;
  /** A sentence for a person. */
  readonly message: string;
}

/** A check, and how it was made. */
export interface Check {
  readonly name: string;
  readonly outcome: 'clean' | 'found' | 'not-checked';
  /** What was compared, or why it could not be. */
  readonly detail: string;
}

export interface LookaheadAnalysis {
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** The strategy ended by itself; nothing else is reported then. */
  readonly fault: { readonly hook: string; readonly at: number; readonly message: string; readonly line: string | null } | null;
}

/** Finds lines for what was observed. */
export interface Sources {
  /** The author's own files, current text. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The author's line in a stack; null if no frame is the author's. */
  locate(stack: string): string | null;
}

export function timeText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
