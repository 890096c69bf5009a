const LARGEST = 500;

/** Keeps a page within what one answer may carry. */
export function pageSize(first: number | null | undefined): number {
  return Math.min(Math.max(first ?? 50, 1), LARGEST);
}
