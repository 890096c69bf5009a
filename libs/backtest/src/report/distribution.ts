import type { Numbers } from '../metrics/moments';
import type { Distribution } from './report';

const MOST_BINS = 41;

/**
 * Counts returns in bins of a round width (1, 2 or 5 × 10ⁿ) with an edge at zero, so that gains and losses never share one; about √n bins,
 * at most 41. A value on an edge counts in the upper bin; zeros are counted separately. No bins without a gain or a loss.
 */
export function distributionOf(returns: Numbers): Distribution {
  const moved = Array.from(returns).filter((value) => value !== 0);
  const unchanged = returns.length - moved.length;
  if (moved.length === 0) return { edges: [], counts: [], unchanged };
  const [low, high] = [Math.min(...moved), Math.max(...moved)];
  const wanted = Math.min(MOST_BINS - 2, Math.max(5, Math.ceil(Math.sqrt(moved.length))));
  const width = roundWidth(Math.max(high - low, Math.abs(high) * 1e-3, 1e-6) / wanted);
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of moved) counts[Math.floor(value / width) - first]! += 1;
  const edges = Array.from({ length: counts.length + 1 }, (_, index) => Number(((first + index) * width).toPrecision(9)));
  return { edges, counts, unchanged };
}

/** The next of 1, 2, 5 × 10ⁿ that is not smaller. */
function roundWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-12)) ?? 10;
  return step * power;
}
