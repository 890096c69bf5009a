import { SeededRandom } from '../random/seeded-random';
import { BarSeries } from './bar-series';
import type { BarMaker } from './generated-bars';

export interface ShadowOptions {
  readonly seed: number;
  /** The contract whose coin this market trades. */
  readonly leader: BarMaker;
  /** Ticks of this market per tick of the leader. */
  readonly ticksPerTick: number;
  /** Share of the leader's volume. */
  readonly volumeShare: number;
  readonly volumeScale: number;
}

const MEAN_PREMIUM = 0.0002;
const PREMIUM_DAMPING = 0.995;
const PREMIUM_STEP = 0.00005;
const MOST_PREMIUM = 0.002;

/** The spot market beside a perpetual: the same prices without the premium, which wanders slowly around two basis points. */
export class ShadowBars implements BarMaker {
  readonly series: BarSeries;
  private readonly random: SeededRandom;
  private premium = MEAN_PREMIUM;
  private close: number | undefined;

  constructor(private readonly options: ShadowOptions) {
    const { firstStart, interval } = options.leader.series;
    this.series = new BarSeries(firstStart, interval, options.volumeScale);
    this.random = new SeededRandom(options.seed);
  }

  extendTo(count: number): void {
    this.options.leader.extendTo(count);
    while (this.series.length < count) this.add();
  }

  private add(): void {
    const { leader, volumeShare, volumeScale } = this.options;
    const bar = leader.series.at(this.series.length);
    const open = this.close ?? this.ticks(bar.open);
    this.premium = this.nextPremium();
    this.close = this.ticks(bar.close);
    const high = Math.max(open, this.close, this.ticks(bar.high));
    const low = Math.min(open, this.close, this.ticks(bar.low));
    const taste = Math.exp(0.3 * this.random.gaussian());
    const volume = Math.round(bar.volume * volumeShare * taste * 10 ** (volumeScale - leader.series.volumeScale));
    this.series.push(open, high, low, this.close, Math.max(1, volume));
  }

  private nextPremium(): number {
    const pulled = MEAN_PREMIUM + PREMIUM_DAMPING * (this.premium - MEAN_PREMIUM);
    const next = pulled + PREMIUM_STEP * this.random.gaussian();
    return Math.max(-MOST_PREMIUM, Math.min(MOST_PREMIUM, next));
  }

  private ticks(leaderTicks: number): number {
    return Math.max(1, Math.round(leaderTicks * this.options.ticksPerTick * (1 - this.premium)));
  }
}
