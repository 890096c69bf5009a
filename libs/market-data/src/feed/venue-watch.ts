import type { Instrument } from '@libs/kernel';
import type { Timers } from '@libs/platform';
import type { MarketData } from '@libs/sdk';
import type { VenueClock } from '../clock/venue-clock';

const CLOCK_EVERY_MS = 10_000;
const LIST_EVERY_MS = 30_000;
/** A market whose own time is this close to the venue's clock runs in real time. */
const NEAR_MS = 3_000;
const TOO_OLD_MS = 5_000;
const TOO_EARLY_MS = 2_000;
const MOST_ASKED = 5;

export interface VenueWatchParts {
  readonly market: MarketData;
  readonly clock: VenueClock;
  readonly timers: Timers;
  /** The instruments that are watched now. */
  readonly watched: () => readonly Instrument[];
  /** Called when `isSkewed` or what is halted may have changed. */
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** The venue's own state: its clock, whether its market runs in real time, and its instrument list. */
export class VenueWatch {
  private realTime = false;
  private skewed = false;
  private listed: ReadonlySet<string> | null = null;
  private timers: { cancel(): void }[] = [];

  constructor(private readonly parts: VenueWatchParts) {}

  /** True if timestamps can be checked against the venue's clock; a replayed market has its own time. */
  get isRealTime(): boolean {
    return this.realTime;
  }

  /** The market's own time deviates from the venue's clock. */
  get isSkewed(): boolean {
    return this.skewed;
  }

  isHalted({ symbol }: Instrument): boolean {
    return this.listed !== null && !this.listed.has(symbol);
  }

  /** True if an event stamped `at` is impossibly old or new. */
  isOff(at: number): boolean {
    const { clock } = this.parts;
    if (!this.realTime || !clock.isMeasured) return false;
    const age = clock.now() - at;
    return age > TOO_OLD_MS + clock.uncertainty || age < -TOO_EARLY_MS - clock.uncertainty;
  }

  start(): void {
    this.repeat(0, CLOCK_EVERY_MS, () => this.readClock());
    this.repeat(1, LIST_EVERY_MS, () => this.readList());
  }

  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers = [];
  }

  private repeat(place: number, every: number, task: () => Promise<void>): void {
    const run = (): void => {
      this.timers[place] = this.parts.timers.after(every, run);
      task().then(this.parts.changed, this.parts.failed);
    };
    run();
  }

  private async readClock(): Promise<void> {
    const { clock, market, watched } = this.parts;
    await clock.measure(market);
    const time = await this.marketTime(market, watched());
    if (time === null) return;
    const away = Math.abs(time - clock.now());
    const isNear = away <= NEAR_MS + 2 * clock.uncertainty;
    // Once real time, always real time: a deviating clock is exactly the fault to detect.
    this.realTime ||= isNear;
    this.skewed = this.realTime && away > TOO_OLD_MS + 2 * clock.uncertainty;
  }

  /** A halted symbol may have no time; use the next one. */
  private async marketTime(market: MarketData, watched: readonly Instrument[]): Promise<number | null> {
    let failure: Error | null = null;
    for (const instrument of watched.slice(0, MOST_ASKED)) {
      try {
        return await market.marketTime(instrument);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    if (failure !== null) throw failure;
    return null;
  }

  private async readList(): Promise<void> {
    const instruments = await this.parts.market.instruments();
    // An empty list means a venue in trouble, not a market without instruments.
    if (instruments.length > 0) this.listed = new Set(instruments.map(({ symbol }) => symbol));
  }
}
