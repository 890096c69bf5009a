/** Maps monotonic wall milliseconds to market time at some speed. */
export class MarketClock {
  private anchorWall: number;

  constructor(
    private readonly monotonic: () => number,
    private anchorMarket: number,
    private rate: number,
  ) {
    this.anchorWall = monotonic();
  }

  get speed(): number {
    return this.rate;
  }

  now(): number {
    return this.anchorMarket + (this.monotonic() - this.anchorWall) * this.rate;
  }

  /** Goes on from `market` at `rate` as of now. */
  set(market: number, rate: number): void {
    this.anchorMarket = market;
    this.anchorWall = this.monotonic();
    this.rate = rate;
  }

  /** Wall milliseconds until market time reaches `market`; 0 when it is past. */
  wallUntil(market: number): number {
    return Math.max(0, (market - this.now()) / this.rate);
  }
}
