/** Something about a strategy that its author should change. */
export interface Problem {
  /** What was broken, in a word that stays: `readme`, `clock`, `warm-up`, … */
  readonly rule: string;
  /** An error fails the check, a warning does not. */
  readonly severity: 'error' | 'warning';
  /** `name/src/strategy.ts:12`; null where no line is to blame. */
  readonly line: string | null;
  readonly message: string;
}

export function problem(rule: string, message: string, line: string | null = null): Problem {
  return { rule, severity: 'error', line, message };
}
