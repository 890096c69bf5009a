import { Decimal, OrderIds, defined } from '@libs/kernel';
import { StrategyRuntime } from '@libs/sdk';
import type {
  Decision,
  OrderStatus,
  SavedStrategy,
  Strategy,
  StrategyAnswer,
  StrategyBar,
  StrategyCommand,
  StrategyContext,
  StrategyEvent,
} from '@libs/sdk';

type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;

/** What the market does with an order: all of it, a part of it and the rest cancelled, nothing yet, or a refusal. */
export type Fate = 'filled' | { readonly part: string } | 'open' | { readonly denied: string };

export interface Tape {
  readonly strategy: Strategy;
  readonly params: Readonly<Record<string, unknown>>;
  readonly symbol: string;
  readonly interval: string;
  readonly bars: readonly StrategyBar[];
  /** How many of the first bars come as history; default 0. */
  readonly history?: number;
  /** Decimal text; does not move with profit, so sizes can be worked out by hand. Default `100000`. */
  readonly equity?: string;
  readonly instrument?: StrategyContext['instruments'][string];
  /** Fate of the n-th order, from 0; default all `filled`, at the open of the next bar. */
  readonly fate?: (order: Submit, n: number) => Fate;
}

export interface PlayedOrder extends Submit {
  /** Index of the bar on whose close it was sent. */
  readonly bar: number;
}

export interface PlayedTape {
  readonly orders: readonly PlayedOrder[];
  /** One entry per live bar; null where nothing was decided. */
  readonly decisions: readonly (Decision | null)[];
  readonly answers: readonly StrategyAnswer[];
  /** Signed decimal text. */
  readonly position: string;
  readonly saved: SavedStrategy;
}

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const INSTRUMENT = { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' };

/** Plays bars to a strategy outside any sandbox; orders meet their fate at the open of the next bar, before its close is shown. */
export function playTape(tape: Tape): PlayedTape {
  const player = new TapePlayer(tape);
  const history = tape.history ?? 0;
  player.tell({ type: 'init', params: tape.params });
  if (history > 0) player.tell({ type: 'history', symbol: tape.symbol, interval: tape.interval, bars: tape.bars.slice(0, history) });
  player.tell({ type: 'start' });
  tape.bars.slice(history).forEach((bar, index) => player.bar(bar, history + index));
  return player.result();
}

class TapePlayer {
  private readonly runtime: StrategyRuntime;
  private readonly answers: StrategyAnswer[] = [];
  private readonly ids = new OrderIds(DEPLOYMENT);
  private readonly orders: PlayedOrder[] = [];
  private readonly decisions: (Decision | null)[] = [];
  private waiting: { readonly id: string; readonly order: Submit; readonly fate: Fate }[] = [];
  private position = Decimal.ZERO;
  private lastPrice = '0';
  private index = -1;
  private time = 0;

  constructor(private readonly tape: Tape) {
    this.runtime = new StrategyRuntime({ strategy: tape.strategy, deploymentId: DEPLOYMENT, params: tape.params });
  }

  bar(bar: StrategyBar, index: number): void {
    this.time = bar.start;
    this.settle(String(bar.open));
    this.index = index;
    const { symbol, interval } = this.tape;
    const answer = this.tell({ type: 'bar', symbol, interval, bar });
    this.decisions.push(answer.decision ?? null);
  }

  tell(event: StrategyEvent): StrategyAnswer {
    const inputSeq = this.answers.length;
    const answer = this.runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context: this.context() });
    this.answers.push(answer);
    for (const [index, command] of answer.commands.entries()) {
      // What it cannot play must not look as if it had been.
      if (command.kind === 'bracket' || command.kind === 'amend' || (command.kind === 'submit' && command.stop !== undefined))
        throw new Error(
          `playTape decides the fate of plain orders and knows no ${command.kind === 'submit' ? 'stop' : command.kind}; use playMarket`,
        );
      if (command.kind === 'submit') this.accept(this.ids.of(inputSeq, index), command);
    }
    return answer;
  }

  result(): PlayedTape {
    const { orders, decisions, answers } = this;
    return { orders, decisions, answers, position: this.position.toString(), saved: this.runtime.save() };
  }

  private accept(id: string, order: Submit): void {
    const n = this.orders.length;
    this.orders.push({ ...order, bar: this.index });
    this.waiting.push({ id, order, fate: this.tape.fate?.(order, n) ?? 'filled' });
  }

  private settle(price: string): void {
    const due = this.waiting.filter(({ fate }) => fate !== 'open');
    this.waiting = this.waiting.filter(({ fate }) => fate === 'open');
    for (const { id, order, fate } of due) {
      const { tag } = order;
      if (typeof fate === 'object' && 'denied' in fate) this.order(id, { status: 'DENIED', reason: fate.denied, ...defined({ tag }) });
      else this.fill(id, order, price, typeof fate === 'object' && 'part' in fate ? fate.part : order.quantity);
    }
  }

  private fill(clientOrderId: string, { symbol, side, tag, quantity: ordered }: Submit, price: string, quantity: string): void {
    const signed = side === 'BUY' ? Decimal.parse(quantity) : Decimal.parse(quantity).negated();
    this.position = this.position.plus(signed);
    this.lastPrice = price;
    this.tell({ type: 'fill', clientOrderId, symbol, side, quantity, price, ...defined({ tag }) });
    this.order(clientOrderId, { status: quantity === ordered ? 'FILLED' : 'CANCELED', ...defined({ tag }) });
  }

  private order(clientOrderId: string, news: { readonly status: OrderStatus; readonly reason?: string; readonly tag?: string }): void {
    this.tell({ type: 'order', clientOrderId, symbol: this.tape.symbol, ...news });
  }

  private context(): StrategyContext {
    const { symbol, equity = '100000', instrument = INSTRUMENT } = this.tape;
    return {
      marketTime: this.time,
      positions: this.position.isZero ? {} : { [symbol]: { quantity: this.position.toString(), averagePrice: this.lastPrice } },
      equity,
      openOrders: this.waiting.map(({ id, order: { side, quantity, price, tag } }) => ({
        clientOrderId: id,
        symbol,
        side,
        leaves: quantity,
        ...defined({ price, tag }),
      })),
      instruments: { [symbol]: instrument },
    };
  }
}
