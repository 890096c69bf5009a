import { SeededRandom } from '../random/seeded-random';
import { pathStep } from './bar-path';
import { BarSeries, type TickBar } from './bar-series';

export interface GeneratorOptions {
  readonly seed: number;
  readonly firstStart: number;
  readonly interval: number;
  /** First price, in ticks. */
  readonly firstPrice: number;
  /** The price reverts softly between these, in ticks. */
  readonly lowestPrice: number;
  readonly highestPrice: number;
  /** Standard deviation of one bar's return in a calm hour, e.g. 0.0005. */
  readonly calmVolatility: number;
  /** Volume of a calm bar, in volume units. */
  readonly calmVolume: number;
  readonly volumeScale: number;
  /** The market whose moves this one shares. */
  readonly leader?: Leader;
}

export interface Leader {
  /** Bars of the same interval and times, generated on demand. */
  readonly bars: BarMaker;
  /** Log return of this market per unit of the leader's log return. */
  readonly beta: number;
}

/** An endless series of bars: those up to `count` exist once requested. */
export interface BarMaker {
  readonly series: BarSeries;
  extendTo(count: number): void;
}

const PARTS = 12;
const LEGS = 3;
/** Minor swings: a damped cycle of about this many bars, sustained by noise. */
const SWING_BARS = 17;
const SWING_DAMPING = 0.94;
const SWING_SHARE = 0.75;
const WALK_SHARE = 0.75;
const DAY = 86_400_000;

/**
 * An endless realistic market: volatility clusters, with occasional bursts; the price swings about a wandering trend; volume rises with
 * volatility and during European and American hours. Bar n depends only on the seed and n.
 */
export class GeneratedBars implements BarMaker {
  readonly series: BarSeries;
  private readonly random: SeededRandom;
  private readonly middle: number;
  private readonly reach: number;
  private price: number;
  private logVolatility = 0;
  private burst = 0;
  private swing = 0;
  private swingBefore = 0;
  private drift = 0;
  private driftBars = 0;

  constructor(private readonly options: GeneratorOptions) {
    this.series = new BarSeries(options.firstStart, options.interval, options.volumeScale);
    this.random = new SeededRandom(options.seed);
    const [lowest, highest] = [Math.log(options.lowestPrice), Math.log(options.highestPrice)];
    this.middle = (lowest + highest) / 2;
    this.reach = (highest - lowest) / 2;
    this.price = Math.log(options.firstPrice);
  }

  /** Generates bars until the series holds at least `count`. */
  extendTo(count: number): void {
    while (this.series.length < count) this.add();
  }

  private add(): void {
    const { options, random } = this;
    const start = this.series.end;
    const leading = this.leadingBar();
    const volatility = this.nextVolatility() * rhythm(start);
    this.nextDrift();
    const open = this.ticks(this.price);
    let high = open;
    let low = open;
    const from = this.price;
    const swing = this.nextSwing(volatility);
    const step = (WALK_SHARE * volatility * options.calmVolatility) / Math.sqrt(PARTS);
    for (let part = 0; part < PARTS; part += 1) {
      this.price += step * random.gaussian() + (this.drift * volatility + swing + this.pull()) / PARTS;
      if (leading) this.price += options.leader!.beta * partOf(leading, part);
      const ticks = this.ticks(this.price);
      if (ticks > high) high = ticks;
      if (ticks < low) low = ticks;
    }
    const moved = Math.abs(this.price - from) / options.calmVolatility;
    const appetite = Math.exp(0.45 * random.gaussian() - 0.1);
    const volume = Math.max(1, Math.round(options.calmVolume * appetite * volatility * (0.6 + 0.5 * moved)));
    this.series.push(open, high, low, this.ticks(this.price), volume);
  }

  private leadingBar(): TickBar | undefined {
    const { leader } = this.options;
    if (!leader) return undefined;
    const index = this.series.length;
    leader.bars.extendTo(index + 1);
    return leader.bars.series.at(index);
  }

  /** Log volatility reverts slowly to calm; a burst multiplies it and decays over some minutes. */
  private nextVolatility(): number {
    this.logVolatility = 0.97 * this.logVolatility + 0.13 * this.random.gaussian();
    this.burst *= 0.8;
    if (this.random.uniform() < 0.004) this.burst = 0.8 + 1.2 * this.random.uniform();
    return Math.exp(this.logVolatility + this.burst);
  }

  /** How far the minor swing carries the price in this bar. */
  private nextSwing(volatility: number): number {
    const push = SWING_SHARE * volatility * this.options.calmVolatility * this.random.gaussian();
    const next = 2 * SWING_DAMPING * Math.cos((2 * Math.PI) / SWING_BARS) * this.swing - SWING_DAMPING ** 2 * this.swingBefore + push;
    this.swingBefore = this.swing;
    this.swing = next;
    return next - this.swingBefore;
  }

  private nextDrift(): void {
    this.driftBars -= 1;
    if (this.driftBars > 0) return;
    this.driftBars = 10 + Math.floor(this.random.uniform() * 50);
    this.drift = this.options.calmVolatility * 0.2 * this.random.gaussian();
  }

  private pull(): number {
    const out = (this.price - this.middle) / this.reach;
    return -(out ** 3) * this.options.calmVolatility * 0.3;
  }

  private ticks(logPrice: number): number {
    return Math.max(1, Math.round(Math.exp(logPrice)));
  }
}

/** Log return of one of the twelve parts of a bar's path. */
function partOf(bar: TickBar, part: number): number {
  const price = (index: number): number => pathStep(bar, PARTS, PARTS / LEGS, index).price;
  return Math.log(price(part + 1) / price(part));
}

/** Activity by hour: lowest around 4:00 UTC, highest around 15:00. */
function rhythm(time: number): number {
  const hour = ((time % DAY) / DAY) * 24;
  const distance = Math.min(Math.abs(hour - 15), 24 - Math.abs(hour - 15));
  return 1.25 - distance * 0.05;
}
