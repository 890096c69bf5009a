const MOST_DAYS = 60;

/** Keeps the equity of all paths on few enough days to draw, always including the last. */
export class Fan {
  private readonly days: readonly number[];
  private readonly columns: readonly Float64Array[];
  private readonly places: Int32Array;

  constructor(days: number, runs: number) {
    const count = Math.min(MOST_DAYS, days);
    this.days = Array.from({ length: count }, (_, at) => Math.round(((at + 1) * days) / count));
    this.columns = this.days.map(() => new Float64Array(runs));
    this.places = new Int32Array(days).fill(-1);
    for (const [place, day] of this.days.entries()) this.places[day - 1] = place;
  }

  /** `day` counts from 0. */
  put(run: number, day: number, equity: number): void {
    const place = this.places[day]!;
    if (place >= 0) this.columns[place]![run] = equity;
  }

  /** One row per kept day. */
  rows<T>(bandsOf: (column: Float64Array) => T): readonly ({ readonly day: number } & T)[] {
    return this.days.map((day, at) => ({ day, ...bandsOf(this.columns[at]!) }));
  }
}
