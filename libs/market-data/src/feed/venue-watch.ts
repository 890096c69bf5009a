import type { Instrument } from '@libs/kernel';
import type { Timers } from '@libs/platform';
import type { MarketData } from '@libs/sdk';
import type { VenueClock } from '../clock/venue-clock';

const CLOCK_EVERY_MS = 10_000;
const LIST_EVERY_MS = 30_000;
/** A market whose own time is so near to the venue's clock runs in real time. */
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

/** What a venue says of itself: its clock, whether its market runs in real time, and what it lists. */
export class VenueWatch {
  private realTime = false;
  private skewed = false;
  private listed: ReadonlySet<string> | null = null;
  private timers: { cancel(): void }[] = [];

  constructor(private readonly parts: VenueWatchParts) {}

  /** Whether stamps of data can be held against the venue's clock; a replayed market has a time of its own. */
  get isRealTime(): boolean {
    return this.realTime;
  }

  /** The market's own time has left the venue's clock. */
  get isSkewed(): boolean {
    return this.skewed;
  }

  isHalted({ symbol }: Instrument): boolean {
    return this.listed !== null && !this.listed.has(symbol);
  }

  /** Whether an event stamped `at` is older, or newer, than it can be. */
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
    // Once in real time, always: a clock that leaves it is the trouble to be found.
    this.realTime ||= isNear;
    this.skewed = this.realTime && away > TOO_OLD_MS + 2 * clock.uncertainty;
  }

  /** A symbol that is halted may have no time; the next one has it. */
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
    // An empty list is a venue in trouble, not a market without instruments.
    if (instruments.length > 0) this.listed = new Set(instruments.map(({ symbol }) => symbol));
  }
}
