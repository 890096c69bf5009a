import type { Curve } from './run-record';

/** Collects the points of an equity curve in columns that grow by doubling: 24 bytes a point, nothing else. */
export class CurveRecorder {
  private times: Float64Array;
  private equity: Float64Array;
  private exposure: Float64Array;
  private length = 0;

  constructor(expectedPoints = 1024) {
    const size = Math.max(1, expectedPoints);
    this.times = new Float64Array(size);
    this.equity = new Float64Array(size);
    this.exposure = new Float64Array(size);
  }

  /** Adds a point. An earlier time than the last one is an error of the caller; the same time replaces the point. */
  push(at: number, equity: number, exposure: number): void {
    const last = this.length === 0 ? -Infinity : this.times[this.length - 1]!;
    if (at < last) throw new RangeError(`curve point at ${at} comes after one at ${last}; times must rise`);
    if (at > last) this.length += 1;
    if (this.length > this.times.length) this.grow();
    const index = this.length - 1;
    this.times[index] = at;
    this.equity[index] = equity;
    this.exposure[index] = exposure;
  }

  /** The points so far, as views of the same memory. */
  curve(): Required<Curve> {
    return {
      times: this.times.subarray(0, this.length),
      equity: this.equity.subarray(0, this.length),
      exposure: this.exposure.subarray(0, this.length),
    };
  }

  private grow(): void {
    this.times = doubled(this.times);
    this.equity = doubled(this.equity);
    this.exposure = doubled(this.exposure);
  }
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
