import type { MonotonicClock, WallClock } from '@libs/platform';
import type { MarketData } from '@libs/sdk';

const SAMPLES = 3;

/**
 * The venue's wall time, for signatures and the age of data. Its offset is measured against the monotonic clock, at the midpoint of the
 * fastest of a few requests, so a wrong or jumping machine clock does not matter.
 */
export class VenueClock {
  private offset: number | null = null;
  private uncertain = Infinity;

  constructor(
    private readonly wall: WallClock,
    private readonly monotonic: MonotonicClock,
  ) {}

  get isMeasured(): boolean {
    return this.offset !== null;
  }

  /** Half the round trip of the fastest request: the offset's error bound, milliseconds. */
  get uncertainty(): number {
    return this.uncertain;
  }

  /** Epoch milliseconds at the venue; the machine's own time before the first measurement. */
  now = (): number => Math.round(this.offset === null ? this.wall.now() : this.monotonic.now() + this.offset);

  /** Milliseconds by which the venue is ahead of this machine's clock. */
  get ahead(): number {
    return this.now() - Math.round(this.wall.now());
  }

  async measure(venue: Pick<MarketData, 'serverTime'>): Promise<void> {
    let quickest = Infinity;
    let offset = this.offset;
    for (let n = 0; n < SAMPLES; n += 1) {
      const before = this.monotonic.now();
      const theirs = await venue.serverTime();
      const took = this.monotonic.now() - before;
      if (took >= quickest) continue;
      quickest = took;
      offset = theirs - (before + took / 2);
    }
    this.offset = offset;
    this.uncertain = quickest / 2;
  }
}
