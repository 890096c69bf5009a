import { mix32, planPath, setSyntheticDepth, type BarPlan, type BookSide, type TickBar } from '@libs/simulation';

/** The touch of a book at one moment of a bar. */
export interface Touch {
  readonly bid: number;
  readonly ask: number;
  readonly time: number;
  /** Index of the bar. */
  readonly bar: number;
  /** Lots of a middling best level. */
  readonly baseLots: number;
}

/** How finely bars are played. */
export interface Pace {
  /** Milliseconds of a bar. */
  readonly interval: number;
  /** Market time per wall time. */
  readonly speed: number;
  readonly stepsPerLeg: number;
}

/** How bars become a market: in which steps they are played and what the book looks like meanwhile. */
export interface TapeStyle {
  plan(bar: TickBar, pace: Pace): BarPlan;
  fill(bids: BookSide, asks: BookSide, touch: Touch): void;
}

const LEVELS = 50;

/** What a file of candles can tell: one trade per step of the path, one tick of spread. */
export const candleStyle: TapeStyle = {
  plan: (bar, { interval, stepsPerLeg }) => planPath(bar, interval, stepsPerLeg),
  fill: (bids, asks, { ask, bar, baseLots }) => setSyntheticDepth({ bids, asks }, ask, { levels: LEVELS, baseLots, salt: mix32(bar) }),
};
