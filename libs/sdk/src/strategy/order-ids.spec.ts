import { encodeClientOrderId } from '@libs/kernel';
import { defineStrategy } from './define-strategy';
import type { StrategyDefinition } from './define-strategy';
import type { StrategyContext, StrategyEvent } from './protocol';
import { StrategyRuntime } from './runtime';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000007';
const BTC = 'BTC/USDT';
const CONTEXT: StrategyContext = {
  marketTime: 600_000,
  positions: { [BTC]: { quantity: '2', averagePrice: '90' } },
  equity: '1000',
  openOrders: [{ clientOrderId: 'old', symbol: BTC, side: 'BUY', leaves: '1', price: '80' }],
  instruments: { [BTC]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' } },
};

type Hooks = Partial<StrategyDefinition<Record<never, never>, { ids: unknown[] }>>;
type Context = Parameters<NonNullable<Hooks['onBar']>>[0];

class Seat {
  readonly runtime: StrategyRuntime;

  constructor(hooks: Hooks) {
    const strategy = defineStrategy({
      name: 'probe',
      version: '1.0.0',
      title: 'Probe',
      description: 'For tests.',
      params: {},
      watches: () => [{ symbol: BTC, interval: '1m' as const }],
      warmUp: () => 0,
      state: () => ({ ids: [] as unknown[] }),
      onBar: () => undefined,
      ...hooks,
    });
    this.runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
  }

  tell(inputSeq: number, event: StrategyEvent, context = CONTEXT) {
    return this.runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context });
  }

  begin(): this {
    this.tell(4, { type: 'init', params: {} });
    this.tell(5, { type: 'start' });
    return this;
  }

  get ids(): unknown {
    return (JSON.parse(this.runtime.save().state) as { ids: unknown }).ids;
  }
}

const BAR = { start: 0, open: 100, high: 100, low: 100, close: 100, volume: 1 };
const bar: StrategyEvent = { type: 'bar', symbol: BTC, interval: '1m', bar: BAR };
const id = (inputSeq: number, index: number): string => encodeClientOrderId({ deploymentId: DEPLOYMENT, inputSeq, index });

/** What the acts gave at the bar of delivery 70. */
function given(act: (ctx: Context) => unknown, context = CONTEXT): unknown {
  const seat = new Seat({ onBar: (ctx) => void ctx.state.ids.push(act(ctx)) }).begin();
  seat.tell(70, bar, context);
  return seat.ids;
}

describe('the id that a context gives for an order', () => {
  it('names the delivery and the place among all commands of the answer', () => {
    const ids = given((ctx) => {
      const first = ctx.buy(BTC, '1');
      ctx.cancel('old');
      const entry = { side: 'BUY', quantity: '1' } as const;
      return [first, ctx.sell(BTC, '1', { price: '110' }), ctx.bracket(BTC, { entry, stopLoss: '90' }), ctx.closePosition(BTC)];
    });
    expect(ids).toEqual([[id(70, 0), id(70, 2), id(70, 3), id(70, 4)]]);
  });

  it('is one for each order of a target, the exit first', () => {
    // The old order leads away from it, so cancelling that is the first command.
    expect(given((ctx) => ctx.target(BTC, '-1'))).toEqual([[id(70, 1), id(70, 2)]]);
    expect(given((ctx) => ctx.target(BTC, '3'))).toEqual([[]]);
  });

  it('is in the open orders at once, and may be cancelled and amended there', () => {
    const seat = new Seat({
      onBar: (ctx) => {
        const mine = ctx.buy(BTC, '1', { price: '90' })!;
        ctx.amend(mine, { price: '91' });
        ctx.cancel(mine);
        ctx.state.ids.push(ctx.openOrders.map(({ clientOrderId }) => clientOrderId));
      },
    }).begin();
    const { commands } = seat.tell(70, bar);
    expect(commands.slice(1)).toEqual([
      { kind: 'amend', clientOrderId: id(70, 0), price: '91' },
      { kind: 'cancel', clientOrderId: id(70, 0) },
    ]);
    expect(seat.ids).toEqual([['old', id(70, 0)]]);
  });

  it('is null where nothing is held that could be closed', () => {
    expect(given((ctx) => ctx.closePosition(BTC), { ...CONTEXT, positions: {} })).toEqual([null]);
  });

  it('is null where orders are dropped: before the start, in history and in onStop', () => {
    const all = (ctx: Context): void => {
      const entry = { side: 'BUY', quantity: '1' } as const;
      ctx.state.ids.push(ctx.buy(BTC, '1'), ctx.bracket(BTC, { entry, stopLoss: '90' }), ctx.closePosition(BTC), ctx.target(BTC, '9'));
    };
    const seat = new Seat({ onInit: all, onBar: all, onStop: all });
    seat.tell(0, { type: 'init', params: {} });
    seat.tell(1, { type: 'history', symbol: BTC, interval: '1m', bars: [BAR] });
    seat.tell(2, { type: 'start' });
    const stopped = seat.tell(3, { type: 'stop' });
    const nothing = [null, null, null, []];
    expect(seat.ids).toEqual([...nothing, ...nothing, ...nothing]);
    expect(stopped).toMatchObject({
      commands: [],
      logs: [{ level: 'info', message: '4 commands were dropped: the strategy is not running' }],
    });
  });

  it('is given for a bar that is shown by the number that its delivery would have, and answers to no other', () => {
    const seat = new Seat({ onBar: (ctx) => void ctx.state.ids.push(ctx.buy(BTC, '1')) }).begin();
    const outcome = seat.runtime.showBar({ type: 'bar', symbol: BTC, interval: '1m', bar: BAR }, CONTEXT, 80);
    expect(() => seat.runtime.answerOf(81, outcome)).toThrow('delivery 81 was shown as number 80');
    expect(seat.runtime.answerOf(80, outcome).upTo).toBe(80);
    seat.runtime.check();
    expect(seat.ids).toEqual([id(80, 0)]);
  });
});
