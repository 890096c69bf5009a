import { defineStrategy } from './define-strategy';
import type { StrategyContext, StrategyEvent } from './protocol';
import { StrategyRuntime } from './runtime';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000007';
const BTC = 'BTC/USDT';
const CONTEXT: StrategyContext = {
  marketTime: 600_000,
  positions: {},
  equity: '1000',
  openOrders: [],
  instruments: { [BTC]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' } },
};
const EVENTS: readonly StrategyEvent[] = [{ type: 'init', params: {} }, { type: 'start' }];

/** As a strategy without types calls it. */
type Context = Record<'buy' | 'sell' | 'target' | 'closePosition', (symbol: string, ...rest: readonly unknown[]) => unknown>;

/** Does this when it starts, with no position. */
function play(act: (ctx: Context) => unknown): void {
  const strategy = defineStrategy({
    name: 'probe',
    version: '1.0.0',
    title: 'Probe',
    description: 'For tests.',
    params: {},
    watches: () => [{ symbol: BTC, interval: '1m' as const }],
    warmUp: () => 0,
    state: () => ({}),
    onStart: (ctx) => void act(ctx as unknown as Context),
    onBar: () => undefined,
  });
  const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
  EVENTS.forEach((event, inputSeq) => runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context: CONTEXT }));
}

describe('the options of an order', () => {
  // JavaScript has no types that refuse a bare text: closePosition ignored it, so the order had no tag.
  it.each<[message: string, act: (ctx: Context) => unknown]>([
    ['closePosition takes its options as an object: write { tag: "out" }, not "out"', (ctx) => ctx.closePosition(BTC, 'out')],
    ['closePosition takes its options as an object: write { tag: "exit" }, not null', (ctx) => ctx.closePosition(BTC, null)],
    ['closePosition has no "price"; it takes tag', (ctx) => ctx.closePosition(BTC, { price: '90' })],
    ['buy takes its options as an object: write { tag: "in" }, not "in"', (ctx) => ctx.buy(BTC, '1', 'in')],
    ['sell takes its options as an object: write { tag: "exit" }, not 90', (ctx) => ctx.sell(BTC, '1', 90)],
    ['target takes its options as an object: write { tag: "trend" }, not "trend"', (ctx) => ctx.target(BTC, '1', 'trend')],
  ])('are refused with "%s", also without a position', (message, act) => {
    expect(() => play(act)).toThrow(message);
  });

  it('may be left out or be undefined', () => {
    expect(() => play((ctx) => [ctx.closePosition(BTC), ctx.closePosition(BTC, undefined), ctx.buy(BTC, '1')])).not.toThrow();
  });
});
