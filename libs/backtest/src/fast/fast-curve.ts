import type { Curve } from '../metrics/run-record';
import type { FastBook } from './fast-book';
import type { FastMarket } from './fast-market';

/** Equity and exposure at each close, equal to the exact path's curve to the last bit. */
export class FastCurve {
  private readonly times: Float64Array;
  private readonly equity: Float64Array;
  private readonly exposure: Float64Array;
  private readonly tick: number;
  private balance: number;
  private quantity = 0;
  private cost = 0;

  /** Allocates points for the remaining bars. */
  constructor(
    private readonly market: FastMarket,
    private readonly book: FastBook,
    bars: number,
  ) {
    [this.times, this.equity, this.exposure] = [new Float64Array(bars), new Float64Array(bars), new Float64Array(bars)];
    this.balance = book.balance.toNumber();
    this.tick = market.instrument.tickSize.toNumber();
  }

  get curve(): Required<Curve> {
    const { times, equity, exposure } = this;
    return { times, equity, exposure };
  }

  /** Call after a trade. */
  moved(): void {
    const { book, market } = this;
    this.balance = book.balance.toNumber();
    this.quantity = (book.lots * market.lotUnits) / market.lotPower;
    this.cost = book.cost / market.moneyPower;
  }

  put(nth: number, at: number, ticks: number): void {
    const { quantity } = this;
    this.times[nth] = at;
    if (quantity === 0) {
      this.equity[nth] = this.balance;
      return;
    }
    const value = quantity * (ticks * this.tick);
    this.equity[nth] = this.balance + (value - this.cost);
    this.exposure[nth] = Math.abs(value);
  }
}
