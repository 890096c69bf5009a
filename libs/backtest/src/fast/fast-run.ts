import { post } from '@libs/kernel';
import type { Fill, LedgerBalances } from '@libs/kernel';
import type { StrategyBar } from '@libs/sdk';
import type { BarSeries } from '@libs/simulation';
import { CurveRecorder } from '../metrics/curve-recorder';
import type { Curve } from '../metrics/run-record';
import { FastBook } from './fast-book';
import { FastContext } from './fast-context';
import type { FastOrder } from './fast-context';
import { FastDesk } from './fast-desk';
import { FastFills } from './fast-fills';
import type { FastMarket } from './fast-market';
import type { FastPlan } from './fast-plan';
import { OrderIds } from './order-ids';

/** As often as on the exact path. */
const CHECKED_EVERY = 4_096;
const PROGRESS_EVERY = 1_024;

/** A run that came to the end of its data. */
export interface FastResult {
  readonly fills: readonly Fill[];
  readonly tags: ReadonlyMap<string, string>;
  readonly refusals: ReadonlyMap<string, string>;
  readonly curve: Required<Curve>;
  /** None: a run with funding is not for the fast path. */
  readonly funding: readonly never[];
  readonly ledger: LedgerBalances;
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly fault: null;
}

/**
 * Plays a run to its end in whole numbers, with the outcome of the exact path to the last digit. Throws `StepsAside` where it
 * cannot be sure of that, and `StrategyFault` as the strategy does; in both cases the run has to be played exactly.
 */
export class FastRun {
  private readonly book: FastBook;
  private readonly desk: FastDesk;
  private readonly context: FastContext;
  private readonly fills: FastFills;
  private readonly ids: OrderIds;
  private readonly orders: FastOrder[] = [];
  private readonly recorder = new CurveRecorder();
  private bars = 0;

  constructor(private readonly plan: FastPlan) {
    const { market, balance, maxPositionSize, deploymentId, host, inputSeq, sequence } = plan;
    const { orders } = this;
    this.ids = new OrderIds(deploymentId);
    this.book = new FastBook(market, balance, maxPositionSize);
    this.context = new FastContext(this.book, orders);
    this.fills = new FastFills(market.instrument, deploymentId, this.ids);
    const { book, context, ids, fills } = this;
    this.desk = new FastDesk({ book, host, context, orders, ids, fills, inputSeq, sequence });
  }

  play(): FastResult {
    const { plan, book, desk, context, orders, recorder } = this;
    const { host, tape, progress } = plan;
    const { series, interval } = tape;
    const { symbol } = plan.market.instrument;
    const curve = new CurvePoint(plan.market, book);
    for (let index = plan.next; index < series.length; index += 1) {
      const start = series.startOf(index);
      const close = start + series.interval;
      if (orders.length > 0) {
        desk.meet(series.openAt(index), start);
        curve.moved();
      }
      this.bars += 1;
      book.mark = series.closeAt(index);
      context.marketTime = close;
      const delivery = desk.inputSeq + 1;
      const { commands } = host.show({ type: 'bar', symbol, interval, bar: barOf(plan.market, series, index) }, context, delivery);
      if (this.bars % CHECKED_EVERY === 0) host.check(delivery);
      desk.answered(commands);
      curve.at(book.mark);
      recorder.push(close, curve.equity, curve.exposure);
      if (this.bars % PROGRESS_EVERY === 0) progress?.(this.bars);
    }
    host.check(desk.inputSeq + 1);
    return this.result();
  }

  private result(): FastResult {
    const { plan, fills, recorder, bars } = this;
    const { series } = plan.tape;
    let made: readonly Fill[] | null = null;
    const { tagged, refused } = this.desk;
    return {
      get fills() {
        return (made ??= fills.toFills(plan.salt));
      },
      tags: new Map(tagged.map(({ inputSeq, index, tag }) => [this.ids.of(inputSeq, index), tag])),
      refusals: new Map(refused),
      ...{ funding: [], curve: recorder.curve(), ledger: this.ledger(), from: plan.from, to: series.end, bars, fault: null },
    };
  }

  private ledger(): LedgerBalances {
    const { realised, fees, hasRealised, hasPaid } = this.book;
    const asset = this.plan.market.instrument.settle;
    const [profit, paid] = [realised.toDecimal(), fees.toDecimal()];
    const entries = [
      ...(hasRealised
        ? ([
            { account: 'wallet', asset, amount: profit },
            { account: 'realised', asset, amount: profit.negated() },
          ] as const)
        : []),
      ...(hasPaid
        ? ([
            { account: 'fees', asset, amount: paid },
            { account: 'wallet', asset, amount: paid.negated() },
          ] as const)
        : []),
    ];
    return post(this.plan.ledger, { reason: 'fill', reference: 'all', entries });
  }
}

/** Equity and exposure at a close, in the very numbers of the exact path's curve. */
class CurvePoint {
  equity = 0;
  exposure = 0;
  private balance: number;
  private quantity = 0;
  private cost = 0;
  private readonly tick: number;

  constructor(
    private readonly market: FastMarket,
    private readonly book: FastBook,
  ) {
    this.balance = Number(book.balance.toString());
    this.tick = market.instrument.tickSize.toNumber();
  }

  moved(): void {
    const { book, market } = this;
    this.balance = Number(book.balance.toString());
    this.quantity = (book.lots * market.lotUnits) / market.lotPower;
    this.cost = book.cost / 10 ** market.moneyScale;
  }

  at(ticks: number): void {
    this.equity = this.balance;
    this.exposure = 0;
    if (this.quantity === 0) return;
    const value = this.quantity * (ticks * this.tick);
    this.equity += value - this.cost;
    this.exposure += Math.abs(value);
  }
}

/** A quotient of whole numbers is rounded once, so these are the numbers that the texts read back as. */
function barOf({ tickUnits, tickPower, lotUnits, lotPower }: FastMarket, series: BarSeries, index: number): StrategyBar {
  return {
    start: series.startOf(index),
    open: (series.openAt(index) * tickUnits) / tickPower,
    high: (series.highAt(index) * tickUnits) / tickPower,
    low: (series.lowAt(index) * tickUnits) / tickPower,
    close: (series.closeAt(index) * tickUnits) / tickPower,
    volume: (series.volumeAt(index) * lotUnits) / lotPower,
  };
}
