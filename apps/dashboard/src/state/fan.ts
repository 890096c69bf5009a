import type { MonteCarlo } from '@libs/backtest';

type Blocks = NonNullable<MonteCarlo['blocks']>;

/** A fan of paths as SVG paths in a square of 100 by 100, the last day at the right and the maximum at the top. */
export interface Fan {
  /** The outer band holds nine of ten paths, the inner one half of them. */
  readonly outer: string;
  readonly inner: string;
  readonly middle: string;
  /** Vertical position of the starting equity, 0 (top) to 100. */
  readonly start: number;
  readonly least: number;
  readonly most: number;
}

/** Bands start at the starting equity, where every path does. */
export function fanOf({ fan, days }: Pick<Blocks, 'fan' | 'days'>, startingEquity: number): Fan {
  const least = Math.min(startingEquity, ...fan.map(({ p5 }) => p5));
  const most = Math.max(startingEquity, ...fan.map(({ p95 }) => p95));
  const down = (equity: number): number => (most === least ? 50 : ((most - equity) / (most - least)) * 100);
  const course = (name: 'p5' | 'p25' | 'p50' | 'p75' | 'p95'): readonly string[] => [
    place(0, down(startingEquity)),
    ...fan.map((one) => place((one.day / days) * 100, down(one[name]))),
  ];
  const band = (low: readonly string[], high: readonly string[]): string => `M${[...low, ...high.toReversed()].join('L')}Z`;
  return {
    outer: band(course('p5'), course('p95')),
    inner: band(course('p25'), course('p75')),
    middle: `M${course('p50').join('L')}`,
    start: down(startingEquity),
    least,
    most,
  };
}

function place(x: number, y: number): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
