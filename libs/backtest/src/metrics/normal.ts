/**
 * Standard normal distribution: the chance of a value ≤ x. The series of erf near the middle, the continued fraction of erfc
 * in the tails, both to machine precision. https://dlmf.nist.gov/7.6.E2, https://dlmf.nist.gov/7.9.E1
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const upper = z < 2.5 ? (1 - erfSeries(z)) / 2 : erfcFraction(z) / 2;
  return x > 0 ? 1 - upper : upper;
}

/**
 * The inverse: the x with a chance `p` of a value below it; ±Infinity at 1 and 0, NaN outside. Bisection first, then Newton's
 * steps; few calls are made, so it needs no table of coefficients. https://en.wikipedia.org/wiki/Probit
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -39;
  let high = 0;
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  let x = (low + high) / 2;
  for (let i = 0; i < 2; i += 1) x -= (normalCdf(x) - p) / density(x);
  return x;
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

function erfSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}

function erfcFraction(z: number): number {
  let tail = z;
  for (let n = 120; n >= 1; n -= 1) tail = z + n / 2 / tail;
  return Math.exp(-z * z) / Math.sqrt(Math.PI) / tail;
}
