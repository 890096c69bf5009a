import type { MarketData } from '@libs/sdk';

const SAMPLES = 3;

/**
 * Wall time as the venue counts it, for signatures. Its offset is measured against the middle of the quickest of a few
 * questions; a machine whose clock is off would otherwise have every request refused.
 */
export class VenueClock {
  private offset = 0;

  constructor(private readonly wall: () => number = Date.now) {}

  now = (): number => Math.round(this.wall() + this.offset);

  /** Milliseconds by which the venue is ahead of this machine. */
  get ahead(): number {
    return Math.round(this.offset);
  }

  async measure(venue: Pick<MarketData, 'serverTime'>): Promise<void> {
    let quickest = Number.POSITIVE_INFINITY;
    let offset = this.offset;
    for (let n = 0; n < SAMPLES; n += 1) {
      const before = this.wall();
      const theirs = await venue.serverTime();
      const took = this.wall() - before;
      if (took < 0 || took >= quickest) continue;
      quickest = took;
      offset = theirs - (before + took / 2);
    }
    this.offset = offset;
  }
}
