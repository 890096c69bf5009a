const FIRST_ROWS = 256;

/** Rows of numbers in one typed array that grows by doubling. */
export class FloatRows {
  /** Row after row; what lies beyond `length` rows has no meaning. */
  data: Float64Array;
  length = 0;

  constructor(private readonly columns: number) {
    this.data = new Float64Array(FIRST_ROWS * columns);
  }

  /** Makes a row of zeros and gives its place in `data`, which may be another array than before. */
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
