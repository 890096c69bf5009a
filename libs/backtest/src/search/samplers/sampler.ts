import type { Point } from '../space/dimension';

/** What is known of an earlier proposal. */
export interface Proposal {
  readonly point: Point;
  /** Higher is better; null if there is no score (refused, failed, too few trades); undefined if not known yet. */
  readonly score: number | null | undefined;
}

/**
 * Proposes the next point. A proposal depends only on its number, the seed and the results of proposals at least `lag` before it, never on
 * the number or speed of workers, so a killed search resumes exactly as it would have continued.
 */
export interface Sampler {
  /** How far back results must be known; Infinity: none are needed. */
  readonly lag: number;
  /** Null: there is no further point. `past` holds all earlier proposals; results nearer than `lag` are undefined. */
  propose(past: readonly Proposal[]): Point | null;
}
