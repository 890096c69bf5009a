import { INTERVALS } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';

/** Something about stored rows that a person should know, with its time and value. */
export interface Finding {
  readonly problem: 'gap' | 'duplicate' | 'disorder' | 'off-grid' | 'outlier';
  /** Market time, epoch milliseconds. */
  readonly at: number;
  readonly detail: string;
}

export interface Verification {
  readonly rows: number;
  /** Rows that are missing. */
  readonly missing: number;
  readonly count: number;
  /** The first ones; there may be more. */
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  /** A price that moves by more than this many robust standard deviations of the series' own moves is named. */
  readonly sigmas: number;
  /** How many findings are kept with their words. */
  readonly limit: number;
}

export const DEFAULT_VERIFY: VerifyOptions = { sigmas: 40, limit: 1_000 };

/** Collects findings: all are counted, the first are kept. */
export class Findings {
  count = 0;
  readonly list: Finding[] = [];

  constructor(private readonly limit: number) {}

  add(problem: Finding['problem'], at: number, detail: string): void {
    this.count += 1;
    if (this.list.length < this.limit) this.list.push({ problem, at, detail });
  }
}

/** Makes the scale of moves: the median of their sizes × 1.4826 is the standard deviation of a normal distribution. */
const TO_SIGMA = 1.4826;
/** Below so many moves there is no telling which is odd. */
const FEWEST_MOVES = 100;

interface Move {
  readonly at: number;
  readonly size: number;
  readonly from: string;
  readonly to: string;
}

/** Reads candles once, in the order given, and names every gap, duplicate, disorder and outlier. */
export async function verifyCandles(
  bars: AsyncIterable<Bar>,
  interval: Interval,
  { sigmas, limit }: VerifyOptions = DEFAULT_VERIFY,
): Promise<Verification> {
  const findings = new Findings(limit);
  const moves = new Moves();
  let [rows, missing] = [0, 0];
  let previous: Bar | undefined;
  for await (const bar of bars) {
    rows += 1;
    checkPrices(bar, findings);
    if (bar.start % INTERVALS[interval] !== 0) findings.add('off-grid', bar.start, `it does not start on a multiple of ${interval}`);
    if (previous) {
      missing += checkOrder(previous, bar, { interval, findings });
      moves.add(previous, bar);
    }
    if (!previous || bar.start > previous.start) previous = bar;
  }
  for (const { at, size, from, to } of moves.beyond(sigmas))
    findings.add('outlier', at, `the price jumps from ${from} to ${to}, ${Math.round(size)} times its usual move`);
  return { rows, missing, count: findings.count, findings: findings.list.toSorted((a, b) => a.at - b.at) };
}

function checkPrices({ start, open, high, low, close, volume }: Bar, findings: Findings): void {
  const outlier = (detail: string): void => findings.add('outlier', start, detail);
  if (low.sign <= 0) outlier(`the low is ${low.toString()}, and a price is above zero`);
  if (high.lt(low)) outlier(`the high ${high.toString()} is below the low ${low.toString()}`);
  for (const [name, price] of [
    ['open', open],
    ['close', close],
  ] as const) {
    if (price.gt(high)) outlier(`the ${name} ${price.toString()} is above the high ${high.toString()}`);
    if (price.lt(low)) outlier(`the ${name} ${price.toString()} is below the low ${low.toString()}`);
  }
  if (volume.sign < 0) outlier(`the volume is ${volume.toString()}`);
}

interface OrderCheck {
  readonly interval: Interval;
  readonly findings: Findings;
}

/** How many candles are missing between the two. */
function checkOrder(previous: Bar, bar: Bar, { interval, findings }: OrderCheck): number {
  const step = bar.start - previous.start;
  if (step === 0) findings.add('duplicate', bar.start, 'the candle is there twice');
  if (step < 0) findings.add('disorder', bar.start, `it comes after the candle of ${new Date(previous.start).toISOString()}`);
  const lost = Math.ceil(step / INTERVALS[interval]) - 1;
  if (lost <= 0) return 0;
  const last = bar.start - INTERVALS[interval];
  findings.add(
    'gap',
    previous.start + INTERVALS[interval],
    `${lost} candle${lost === 1 ? ' is' : 's are'} missing, up to and with ${new Date(last).toISOString()}`,
  );
  return lost;
}

/** Moves from one close to the next, measured against the usual one of the series itself. */
class Moves {
  private readonly sizes: number[] = [];
  private largest: Move[] = [];

  add(previous: Bar, bar: Bar): void {
    const [from, to] = [previous.close.toNumber(), bar.close.toNumber()];
    if (!(from > 0 && to > 0)) return;
    const size = Math.abs(Math.log(to / from));
    this.sizes.push(size);
    const smallest = this.largest.at(-1);
    if (this.largest.length >= 1_000 && smallest && smallest.size >= size) return;
    this.largest.push({ at: bar.start, size, from: previous.close.toString(), to: bar.close.toString() });
    if (this.largest.length > 2_000) this.largest = this.largest.sort((a, b) => b.size - a.size).slice(0, 1_000);
  }

  /** Those that are larger than so many standard deviations; their size in these. */
  beyond(sigmas: number): readonly Move[] {
    if (this.sizes.length < FEWEST_MOVES) return [];
    const sorted = this.sizes.filter((size) => size > 0).sort((a, b) => a - b);
    const sigma = TO_SIGMA * (sorted[sorted.length >> 1] ?? 0);
    if (sigma === 0) return [];
    return this.largest.map((move) => ({ ...move, size: move.size / sigma })).filter(({ size }) => size > sigmas);
  }
}
