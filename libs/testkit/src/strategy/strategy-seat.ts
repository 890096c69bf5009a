import { OrderIds, defined } from '@libs/kernel';
import { StrategyRuntime } from '@libs/sdk';
import type { Decision, OrderStatus, SavedStrategy, Strategy, StrategyCommand, StrategyContext, StrategyEvent } from '@libs/sdk';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';

/** A deployment by itself: a test tells it events, with the orders and the position of the moment. */
export class StrategySeat {
  private runtime: StrategyRuntime;
  private inputSeq = 0;
  private readonly ids = new OrderIds(DEPLOYMENT);
  /** The newest order of each tag. */
  private readonly sent = new Map<string, string>();
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
    return this.tell({ type: 'fill', clientOrderId: this.idOf(tag), symbol: this.params.symbol, side, quantity, price, tag });
  }

  order(tag: string, status: OrderStatus, reason?: string): readonly StrategyCommand[] {
    const news = { clientOrderId: this.idOf(tag), symbol: this.params.symbol, status, tag };
    return this.tell({ type: 'order', ...news, ...defined({ reason }) });
  }

  tell(event: StrategyEvent): readonly StrategyCommand[] {
    this.inputSeq += 1;
    const answer = this.runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: this.inputSeq, event, context: this.context });
    if (answer.decision) this.decision = answer.decision;
    for (const [index, command] of answer.commands.entries())
      if (command.kind === 'submit' && command.tag !== undefined) this.sent.set(command.tag, this.ids.of(this.inputSeq, index));
    return answer.commands;
  }

  /** The client id of the newest order with this tag. */
  idOf(tag: string): string {
    return this.sent.get(tag) ?? `id-${tag}`;
  }

  /** `submit take SELL 12.5 at 101.5`, `cancel take`. */
  readonly briefly = (command: StrategyCommand): string => {
    if (command.kind === 'cancel') return `cancel ${this.tagOf(command.clientOrderId)}`;
    if (command.kind !== 'submit') return command.kind;
    const { tag, side, quantity, price } = command;
    return `submit ${tag} ${side} ${quantity}${price === undefined ? '' : ` at ${price}`}`;
  };

  tagOf(clientOrderId: string): string {
    return [...this.sent].find(([, id]) => id === clientOrderId)?.[0] ?? clientOrderId;
  }

  /** The process ends and another goes on with what was stored. */
  restart(): void {
    this.runtime = this.opened(JSON.parse(JSON.stringify(this.runtime.save())) as SavedStrategy);
  }

  private opened(saved?: SavedStrategy): StrategyRuntime {
    const { strategy, params } = this;
    return new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params, ...defined({ saved }) });
  }
}
