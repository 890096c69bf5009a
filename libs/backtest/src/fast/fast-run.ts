import { OrderIds, post } from '@libs/kernel';
import type { Fill, LedgerBalances } from '@libs/kernel';
import { StrategyBarOf, type StrategyBar } from '@libs/sdk';
import { NUMBERS_A_BAR } from '@libs/simulation';
import type { BacktestResult } from '../run/backtest-terms';
import { FastBook } from './fast-book';
import { FastCurve } from './fast-curve';
import { FastContext } from './fast-context';
import type { FastOrder } from './fast-context';
import { FastDesk } from './fast-desk';
import { FastFills } from './fast-fills';
import { FastFunding } from './fast-funding';
import type { FastMarket } from './fast-market';
import type { FastPlan } from './fast-plan';
import { stepAsideLate } from './steps-aside';

/** As often as on the exact path. */
const CHECKED_EVERY = 4_096;
const PROGRESS_EVERY = 1_024;
/** Offsets among a bar's numbers. */
const [HIGH, LOW, CLOSE] = [1, 2, 3];

const NO_POINTS = new Float64Array(0);
const NO_CURVE = { times: NO_POINTS, equity: NO_POINTS, exposure: NO_POINTS };

/** A run that reached the end of its data. */
export type FastResult = BacktestResult & { readonly fault: null };

/**
 * Plays a run to its end in whole numbers, with the exact path's result to the last digit. Throws `StepsAside` if that cannot be
 * guaranteed, and `StrategyFault` if the strategy fails; in both cases the exact path must play the run.
 */
export class FastRun {
  private readonly book: FastBook;
  private readonly desk: FastDesk;
  private readonly context: FastContext;
  readonly fills: FastFills;
  private readonly ids: OrderIds;
  private readonly orders: FastOrder[] = [];
  private readonly curve: FastCurve | null;
  private readonly funding: FastFunding;

  constructor(private readonly plan: FastPlan) {
    const { market, balance, maxPositionSize, deploymentId, host, inputSeq, sequence } = plan;
    const { orders } = this;
    this.ids = new OrderIds(deploymentId);
    this.book = new FastBook(market, balance, maxPositionSize);
    this.funding = new FastFunding(plan, this.book);
    this.context = new FastContext(this.book, orders);
    this.fills = new FastFills(market.instrument, deploymentId, { ids: this.ids, salt: plan.salt });
    // Not allocated unless requested.
    this.curve = plan.keepsCurve ? new FastCurve(market, this.book, plan.tape.series.length - plan.next) : null;
    const { book, context, ids, fills } = this;
    this.desk = new FastDesk({ book, host, context, orders, ids, fills, inputSeq, sequence });
  }

  play(): FastResult {
    const { desk, plan } = this;
    const { host, tape, progress, next } = plan;
    const { series } = tape;
    for (let at = next; at < series.length;) {
      const bars = at - next;
      const until = Math.min(at + PROGRESS_EVERY - (bars % PROGRESS_EVERY), series.together(at), series.length);
      const delivery = this.playStretch(at, until, series.startOf(at));
      at = until;
      if ((at - next) % CHECKED_EVERY === 0) host.check(delivery);
      if ((at - next) % PROGRESS_EVERY === 0) progress?.(at - next);
    }
    host.check(desk.inputSeq + 1);
    return this.result();
  }

