import type { PublicTrade, TradesUpdate } from './book.types';

/** Trades that wait for a reader: the newest are kept, of the others only how many there were. */
export class TradeBuffer {
  private waiting: PublicTrade[] = [];
  private missed = 0;

  constructor(private readonly keep: number) {}

  /** Oldest first. */
  add(trades: readonly PublicTrade[]): void {
    this.waiting.push(...trades.slice(-this.keep));
    this.missed += Math.max(0, trades.length - this.keep);
    const tooMany = this.waiting.length - this.keep;
    if (tooMany <= 0) return;
    this.waiting.splice(0, tooMany);
    this.missed += tooMany;
  }

  /** Everything since the last call, newest first. */
  take(): Pick<TradesUpdate, 'trades' | 'missed'> {
    const taken = { trades: this.waiting.reverse(), missed: this.missed };
    this.waiting = [];
    this.missed = 0;
    return taken;
  }
}
