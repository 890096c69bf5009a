const BUCKETS = 128;
/** Each bucket is 15 % wider than the one before, from 10 µs to about ten minutes. */
const GROWTH = Math.log(1.15);
const SMALLEST_MS = 0.01;

/** Latencies in milliseconds as counts: constant memory, percentiles within 15 %. */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(BUCKETS);
  private total = 0;

  get count(): number {
    return this.total;
  }

  add(milliseconds: number): void {
    const place = milliseconds <= SMALLEST_MS ? 0 : Math.ceil(Math.log(milliseconds / SMALLEST_MS) / GROWTH);
    this.counts[Math.min(BUCKETS - 1, place)]! += 1;
    this.total += 1;
  }

  /** Upper bound of the bucket that contains the quantile (0 < q ≤ 1); null before the first value. */
  quantile(q: number): number | null {
    if (this.total === 0) return null;
    let left = Math.ceil(q * this.total);
    const place = this.counts.findIndex((count) => (left -= count) <= 0);
    return SMALLEST_MS * Math.exp(GROWTH * place);
  }
}