  /**
   * Plays the bars in memory, the first of which starts at `begin`; returns the number of the last delivery. Rare work is kept out of this
   * loop, and so is computing the start from an index: V8 optimises the loop for the types seen so far, and deoptimises at anything new,
   * such as a product that is no longer a small integer. The time is kept in the context, where it needs no allocation.
   */
  private playStretch(first: number, until: number, begin: number): number {
    const { plan, orders, context, curve, funding, book } = this;
    const { series } = plan.tape;
    const { numbers, interval } = series;
    let delivery = 0;
    context.marketTime = begin;
    // As 32-bit integers, so that V8 need not check the index at each bar.
    const end = until | 0;
    for (let index = first | 0, at = series.placeOf(first) | 0; index < end; index += 1, at += NUMBERS_A_BAR) {
      if (orders.length > 0) this.meet(numbers[at]!);
      if (funding.nextAt <= context.marketTime + interval) this.settle(index);
      book.assertCalm(numbers[at + LOW]!, numbers[at + HIGH]!);
      delivery = this.playBar(numbers, at, interval);
      curve?.put(index - plan.next, context.marketTime, numbers[at + CLOSE]!);
    }
    return delivery;
  }

  private meet(open: number): void {
    this.desk.meet(open);
    this.curve?.moved();
  }

  private settle(index: number): void {
    this.desk.settled(this.funding.settle(index));
    this.curve?.moved();
  }

  /** Shows a bar and carries out the answer; returns the number of its delivery. A method of its own, so that V8 inlines for it alone. */
  private playBar(numbers: Readonly<Float64Array>, at: number, duration: number): number {
    const { plan, book, desk, context } = this;
    const { host, tape, market } = plan;
    const { interval } = tape;
    const { symbol } = market.instrument;
    book.mark = numbers[at + CLOSE]!;
    const start = context.marketTime;
    context.marketTime = start + duration;
    const delivery = desk.inputSeq + 1;
    const bar = barOf(market, numbers, at, start);
    const { open, high, low, close: last, volume } = bar;
    const event = { type: 'bar', symbol, interval, bar } as const;
    const { commands } = host.showBar(event, context, delivery);
    desk.answered(commands);
    // Freezing bars would add half as much time again. A sealed run freezes them, and reports the line that writes to one.
    const isSame = bar.start === start && bar.open === open && bar.high === high && bar.low === low;
    const isOwn = event.bar === bar && event.symbol === symbol && event.interval === interval;
    if (!isSame || !isOwn || bar.close !== last || bar.volume !== volume) stepAsideLate(host, 'a bar');
    return delivery;
  }

  private result(): FastResult {
    const { plan, fills, curve } = this;
    const { series } = plan.tape;
    let made: readonly Fill[] | null = null;
    const { refused } = this.desk;
    const tags = (): ReadonlyMap<string, string> => this.tags();
    let words: ReadonlyMap<string, string> | null = null;
    return {
      get fills() {
        return (made ??= [...fills]);
      },
      get tags() {
        return (words ??= tags());
      },
      funding: this.funding.paid,
      curve: curve?.curve ?? NO_CURVE,
      ledger: this.ledger(),
      from: plan.from,
      to: series.end,
      refusals: new Map(refused),
      exits: new Map(),
      bars: series.length - plan.next,
      fault: null,
    };
  }

  /** The strategy's tags of its orders, by client id. */
  private tags(): ReadonlyMap<string, string> {
    const tags = new Map<string, string>();
    for (const [inputSeq, index, tag] of this.plan.host.answers.words()) tags.set(this.ids.of(inputSeq, index), tag);
    return tags;
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
      ...(this.funding.hasMoved
        ? ([
            { account: 'wallet', asset, amount: this.funding.received },
            { account: 'funding', asset, amount: this.funding.received.negated() },
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

/** A quotient of whole numbers is rounded once, so these equal the parsed texts. */
function barOf(
  { tickUnits, tickPower, lotUnits, lotPower }: FastMarket,
  numbers: Readonly<Float64Array>,
  at: number,
  start: number,
): StrategyBar {
  return new StrategyBarOf(
    start,
    (numbers[at]! * tickUnits) / tickPower,
    (numbers[at + 1]! * tickUnits) / tickPower,
    (numbers[at + 2]! * tickUnits) / tickPower,
    (numbers[at + 3]! * tickUnits) / tickPower,
    (numbers[at + 4]! * lotUnits) / lotPower,
  );
}
