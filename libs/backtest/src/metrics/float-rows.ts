const FIRST_ROWS = 256;

/** Rows of numbers in one typed array that grows by doubling. */
export class FloatRows {
  /** Row after row; anything beyond `length` rows is undefined. */
  data: Float64Array;
  length = 0;

  constructor(private readonly columns: number) {
    this.data = new Float64Array(FIRST_ROWS * columns);
  }

  /** Appends a row of zeros and returns its offset in `data`, which may be reallocated. */
  add(): number {
    const at = this.length * this.columns;
    if (at === this.data.length) this.grow();
    this.length += 1;
    return at;
  }

  private grow(): void {
    const larger = new Float64Array(this.data.length * 2);
    larger.set(this.data);
    this.data = larger;
  }
}
