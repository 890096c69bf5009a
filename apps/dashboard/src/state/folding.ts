export interface Folding {
  /** The form stands above the runs, and not beside them. */
  readonly isAbove: boolean;
  /** Null while that is not known. */
  readonly hasRuns: boolean | null;
  /** Somebody asked for it. */
  readonly isOpened: boolean;
}

/** Whoever has runs wants to see them first; the form never jumps away under somebody who has none. */
export function isFolded({ isAbove, hasRuns, isOpened }: Folding): boolean {
  return isAbove && hasRuns !== false && !isOpened;
}
