import { Decimal, checkOrder } from '@libs/kernel';
import type { OrderIds, OrderRequest } from '@libs/kernel';
import type { ShownEvent, StrategyCommand } from '@libs/sdk';
import type { LiveHost } from '../run/strategy-host';
import type { FastBook } from './fast-book';
import type { FastContext, FastOrder } from './fast-context';
import type { FastFills } from './fast-fills';
import { StepsAside } from './steps-aside';

type OrderNews = Extract<ShownEvent, { readonly type: 'order' }>;
type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;

/** What a market order may have; anything else is not known here. */
const KNOWN: ReadonlySet<string> = new Set<keyof Submit>([
  ...(['kind', 'symbol', 'side', 'type', 'quantity', 'price', 'timeInForce', 'postOnly', 'reduceOnly', 'tag'] as const),
]);
/** An order, its execution and its line of the account's ledger each have a number of the venue. */
const [NUMBERS_A_FILL, EXECUTION] = [3, 2];
/** The position, two ids and the execution that clients see of it. */
const NUMBERS_A_SETTLEMENT = 4;

export interface FastDeskParts {
  readonly book: FastBook;
  readonly host: LiveHost;
  readonly context: FastContext;
  readonly orders: FastOrder[];
  readonly ids: OrderIds;
  readonly fills: FastFills;
  /** The last input of the core, and the last number that the venue gave. */
  readonly inputSeq: number;
  readonly sequence: number;
}

/** Carries out what a strategy answers and tells it what came of it: core, executor and venue in one, their numbers kept as they count. */
export class FastDesk {
  inputSeq: number;
  /** Orders that the risk rules denied, and why. */
  readonly refused: [clientOrderId: string, reason: string][] = [];
  private sequence: number;
  private readonly news: ShownEvent[] = [];

  constructor(private readonly parts: FastDeskParts) {
    ({ inputSeq: this.inputSeq, sequence: this.sequence } = parts);
  }

  /** What a bar led to; the bar and its answer are an input each. */
  answered(commands: readonly StrategyCommand[]): void {
    const delivery = this.inputSeq + 1;
    this.inputSeq += 2;
    if (commands.length === 0) return;
    this.carryOut(commands, delivery);
    this.tell();
  }

  /** So many settlements were reported; who hears of them is not played here. */
  settled(count: number): void {
    this.inputSeq += count;
    this.sequence += count * NUMBERS_A_SETTLEMENT;
  }

  /** The orders that wait meet the open of a bar, and so do those that come of it. */
  meet(open: number, at: number): void {
    const { orders, book, context, fills } = this.parts;
    context.marketTime = at;
    for (let order = orders[0]; order; order = orders[0]) {
      const effect = book.effectOf(order.lots, order.reduceOnly, open);
      this.hear(this.orderNews(order, 'ACCEPTED'));
      takeFirst(orders);
      this.count(order.lots, -1);
      book.take(effect);
      context.moved();
      fills.push(order, effect, at, this.sequence + EXECUTION);
      this.sequence += NUMBERS_A_FILL;
      this.filled(order, effect.ticks);
      // The venue says once more that it is filled.
      this.inputSeq += 1;
    }
  }

  private get symbol(): string {
    return this.parts.book.market.instrument.symbol;
  }

  private filled(order: FastOrder, ticks: number): void {
    const { clientOrderId, lots, quantity, tag } = order;
    const side = lots > 0 ? 'BUY' : 'SELL';
    const price = this.parts.book.priceText(ticks);
    const { symbol } = this;
    // Written out twice, since merging objects takes V8 long.
    if (tag === undefined) this.news.push({ type: 'fill', clientOrderId, symbol, side, quantity, price });
    else this.news.push({ type: 'fill', clientOrderId, symbol, side, quantity, price, tag });
    this.hear(this.orderNews(order, 'FILLED'));
  }

  private orderNews({ clientOrderId, tag }: Pick<FastOrder, 'clientOrderId' | 'tag'>, status: OrderNews['status']): OrderNews {
    const { symbol } = this;
    if (tag === undefined) return { type: 'order', clientOrderId, symbol, status };
    return { type: 'order', clientOrderId, symbol, status, tag };
  }

  /** A report of the venue, and what the strategy makes of it. */
  private hear(event: ShownEvent): void {
    this.inputSeq += 1;
    this.news.push(event);
    this.tell();
  }

  /** One event after the other, each with what the answers before it changed. */
  private tell(): void {
    const { host, context } = this.parts;
    for (let event = takeFirst(this.news); event; event = takeFirst(this.news)) {
      const delivery = this.inputSeq;
      const { commands } = host.show(event, context, delivery);
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
    if (!book.surelyAllows(lots, reduceOnly) && !this.allowed(command, clientOrderId)) return;
    orders.push({ clientOrderId, inputSeq, index, lots, quantity, reduceOnly, tag });
    this.count(lots, 1);
  }

  /** Asks the risk rules themselves; says what they refuse. */
  private allowed(command: Submit, clientOrderId: string): boolean {
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
    const news = this.orderNews({ clientOrderId, tag }, 'DENIED');
    const reason = `${denial.code}: ${denial.message}`;
    this.refused.push([clientOrderId, reason]);
    this.news.push({ ...news, reason });
    return false;
  }

  private count(lots: number, by: 1 | -1): void {
    const { book } = this.parts;
    if (lots > 0) book.buying += by * lots;
    else book.selling -= by * lots;
  }
}

/** Of a list of one, as most are, the end is its beginning and far cheaper to take. */
function takeFirst<T>(list: T[]): T | undefined {
  return list.length === 1 ? list.pop() : list.shift();
}

function assertKnown(command: StrategyCommand): void {
  if (command.kind !== 'submit' || command.type !== 'MARKET' || command.price !== undefined)
    throw new StepsAside(`a command of another kind: ${command.kind}`);
  for (const key in command) if (!KNOWN.has(key)) throw new StepsAside(`an order with ${key}`);
}

/** NaN where it is not a number of lots. */
function lotsOf(quantity: string, { market }: FastBook): number {
  // A quotient of whole numbers below 2⁵³ that is none is never rounded to a whole one.
  const lots = Decimal.parse(quantity).unitsAt(market.instrument.lotSize.scale) / market.lotUnits;
  return Number.isSafeInteger(lots) ? lots : NaN;
}
