import type { Timers } from '@libs/platform';
import type { StoredPosition } from '../exchange/simulator-state';
import type { Feed, FeedListener, FeedStatus } from './feed';
import type { MarketClock } from './market-clock';
import type { PlayedMarket } from './played-market';

export interface TapeFeedOptions {
  readonly markets: readonly PlayedMarket[];
  readonly clock: MarketClock;
  readonly timers: Timers;
  readonly speed: number;
  /** The speed that was asked for; one in real time still hurries (`speed`) to the present. */
  readonly askedSpeed: number;
  /** Only `step` moves the market. */
  readonly isStepped: boolean;
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

/** Plays its markets in the order of market time, paced by the clock and never beyond what the journal has reserved. */
export class TapeFeed implements Feed {
  readonly step: Feed['step'];
  private timer: { cancel(): void } | undefined;
  private horizon = 0;
  private reserving = false;
  private latest = 0;
  private halted = false;
  private stopped = false;
  private told = '';
  private listener: FeedListener | undefined;
  private stepping: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: TapeFeedOptions) {
    this.step = options.isStepped ? (until): Promise<number> => this.queueStep(until) : undefined;
  }

  get markets(): readonly PlayedMarket[] {
    return this.options.markets;
  }

  get speed(): number {
    return this.options.isStepped ? 0 : this.options.clock.speed;
  }

  get limitSpeed(): number {
    return Math.min(this.speed, this.options.askedSpeed);
  }

  get status(): FeedStatus {
    const progress = this.markets[0]?.progress ?? null;
    if (this.halted) return { state: 'halted', reason: this.options.endReason(this.latest), progress };
    const reason = this.trouble();
    return { state: reason === '' ? 'running' : 'waiting', reason, progress };
  }

  now(): number {
    if (this.options.isStepped || this.halted || this.stopped || this.reading()) return this.latest;
    const beforeNextStep = (this.earliest()?.nextTime ?? Infinity) - 1;
    this.latest = Math.max(this.latest, Math.min(this.due(), beforeNextStep));
    return this.latest;
  }

  /** Goes on after the last position: what was reserved but perhaps not shown is played at once. */
  async start(listener: FeedListener): Promise<void> {
    const { stored, clock, markets } = this.options;
    this.listener = listener;
    for (const market of markets) await market.prepare?.();
    const begin = stored?.at ?? Math.min(...markets.map(({ nextTime }) => nextTime ?? Infinity));
    if (stored) for (const market of markets) await market.seek(stored.at);
    this.latest = Math.min(begin, Number.MAX_SAFE_INTEGER);
    const resumeAt = stored?.until ?? begin;
    for (const market of markets) market.setOpen(true);
    await this.playAll(resumeAt);
    if (!this.halted) this.latest = Math.max(this.latest, resumeAt);
    clock.set(this.latest, this.options.speed);
    if (this.options.isStepped) return this.options.reserve(this.latest, this.latest);
    await this.reserveFrom(this.latest);
    this.pump();
  }

  async stop(): Promise<void> {
    const at = this.now();
    this.stopped = true;
    this.timer?.cancel();
    for (const market of this.markets) market.setOpen(false);
    await this.options.reserve(at, at);
  }

  /** One step after the other, however they are asked for. */
  private queueStep(until: number): Promise<number> {
    const next = this.stepping.then(() => this.stepTo(until));
    this.stepping = next.catch(() => undefined);
    return next;
  }

  private async stepTo(until: number): Promise<number> {
    if (this.halted || this.stopped || until <= this.latest) return this.latest;
    const { reserve } = this.options;
    await reserve(this.latest, until);
    await this.playAll(until);
    if (!this.halted && !this.stopped) this.latest = Math.max(this.latest, until);
    await reserve(this.latest, this.latest);
    return this.latest;
  }

  /** Market time that the clock has reached and the journal allows. */
  private due(): number {
    return Math.floor(Math.min(this.options.clock.now(), this.horizon));
  }

  private pump(): void {
    if (this.stopped) return;
    this.play(this.due(), MOST_STEPS_AT_ONCE);
    this.tellTrouble();
    this.keepPace();
    this.renewReservation();
    this.schedule();
  }

  /** Plays up to `until` however much that is, letting others have their turn. */
  private async playAll(until: number): Promise<void> {
    while (!this.stopped && !this.play(until, MOST_STEPS_AT_ONCE)) await (this.reading() ?? nextTurn());
    this.tellTrouble();
  }

  /** Plays what is due at `until`, in time order over all markets; false when there is more. */
  private play(until: number, most: number): boolean {
    for (let played = 0; played < most; played += 1) {
      if (this.reading()) return false;
      const market = this.earliest();
      const time = market?.nextTime;
      if (!market || time === undefined) {
        this.halt();
        return true;
      }
      if (time > until) return true;
      this.latest = Math.max(this.latest, time);
      market.advance(this.listener!);
    }
    return false;
  }

  private reading(): Promise<void> | undefined {
    for (const { reading } of this.markets) if (reading) return reading;
    return undefined;
  }

  private earliest(): PlayedMarket | undefined {
    let first: PlayedMarket | undefined;
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
    for (const market of this.markets) market.setOpen(false);
    this.listener!.changed();
  }

  private trouble(): string {
    for (const { trouble } of this.markets) if (trouble) return trouble;
    return '';
  }

  private tellTrouble(): void {
    const trouble = this.trouble();
    if (trouble === this.told || this.halted) return;
    this.told = trouble;
    this.listener!.changed();
  }

  /**
   * A market that has reached the present stays there: what it missed while this process was busy is played at once, and it hurries
   * where that is long (the machine slept). Another market just loses the time in which this process could not play it.
   */
  private keepPace(): void {
    const { wallNow, clock, speed } = this.options;
    const isAtPresent = wallNow !== undefined && clock.speed === 1;
    const behind = clock.now() - this.due();
    if (!isAtPresent && behind > RESERVED_WALL * clock.speed) clock.set(this.due(), clock.speed);
    if (!wallNow) return;
    const missing = wallNow() - this.now();
    if (clock.speed !== 1 && missing <= 0) this.setSpeed(1, wallNow());
    else if (clock.speed === 1 && speed !== 1 && missing > FAR_BEHIND) this.setSpeed(speed, this.latest);
  }

  private setSpeed(speed: number, from: number): void {
    this.options.clock.set(Math.max(this.latest, from), speed);
    for (const market of this.markets) market.setPace(speed);
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
    const reading = this.reading();
    if (reading) return void reading.then(() => this.pump());
    const next = this.earliest()?.nextTime ?? 0;
    const delay = Math.min(this.options.clock.wallUntil(next), RESERVED_WALL / 4);
    this.timer = this.options.timers.after(Math.max(1, Math.ceil(delay)), () => this.pump());
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
