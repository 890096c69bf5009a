import { mean, quantile, type Numbers } from './moments';

/**
 * Historical value at risk: the loss exceeded in a share `tail` of all periods, as a positive fraction; negative if even that quantile is a
 * gain. null without returns. https://en.wikipedia.org/wiki/Value_at_risk#Computation_methods
 */
export function valueAtRisk(returns: Numbers, tail = 0.05): number | null {
  const edge = quantile(returns, tail);
  return edge === null ? null : 0 - edge;
}

/**
 * Conditional value at risk (expected shortfall): the mean loss of the periods at or beyond the value at risk, as a positive
 * fraction. null without returns. https://en.wikipedia.org/wiki/Expected_shortfall
 */
export function conditionalValueAtRisk(returns: Numbers, tail = 0.05): number | null {
  const edge = quantile(returns, tail);
  if (edge === null) return null;
  const worst = mean(Float64Array.from(returns).filter((value) => value <= edge));
  return worst === null ? null : 0 - worst;
}

/**
 * Tail ratio: |95 % quantile| ÷ |5 % quantile|; without a unit. null without returns or if the 5 % quantile is 0.
 * https://github.com/quantopian/empyrical/blob/master/empyrical/stats.py (tail_ratio)
 */
export function tailRatio(returns: Numbers): number | null {
  const low = quantile(returns, 0.05);
  const high = quantile(returns, 0.95);
  return low === null || high === null || low === 0 ? null : Math.abs(high) / Math.abs(low);
}
