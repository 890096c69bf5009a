import { between } from '../results/unknown-subject';

const LARGEST = 500;

/** How many items a page holds: 50 when nobody says, and never more than one answer may carry. */
export function pageSize(first: number | null | undefined): number {
  return between('first', first ?? 50, { least: 1, most: LARGEST });
}
