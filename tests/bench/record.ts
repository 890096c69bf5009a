/** One line of a benchmark's output: a single value, or percentiles of n samples. */
export interface BenchRecord {
  readonly bench: string;
  readonly case: string;
  readonly metric: string;
  readonly unit: 'ms' | 'us' | '/s' | 'bytes' | 'ratio';
  readonly n: number;
  readonly value?: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly peer?: string;
  readonly ratio?: number;
}

export type Bench = (report: (record: BenchRecord) => void) => Promise<void>;

/** Nearest-rank percentiles, rounded to three digits. */
export function percentiles(samples: readonly number[]): { n: number; p50: number; p95: number; p99: number } {
  if (samples.length === 0) throw new RangeError('percentiles of no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => Number(sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(3));
  return { n: samples.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
