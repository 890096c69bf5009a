import { InvalidSearch } from '../search/invalid-search';

/** Market time, epoch milliseconds; the end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Training data to search, and the test after it without a gap, over which the winner is played. */
export interface WalkWindow {
  readonly train: Span;
  readonly test: Span;
}

export interface WalkTerms {
  /** The whole tradable span. */
  readonly span: Span;
  /** Lengths in milliseconds. */
  readonly train: number;
  readonly test: number;
  /** True if training always begins at the start of the span (anchored), false if `train` before its test (rolling). */
  readonly anchored: boolean;
  /** The longest watched bars, in milliseconds; windows are aligned to them. */
  readonly step: number;
}

/** As many windows as fit; each begins one test length later, so tests follow each other without gap or overlap. Throws `InvalidSearch`. */
export function windowsOf({ span, train, test, anchored, step }: WalkTerms): readonly WalkWindow[] {
  for (const [name, length] of Object.entries({ train, test }))
    if (!(length > 0) || length % step !== 0)
      throw new InvalidSearch(`${name} is ${lengthText(length)}; it must be a multiple of the longest bars, which are ${lengthText(step)}`);
  const begin = Math.ceil(span.from / step) * step;
  const windows: WalkWindow[] = [];
  for (let at = begin + train; at + test <= span.to; at += test)
    windows.push({ train: { from: anchored ? begin : at - train, to: at }, test: { from: at, to: at + test } });
  if (windows.length === 0)
    throw new InvalidSearch(
      `train and test together are ${lengthText(train + test)}, and there are ${lengthText(Math.max(0, span.to - begin))} of data to trade on`,
    );
  return windows;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** `20 d 6 h`, exact. */
function lengthText(milliseconds: number): string {
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count < 1) continue;
    parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  if (rest !== 0 || parts.length === 0) parts.push(`${rest / 1_000} s`);
  return parts.join(' ');
}
