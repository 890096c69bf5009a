import { Decimal, checkOrder } from '@libs/kernel';
import type { OrderIds, OrderRequest } from '@libs/kernel';
import type { StrategyCommand } from '@libs/sdk';
import type { LiveHost } from '../run/strategy-host';
import type { FastBook } from './fast-book';
import type { FastContext, FastOrder } from './fast-context';
import type { FastFills } from './fast-fills';
import { eventOf, tells } from './fast-news';
import type { FastNews } from './fast-news';
import { StepsAside, stepAsideLate } from './steps-aside';

type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;

/** The known fields of a market order; any other field is not handled here. */
const KNOWN: ReadonlySet<string> = new Set<keyof Submit>([
  ...(['kind', 'symbol', 'side', 'type', 'quantity', 'price', 'timeInForce', 'postOnly', 'reduceOnly', 'tag'] as const),
]);
/** An order, its execution and its ledger line each use one venue number. */
const [NUMBERS_A_FILL, EXECUTION] = [3, 2];
/** The position, two ids and the execution that clients see. */
const NUMBERS_A_SETTLEMENT = 4;

export interface FastDeskParts {
  readonly book: FastBook;
  readonly host: LiveHost;
  readonly context: FastContext;
  readonly orders: FastOrder[];
  readonly ids: OrderIds;
  readonly fills: FastFills;
  /** The last input number of the core, and the last number assigned by the venue. */
  readonly inputSeq: number;
  readonly sequence: number;
}

/** Carries out a strategy's answers and reports the outcome: core, executor and venue in one, with the same numbering. */
export class FastDesk {
  inputSeq: number;
  /** Orders denied by the risk rules, and why. */
  readonly refused: [clientOrderId: string, reason: string][] = [];
  private sequence: number;
  private readonly news: FastNews[] = [];

  constructor(private readonly parts: FastDeskParts) {
    ({ inputSeq: this.inputSeq, sequence: this.sequence } = parts);
  }

  /** The effect of a bar; the bar and its answer are one input each. */
  answered(commands: readonly StrategyCommand[]): void {
    const delivery = this.inputSeq + 1;
    this.inputSeq += 2;
    if (commands.length === 0) return;
    this.carryOut(commands, delivery);
    this.tell();
  }

  /** Counts settlement reports; their recipients are not simulated here. */
  settled(count: number): void {
    this.inputSeq += count;
    this.sequence += count * NUMBERS_A_SETTLEMENT;
  }

  /** Waiting orders, and those that follow from them, meet the open of the bar that starts now. */
  meet(open: number): void {
    const { orders, book, context, fills } = this.parts;
    for (let order = orders[0]; order; order = orders[0]) {
      const effect = book.effectOf(order.lots, order.reduceOnly, open);
      this.hear({ order, status: 'ACCEPTED', text: undefined });
      takeFirst(orders);
      this.count(order.lots, -1);
      book.take(effect);
      context.moved();
      fills.push(order, effect, context.marketTime, this.sequence + EXECUTION);
      this.sequence += NUMBERS_A_FILL;
      this.filled(order, effect.ticks);
      // The venue reports the fill a second time.
      this.inputSeq += 1;
    }
  }

  private get symbol(): string {
    return this.parts.book.market.instrument.symbol;
  }

  private filled(order: FastOrder, ticks: number): void {
    this.news.push({ order, status: null, text: this.parts.book.priceText(ticks) });
    this.hear({ order, status: 'FILLED', text: undefined });
  }

  /** A report of the venue, and the strategy's response. */
  private hear(news: FastNews): void {
    this.inputSeq += 1;
    this.news.push(news);
    this.tell();
  }

  /** News one by one, each with the effects of the answers before it. */
  private tell(): void {
    const { host, context } = this.parts;
    const { symbol } = this;
    for (let news = takeFirst(this.news); news; news = takeFirst(this.news)) {
      const delivery = this.inputSeq;
      const event = eventOf(news, symbol);
      const { commands } = host.show(event, context, delivery);
      // Comparing costs far less than freezing. A sealed run freezes, and reports the line that writes.
      if (!tells(event, news, symbol)) stepAsideLate(host, 'an event');
      this.inputSeq += 1;
      if (commands.length > 0) this.carryOut(commands, delivery);
    }
  }

  private carryOut(commands: readonly StrategyCommand[], delivery: number): void {
    const arePlain = this.parts.host.note(delivery, commands);
    for (let index = 0; index < commands.length; index += 1) {
      const command = commands[index]!;
      if (!arePlain) assertKnown(command);
      this.place(command as Submit, delivery, index);
    }
  }

  private place(command: Submit, inputSeq: number, index: number): void {
    if (command.symbol !== this.symbol) throw new StepsAside(`an order of ${command.symbol}`);
    const { book, ids, orders } = this.parts;
    const { side, quantity, reduceOnly, tag } = command;
    const clientOrderId = ids.of(inputSeq, index);
    const lots = lotsOf(quantity, book) * (side === 'BUY' ? 1 : -1);
    const order = { clientOrderId, inputSeq, index, lots, quantity, reduceOnly, tag };
    if (!book.surelyAllows(lots, reduceOnly) && !this.allowed(command, order)) return;
    orders.push(order);
    this.count(lots, 1);
  }

  /** Evaluates the risk rules themselves; returns what they refuse. */
  private allowed(command: Submit, order: FastOrder): boolean {
    const { symbol, side, type, timeInForce, postOnly, reduceOnly, tag } = command;
    const request: OrderRequest = {
      symbol,
      side,
      type,
      quantity: Decimal.parse(command.quantity),
      timeInForce,
      postOnly,
      reduceOnly,
      ...(tag === undefined ? {} : { tag }),
    };
    const denial = checkOrder(request, this.parts.book.riskContext(side));
    if (denial === null) return true;
    const reason = `${denial.code}: ${denial.message}`;
    this.refused.push([order.clientOrderId, reason]);
    this.news.push({ order, status: 'DENIED', text: reason });
    return false;
  }

  private count(lots: number, by: 1 | -1): void {
    const { book } = this.parts;
    if (lots > 0) book.buying += by * lots;
    else book.selling -= by * lots;
  }
}

/** For a list of one or none, the usual case, `pop` is far cheaper than `shift`. */
function takeFirst<T>(list: T[]): T | undefined {
  return list.length <= 1 ? list.pop() : list.shift();
}

function assertKnown(command: StrategyCommand): void {
  if (command.kind !== 'submit' || command.type !== 'MARKET' || command.price !== undefined)
    throw new StepsAside(`a command of another kind: ${command.kind}`);
  for (const key in command) if (!KNOWN.has(key)) throw new StepsAside(`an order with ${key}`);
}

/** NaN if it is not a whole number of lots. */
function lotsOf(quantity: string, { market }: FastBook): number {
  // A non-integer quotient of whole numbers below 2⁵³ is never rounded to an integer.
  const lots = Decimal.parse(quantity).unitsAt(market.instrument.lotSize.scale) / market.lotUnits;
  return Number.isSafeInteger(lots) ? lots : NaN;
}
