import fc from 'fast-check';
import type { StrategyBar } from '@libs/sdk';

/** Looked up once: a test's globals are slow, and long series ask for them often. */
const { floor, imul, max, min, round } = Math;
const MINUTE = 60_000;
const FIRST_START = Date.UTC(2026, 0, 1);

/** An endless market from a seed: trends that turn, volatility that clusters, gaps, bars without a trade, spikes of volume. */
export function endlessMarket(seed: number): () => StrategyBar {
  const uniform = uniformFrom(seed);
  let [close, drift, heat, quiet, start] = [50_000, 0, 1, 0, FIRST_START - MINUTE];
  return () => {
    start += MINUTE;
    if (uniform() < 0.01) drift = (uniform() - 0.5) * 20;
    if (uniform() < 0.005) quiet = floor(uniform() * 40);
    if (quiet > 0) {
      quiet -= 1;
      return { start, open: close, high: close, low: close, close, volume: 0 };
    }
    heat = max(0.2, 0.95 * heat + 0.1 * uniform());
    const open = uniform() < 0.02 ? tick(close + (uniform() - 0.5) * 200) : close;
    close = max(1_000, tick(open + drift + heat * 60 * (uniform() + uniform() - 1) - (open - 50_000) * 0.001));
    const high = tick(max(open, close) + heat * 20 * uniform());
    const low = tick(min(open, close) - heat * 20 * uniform());
    const volume = round(1_000 * (uniform() < 0.001 ? 1e6 : 10) * uniform()) / 1_000;
    return { start, open, high, low, close, volume };
  };
}

/** The plainest series: a close that steps up or down by chance. */
export function randomWalk(seed: number, length: number): StrategyBar[] {
  const uniform = uniformFrom(seed);
  let close = 100;
  return Array.from({ length }, (_, at) => {
    const open = close;
    close = max(1, open + uniform() - 0.5);
    const [high, low] = [max(open, close) + uniform(), min(open, close) - uniform() / 2];
    return { start: FIRST_START + at * MINUTE, open, high, low, close, volume: 1 + 9 * uniform() };
  });
}

export function marketOf(seed: number, length: number): StrategyBar[] {
  const next = endlessMarket(seed);
  return Array.from({ length }, next);
}

type Named = readonly [name: string, bars: readonly StrategyBar[]];

/** Two series on which an indicator is held against another implementation; the walk never stands still, the market does. */
export const SERIES: readonly [walk: Named, market: Named] = [
  ['a random walk', randomWalk(7, 1_500)],
  ['a lively market', marketOf(11, 1_500).filter(({ volume }) => volume > 0)],
];

interface Step {
  readonly move: number;
  readonly above: number;
  readonly below: number;
  readonly volume: number;
}

/** Any bars on a tick of 0.01: flat ones, equal highs, gaps and bars without volume among them. */
export const anyBars: fc.Arbitrary<StrategyBar[]> = fc
  .record({
    first: fc.integer({ min: 2_000, max: 10_000_000 }),
    steps: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: stepOf(200, 100) },
        { weight: 1, arbitrary: fc.constant({ move: 0, above: 0, below: 0, volume: 0 }) },
        { weight: 1, arbitrary: stepOf(3, 1) },
      ),
      { minLength: 1, maxLength: 90 },
    ),
  })
  .map(({ first, steps }) => barsFrom(first, steps));

export const anyValues: fc.Arbitrary<number[]> = anyBars.map((bars) => bars.map(({ close }) => close));

function stepOf(move: number, wick: number): fc.Arbitrary<Step> {
  return fc.record({
    move: fc.integer({ min: -move, max: move }),
    above: fc.nat(wick),
    below: fc.nat(wick),
    volume: fc.oneof({ weight: 5, arbitrary: fc.nat(10_000) }, { weight: 1, arbitrary: fc.constant(0) }),
  });
}

function barsFrom(first: number, steps: readonly Step[]): StrategyBar[] {
  let close = first;
  return steps.map(({ move, above, below, volume }, at) => {
    const open = close;
    close = max(500, open + move);
    const [high, low] = [max(open, close) + above, min(open, close) - below];
    const start = FIRST_START + at * MINUTE;
    return { start, open: open / 100, high: high / 100, low: low / 100, close: close / 100, volume: volume / 100 };
  });
}

function tick(price: number): number {
  return round(price * 10) / 10;
}

/** Numbers from 0 to 1 by Mulberry32; the same from the same seed. */
function uniformFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function closesOf(bars: readonly StrategyBar[]): number[] {
  return bars.map(({ close }) => close);
}
