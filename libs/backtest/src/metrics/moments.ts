/** Columns of numbers of any array type. */
export type Numbers = readonly number[] | Float64Array;

/** Σ x ÷ n; null without values. */
export function mean(values: Numbers): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
}

/**
 * Sample standard deviation, √(Σ (x − mean)² ÷ (n − 1)); null below two values. Exactly 0 if all values are equal.
 * https://en.wikipedia.org/wiki/Standard_deviation#Corrected_sample_standard_deviation
 */
export function standardDeviation(values: Numbers): number | null {
  if (values.length < 2) return null;
  if (allEqual(values)) return 0;
  return Math.sqrt(centralSum(values, 2) / (values.length - 1));
}

/**
 * Skewness, m₃ ÷ m₂^1.5 with moments over n (Fisher–Pearson, not corrected); 0 is symmetric. null below two values or if all are equal.
 * https://en.wikipedia.org/wiki/Skewness#Sample_skewness
 */
export function skewness(values: Numbers): number | null {
  return standardMoment(values, 3);
}

/**
 * Kurtosis, m₄ ÷ m₂² with moments over n; the normal distribution has 3 (not the excess). null below two values or if all are equal.
 * https://en.wikipedia.org/wiki/Kurtosis#Sample_kurtosis
 */
export function kurtosis(values: Numbers): number | null {
  return standardMoment(values, 4);
}

/**
 * Quantile: the value below which a share `p` (0…1) of the values lies, interpolated linearly between the two nearest ranks (Hyndman and
 * Fan's type 7, NumPy's default); null without values. https://en.wikipedia.org/wiki/Quantile#Estimating_quantiles_from_a_sample
 */
export function quantile(values: Numbers, p: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const rank = (sorted.length - 1) * p;
  const below = Math.floor(rank);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (rank - below);
}

/**
 * Sample covariance of two columns of equal length, Σ (x − mean x)(y − mean y) ÷ (n − 1); null below two values.
 * https://en.wikipedia.org/wiki/Sample_mean_and_covariance
 */
export function covariance(x: Numbers, y: Numbers): number | null {
  if (x.length !== y.length) throw new RangeError(`columns of ${x.length} and ${y.length} values have no covariance`);
  const meanX = mean(x);
  const meanY = mean(y);
  if (meanX === null || meanY === null || x.length < 2) return null;
  let sum = 0;
  for (let i = 0; i < x.length; i += 1) sum += (x[i]! - meanX) * (y[i]! - meanY);
  return sum / (x.length - 1);
}

function standardMoment(values: Numbers, power: number): number | null {
  if (values.length < 2 || allEqual(values)) return null;
  const second = centralSum(values, 2) / values.length;
  return centralSum(values, power) / values.length / second ** (power / 2);
}

function centralSum(values: Numbers, power: number): number {
  const centre = mean(values)!;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += (values[i]! - centre) ** power;
  return sum;
}

// Rounding the mean would give a deviation of 1e-18 instead of zero, and a Sharpe ratio of 1e16.
function allEqual(values: Numbers): boolean {
  for (let i = 1; i < values.length; i += 1) if (values[i] !== values[0]) return false;
  return true;
}
