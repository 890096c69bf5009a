import { InvalidSearch } from '../search/invalid-search';

/** Market time, epoch milliseconds, the end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is searched, and what the winner is then played over; the second follows the first without a hole. */
export interface WalkWindow {
  readonly train: Span;
  readonly test: Span;
}

export interface WalkTerms {
  /** All that may be traded. */
  readonly span: Span;
  /** Lengths in milliseconds. */
  readonly train: number;
  readonly test: number;
  /** Whether every search begins at the beginning instead of `train` before its test. */
  readonly anchored: boolean;
  /** The longest bars that are watched, in milliseconds; windows begin and end where those do. */
  readonly step: number;
}

/** As many windows as fit; each begins a test later, so tests follow each other without hole or overlap. Throws `InvalidSearch`. */
export function windowsOf({ span, train, test, anchored, step }: WalkTerms): readonly WalkWindow[] {
  for (const [name, length] of Object.entries({ train, test }))
    if (!(length > 0) || length % step !== 0)
      throw new InvalidSearch(`${name} is ${length / 1_000} s; it must be a multiple of the longest bars, which are ${step / 1_000} s`);
  const begin = Math.ceil(span.from / step) * step;
  const windows: WalkWindow[] = [];
  for (let at = begin + train; at + test <= span.to; at += test)
    windows.push({ train: { from: anchored ? begin : at - train, to: at }, test: { from: at, to: at + test } });
  if (windows.length === 0)
    throw new InvalidSearch(
      `train and test together are ${(train + test) / 1_000} s, and there are ${Math.max(0, span.to - begin) / 1_000} s of data to trade on`,
    );
  return windows;
}
