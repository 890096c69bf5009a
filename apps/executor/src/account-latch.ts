import type { Latch } from '@libs/engine';

export type TradingStateReader = () => Promise<string | null>;

/**
 * Raised while the account is halted. It is read from the database and judged in memory; while the database does not answer
 * it stays as it was, and an account that is gone counts as halted.
 */
export class AccountLatch implements Latch {
  private up = true;
  private asked = 0;
  private heard = 0;

  constructor(
    private readonly tradingState: TradingStateReader,
    private readonly changed: (raised: boolean) => void,
  ) {}

  raised(): boolean {
    return this.up;
  }

  async refresh(): Promise<void> {
    const turn = (this.asked += 1);
    const state = await this.tradingState();
    // An answer that was overtaken by a later question tells of the past.
    if (turn < this.heard) return;
    this.heard = turn;
    const up = state === null || state === 'HALTED';
    if (up === this.up) return;
    this.up = up;
    this.changed(up);
  }
}
