/** One side of a book, best level first; whole ticks and lots. */
export interface BookSide {
  readonly ticks: number[];
  readonly lots: number[];
}
