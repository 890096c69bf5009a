import type { Point } from '../space/dimension';

/** What is known of an earlier proposal. */
export interface Proposal {
  readonly point: Point;
  /** Higher is better; null where it came to nothing (refused, failed, too few trades); undefined where it is not known yet. */
  readonly score: number | null | undefined;
}

/**
 * Says which point to try next. A proposal depends on nothing but its number, the seed and the results of proposals at least
 * `lag` before it, never on how many trials run at once or how fast they are, so a search that was killed goes on as it would have.
 */
export interface Sampler {
  /** How far back results must be known; Infinity: none are needed. */
  readonly lag: number;
  /** Null: there is no further point. `past` holds all earlier proposals; results nearer than `lag` are undefined. */
  propose(past: readonly Proposal[]): Point | null;
}
