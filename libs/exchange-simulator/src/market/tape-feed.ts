import type { StoredPosition } from '../exchange/restore-state';
import type { Feed, FeedListener, FeedStatus } from './feed';
import type { MarketClock } from './market-clock';
import type { TapeMarket } from './tape-market';

export interface TapeFeedOptions {
  readonly markets: readonly TapeMarket[];
  readonly clock: MarketClock;
  readonly speed: number;
  /** Set for a market that ends up at the present: then it goes on at the pace of the wall clock. */
  readonly wallNow?: () => number;
  readonly stored: StoredPosition | undefined;
  /** Writes that clients may see the market up to `until`; resolves once that is on the disk. */
  readonly reserve: (at: number, until: number) => Promise<void>;
  /** First sentence of the status at the end of the tape. */
  readonly endReason: (at: number) => string;
}

/** Wall milliseconds of market that are reserved ahead; after a kill at most this much is skipped over. */
const RESERVED_WALL = 1_000;
/** A market at real time that lags the wall clock by more than this hurries to catch up. */
const FAR_BEHIND = 120_000;
const MOST_STEPS_AT_ONCE = 2_000;
/** Wall milliseconds between two steps of a bar, roughly. */
const STEP_WALL = 50;
const MOST_STEPS_PER_LEG = 20;

export function stepsPerLeg(interval: number, speed: number): number {
  return Math.min(MOST_STEPS_PER_LEG, Math.max(1, Math.round(interval / speed / STEP_WALL / 3)));
}

/** Plays its markets in the order of market time, paced by the clock and never beyond what the journal has reserved. */
export class TapeFeed implements Feed {
  private timer: NodeJS.Timeout | undefined;
  private horizon = 0;
  private reserving = false;
  private latest = 0;
  private halted = false;
  private stopped = false;
  private listener: FeedListener | undefined;

  constructor(private readonly options: TapeFeedOptions) {}

  get markets(): readonly TapeMarket[] {
    return this.options.markets;
  }

  get speed(): number {
    return this.options.clock.speed;
  }

  get status(): FeedStatus {
    const [market] = this.markets;
    const progress = this.options.wallNow || !market ? null : market.closedBars / market.series.length;
    return { state: this.halted ? 'halted' : 'running', reason: this.halted ? this.options.endReason(this.latest) : '', progress };
  }

  now(): number {
    if (this.halted || this.stopped) return this.latest;
    const beforeNextStep = (this.earliest()?.nextTime ?? Infinity) - 1;
    this.latest = Math.max(this.latest, Math.min(this.due(), beforeNextStep));
    return this.latest;
  }

  /** Goes on after the last position: what was reserved but perhaps not shown is played at once. */
  async start(listener: FeedListener): Promise<void> {
    const { stored, clock, markets } = this.options;
    this.listener = listener;
    const begin = stored?.at ?? Math.min(...markets.map(({ nextTime }) => nextTime ?? Infinity));
    if (stored) for (const market of markets) market.seek(stored.at);
    this.latest = Math.min(begin, Number.MAX_SAFE_INTEGER);
    const resumeAt = stored?.until ?? begin;
    for (const market of markets) market.state.isOpen = true;
    this.play(resumeAt, Infinity);
    if (!this.halted) this.latest = Math.max(this.latest, resumeAt);
    clock.set(this.latest, this.options.speed);
    await this.reserveFrom(this.latest);
    this.pump();
  }

  async stop(): Promise<void> {
    const at = this.now();
    this.stopped = true;
    clearTimeout(this.timer);
    for (const market of this.markets) market.state.isOpen = false;
    await this.options.reserve(at, at);
  }

  /** Market time that the clock has reached and the journal allows. */
  private due(): number {
    return Math.floor(Math.min(this.options.clock.now(), this.horizon));
  }

  private pump(): void {
    if (this.stopped) return;
    this.play(this.due(), MOST_STEPS_AT_ONCE);
    this.keepPace();
    this.renewReservation();
    this.schedule();
  }

  /** Plays every step that is due at `until`, in time order over all markets. */
  private play(until: number, most: number): void {
    for (let played = 0; played < most; played += 1) {
      const market = this.earliest();
      const time = market?.nextTime;
      if (!market || time === undefined) return this.halt();
      if (time > until) return;
      this.latest = Math.max(this.latest, time);
      market.advance(this.listener!);
    }
  }

  private earliest(): TapeMarket | undefined {
    let first: TapeMarket | undefined;
    let firstTime = Infinity;
    for (const market of this.markets) {
      const time = market.nextTime;
      if (time === undefined || time >= firstTime) continue;
      first = market;
      firstTime = time;
    }
    return first;
  }

  private halt(): void {
    if (this.halted) return;
    this.halted = true;
    for (const market of this.markets) market.state.isOpen = false;
    this.listener!.changed();
  }

  /**
   * A market that has reached the present goes on at the wall clock's pace, and hurries again when it fell behind (the
   * machine slept). Another market just loses the time in which this process could not play it.
   */
  private keepPace(): void {
    const { wallNow, clock, speed } = this.options;
    const behind = clock.now() - this.due();
    if (behind > RESERVED_WALL * clock.speed) clock.set(this.due(), clock.speed);
    if (!wallNow) return;
    const missing = wallNow() - this.now();
    if (clock.speed !== 1 && missing <= 0) this.setSpeed(1, wallNow());
    else if (clock.speed === 1 && speed !== 1 && missing > FAR_BEHIND) this.setSpeed(speed, this.latest);
  }

  private setSpeed(speed: number, from: number): void {
    this.options.clock.set(Math.max(this.latest, from), speed);
    for (const market of this.markets) market.stepsPerLeg = stepsPerLeg(market.series.interval, speed);
    this.listener!.changed();
  }

  private renewReservation(): void {
    const ahead = (RESERVED_WALL / 2) * this.speed;
    if (this.reserving || this.halted || this.options.clock.now() + ahead < this.horizon) return;
    void this.reserveFrom(this.now());
  }

  private async reserveFrom(at: number): Promise<void> {
    this.reserving = true;
    const { clock, wallNow, reserve } = this.options;
    const wanted = at + RESERVED_WALL * clock.speed;
    // A market that follows the wall clock must not find itself in the future after a kill.
    const until = Math.ceil(wallNow ? Math.max(at, Math.min(wanted, wallNow())) + RESERVED_WALL : wanted);
    await reserve(at, until);
    this.horizon = Math.max(this.horizon, until);
    this.reserving = false;
  }

  private schedule(): void {
    if (this.halted || this.stopped) return;
    const next = this.earliest()?.nextTime ?? 0;
    const delay = Math.min(this.options.clock.wallUntil(next), RESERVED_WALL / 4);
    this.timer = setTimeout(() => this.pump(), Math.max(1, Math.ceil(delay)));
  }
}
