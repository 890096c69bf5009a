import { Decimal } from '@libs/kernel';
import type { TickBar } from '@libs/simulation';
import type { RunFunding } from '../metrics/run-record';
import { ticksAt } from '../run/bar-walk';
import type { FastBook } from './fast-book';
import { FEE_SCALE } from './fast-market';
import type { FastPlan } from './fast-plan';

/** Settlements of a run, paid as on the exact path. They are few, so they use decimals. */
export class FastFunding {
  readonly paid: RunFunding[] = [];
  /** Total received. */
  received = Decimal.ZERO;
  /** True if any of them moved money. */
  hasMoved = false;
  /** Market time of the next one; Infinity after the last. */
  nextAt: number;
  private next = 0;

  constructor(
    private readonly plan: Pick<FastPlan, 'tape' | 'funding'>,
    private readonly book: FastBook,
  ) {
    this.nextAt = plan.funding[0]?.at ?? Infinity;
  }

  /** Pays settlements after the start of a bar and up to its close, which follow trades at its open; returns how many were paid. */
  settle(index: number): number {
    const { tape, funding } = this.plan;
    const { series } = tape;
    const start = series.startOf(index);
    const before = this.paid.length;
    while (this.nextAt <= start + series.interval) {
      const { at, rate } = funding[this.next]!;
      // The current position was not held before the bar.
      if (at > start && this.book.lots !== 0) this.pay(series.at(index), at, rate);
      this.next += 1;
      this.nextAt = funding[this.next]?.at ?? Infinity;
    }
    return this.paid.length - before;
  }

  private pay(bar: TickBar, at: number, rate: string): void {
    const { book, plan } = this;
    const mark = ticksAt(plan.tape.series, at - 1)!;
    const { instrument, lotUnits, tickUnits } = book.market;
    const quantity = Decimal.fromUnits(book.lots * lotUnits, instrument.lotSize.scale);
    const price = Decimal.fromUnits(mark * tickUnits, instrument.tickSize.scale);
    const amount = quantity.times(price).times(Decimal.parse(rate)).roundTo(FEE_SCALE).negated();
    book.settle(amount, bar.low, bar.high);
    this.received = this.received.plus(amount);
    this.hasMoved ||= !amount.isZero;
    this.paid.push({ at, symbol: instrument.symbol, amount: amount.toString() });
  }
}
