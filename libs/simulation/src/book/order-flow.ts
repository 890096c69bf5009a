import type { BarPlan } from '../market/bar-plan';
import { pathLength, pathStep, type PathStep } from '../market/bar-path';
import type { TickBar } from '../market/bar-series';
import { pareto, splitWhole } from '../random/heavy-tail';
import { mix32, SeededRandom } from '../random/seeded-random';

export interface FlowOptions {
  readonly seed: number;
  readonly interval: number;
  readonly stepsPerLeg: number;
  /** Trades and quotes between two steps of the path, on average. */
  readonly eventsPerStep: number;
  /** Range of a calm bar in ticks: beyond it spreads widen and orders come in bursts. */
  readonly calmRange: number;
}

/** Largest number of trades that one burst adds between two steps. */
const MOST_IN_BURST = 40;
const SIZE_TAIL = 1.3;
const LARGEST_SIZE = 400;
const SPREAD_TAIL = 1.4;
const WIDEST_SPREAD = 25;
const SAME_SIDE = 0.72;

/**
 * Turns a bar into a flow of orders: its path stays, and between two steps there are trades of heavy-tailed sizes and quotes, in
 * self-exciting bursts. Depends only on the bar and the seed, and keeps the bar's prices and volume.
 */
export function planFlow(bar: TickBar, options: FlowOptions): BarPlan {
  return new FlowPlanner(bar, options).plan();
}

class FlowPlanner {
  private readonly random: SeededRandom;
  private readonly times: number[] = [];
  private readonly prices: number[] = [];
  private readonly weights: number[] = [];
  private readonly buyerTook: boolean[] = [];
  private readonly spreads: number[] = [];
  private readonly liveliness: number;
  private excitement = 1;
  private lastPrice: number;
  private lastSide: boolean;

  constructor(
    private readonly bar: TickBar,
    private readonly options: FlowOptions,
  ) {
    this.random = new SeededRandom(mix32(options.seed ^ Math.floor(bar.start / 1_000)) * 2 ** 20 + options.seed);
    this.liveliness = Math.min(4, (bar.high - bar.low) / Math.max(1, options.calmRange));
    this.lastPrice = bar.open;
    this.lastSide = bar.close >= bar.open;
  }

  plan(): BarPlan {
    const { bar, options } = this;
    const steps = pathLength(options.stepsPerLeg);
    let before: PathStep = { time: bar.start, price: bar.open, volume: 0 };
    for (let step = 0; step < steps; step += 1) {
      const next = pathStep(bar, options.interval, options.stepsPerLeg, step);
      this.walk(before, next, step === 0 ? 1 : this.eventCount());
      before = next;
    }
    let reached = 0;
    const volumes = splitWhole(bar.volume, this.weights).map((size) => (reached += size));
    const { times, prices, buyerTook, spreads } = this;
    return { times, prices, volumes, buyerTook, spreads };
  }

  /** Trades and quotes after one step of the path up to the next, which the last of them reaches. */
  private walk(from: PathStep, to: PathStep, events: number): void {
    const moments = this.moments(events, from.time, to.time);
    for (let event = 1; event < events; event += 1) {
      const isQuote = this.random.uniform() < 0.35;
      const price = isQuote ? this.lastPrice : this.between(from.price, to.price, event / events);
      this.push(moments[event - 1]!, price, isQuote ? 0 : this.size());
    }
    this.push(to.time, to.price, this.size());
  }

  private size(): number {
    return pareto(this.random, SIZE_TAIL, LARGEST_SIZE);
  }

  /** Each burst makes the next few steps busier, the more so in a lively bar. */
  private eventCount(): number {
    const burst = this.random.uniform() < 0.03 + 0.03 * this.liveliness ? pareto(this.random, 1.2, 12) : 0;
    this.excitement = 0.6 * this.excitement + 0.4 * (0.6 + 0.4 * this.liveliness) + 0.5 * burst;
    const mean = Math.max(0.2, this.options.eventsPerStep * this.excitement * (0.4 + 1.2 * this.random.uniform()));
    return 1 + Math.min(MOST_IN_BURST, Math.floor(mean));
  }

  /** Rising times in (from, to), concentrated towards the end, when the price arrives. */
  private moments(count: number, from: number, to: number): number[] {
    const draws = Array.from({ length: count }, () => Math.sqrt(this.random.uniform()));
    return draws.sort((a, b) => a - b).map((draw) => Math.floor(from + (to - from) * draw));
  }

  /** A point on the way with a small detour, never outside the bar. */
  private between(from: number, to: number, part: number): number {
    const detour = this.random.gaussian() * Math.min(3, 0.5 + Math.abs(to - from) * 0.15);
    return Math.max(this.bar.low, Math.min(this.bar.high, Math.round(from + (to - from) * part + detour)));
  }

  private push(time: number, price: number, weight: number): void {
    if (price !== this.lastPrice) this.lastSide = price > this.lastPrice;
    else if (weight > 0 && this.random.uniform() > SAME_SIDE) this.lastSide = !this.lastSide;
    this.lastPrice = price;
    this.times.push(time);
    this.prices.push(price);
    this.weights.push(weight);
    this.buyerTook.push(this.lastSide);
    this.spreads.push(this.spread());
  }

  /** Mostly one tick, wider in lively bars. */
  private spread(): number {
    const wide = Math.min(0.7, 0.08 + 0.16 * this.liveliness);
    if (this.random.uniform() > wide) return 1;
    return 1 + Math.floor(pareto(this.random, SPREAD_TAIL, WIDEST_SPREAD));
  }
}
