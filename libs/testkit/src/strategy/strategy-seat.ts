import { StrategyRuntime } from '@libs/sdk';
import type { Decision, OrderStatus, SavedStrategy, Strategy, StrategyCommand, StrategyContext, StrategyEvent } from '@libs/sdk';

/** A deployment by itself: a test tells it events, with the orders and the position of the moment. */
export class StrategySeat {
  private runtime: StrategyRuntime;
  private inputSeq = 0;
  /** What it said last that it decided. */
  decision: Decision | null = null;
  readonly context: { -readonly [Key in keyof StrategyContext]: StrategyContext[Key] };

  constructor(
    private readonly strategy: Strategy,
    private readonly params: Readonly<Record<string, unknown>> & { readonly symbol: string },
  ) {
    this.runtime = this.opened();
    const steps = { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' };
    this.context = { marketTime: 0, positions: {}, equity: '100000', openOrders: [], instruments: { [params.symbol]: steps } };
    this.tell({ type: 'init', params });
    this.tell({ type: 'start' });
  }

  /** Signed decimal text; `'0'` is flat. */
  hold(quantity: string, averagePrice = '100'): void {
    this.context.positions = quantity === '0' ? {} : { [this.params.symbol]: { quantity, averagePrice } };
  }

  fill(tag: string, { side, quantity, price }: { side: 'BUY' | 'SELL'; quantity: string; price: string }): readonly StrategyCommand[] {
    return this.tell({ type: 'fill', clientOrderId: `id-${tag}`, symbol: this.params.symbol, side, quantity, price, tag });
  }

  order(tag: string, status: OrderStatus, reason?: string): readonly StrategyCommand[] {
    const news = { clientOrderId: `id-${tag}`, symbol: this.params.symbol, status, tag };
    return this.tell({ type: 'order', ...news, ...(reason === undefined ? {} : { reason }) });
  }

  tell(event: StrategyEvent): readonly StrategyCommand[] {
    this.inputSeq += 1;
    const answer = this.runtime.deliver({ deploymentId: 'seat', inputSeq: this.inputSeq, event, context: this.context });
    if (answer.decision) this.decision = answer.decision;
    return answer.commands;
  }

  /** The process ends and another goes on with what was stored. */
  restart(): void {
    this.runtime = this.opened(JSON.parse(JSON.stringify(this.runtime.save())) as SavedStrategy);
  }

  private opened(saved?: SavedStrategy): StrategyRuntime {
    const { strategy, params } = this;
    return new StrategyRuntime({ strategy, deploymentId: 'seat', params, ...(saved ? { saved } : {}) });
  }
}

/** `submit take SELL 12.5 at 101.5`, `cancel id-take`. */
export function briefly(command: StrategyCommand): string {
  if (command.kind === 'cancel') return `cancel ${command.clientOrderId}`;
  if (command.kind !== 'submit') return command.kind;
  const { tag, side, quantity, price } = command;
  return `submit ${tag} ${side} ${quantity}${price === undefined ? '' : ` at ${price}`}`;
}
