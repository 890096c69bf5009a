import { between } from '../results/unknown-subject';

export const USUAL_DEPTH = 50;
/** The least that a venue's request for a book must be able to answer: Bybit's spot books end here. */
export const DEEPEST = 200;

/** The depth itself when a book can have it. */
export function bookDepth(depth: number): number {
  return between('depth', depth, { least: 1, most: DEEPEST });
}
