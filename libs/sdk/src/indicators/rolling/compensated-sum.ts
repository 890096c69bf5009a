/** A sum that tracks its own rounding error. */
export interface CompensatedSum {
  sum: number;
  lost: number;
}

export function noSum(): CompensatedSum {
  return { sum: 0, lost: 0 };
}

/**
 * Neumaier's addition: the error of a million additions and removals stays near that of one, so a rolling sum need not be recomputed and
 * forgets an outlier once it has left. Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54
 * (1974), https://doi.org/10.1002/zamm.19740540106.
 */
export function addTo(state: CompensatedSum, value: number): void {
  const next = state.sum + value;
  state.lost += Math.abs(state.sum) >= Math.abs(value) ? state.sum - next + value : value - next + state.sum;
  state.sum = next;
}

export function totalOf(state: CompensatedSum): number {
  return state.sum + state.lost;
}
