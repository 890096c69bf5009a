import { fillLivelySide, planFlow, type BarPlan, type BookSide, type TickBar } from '@libs/simulation';
import type { Pace, TapeStyle, Touch } from './tape-style';

export interface LivelyStyleOptions {
  readonly seed: number;
  /** Ticks that a calm bar ranges over. */
  readonly calmRange: number;
  /** Lots of a middling best level. */
  readonly baseLots: number;
}

const LEVELS = 200;
/** Wall milliseconds between two events of the flow, roughly. */
const EVENT_WALL = 60;
const LEAST_EVENTS = 2;
const MOST_EVENTS = 12;

/** A generated market: orders in a flow, spreads that vary, a book with a shape. */
export class LivelyStyle implements TapeStyle {
  constructor(private readonly options: LivelyStyleOptions) {}

  plan(bar: TickBar, { interval, speed, stepsPerLeg }: Pace): BarPlan {
    const { seed, calmRange } = this.options;
    const stepWall = interval / speed / (3 * stepsPerLeg);
    const eventsPerStep = Math.max(LEAST_EVENTS, Math.min(MOST_EVENTS, stepWall / EVENT_WALL));
    return planFlow(bar, { seed, interval, stepsPerLeg, eventsPerStep, calmRange });
  }

  fill(bids: BookSide, asks: BookSide, { bid, ask, time }: Touch): void {
    const { baseLots, seed } = this.options;
    const depth = { levels: LEVELS, baseLots, seed, time };
    fillLivelySide(bids, bid, -1, depth);
    fillLivelySide(asks, ask, 1, depth);
  }
}
