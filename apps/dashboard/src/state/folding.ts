export interface Folding {
  /** The form is above the runs, not beside them. */
  readonly isAbove: boolean;
  /** Null while unknown. */
  readonly hasRuns: boolean | null;
  /** The user opened it. */
  readonly isOpened: boolean;
}

/** Users with runs want to see them first; without runs the form stays open. */
export function isFolded({ isAbove, hasRuns, isOpened }: Folding): boolean {
  return isAbove && hasRuns !== false && !isOpened;
}
