import { defineStrategy } from './define-strategy';
import { param } from './param';
import { StrategyRuntime } from './runtime';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const SYMBOL = 'BTC/USDT';
const INSTRUMENTS = { [SYMBOL]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.002', minNotional: '5' } };

describe('a hook', () => {
  // `return ctx.closePosition(…)` compiles, since hooks give nothing, and ended the strategy with "onStart returned a value".
  it('may end with what a call of the context answers', () => {
    const strategy = defineStrategy({
      name: 'probe',
      version: '1.0.0',
      title: 'Probe',
      description: 'For tests.',
      params: { symbol: param.symbol({ default: SYMBOL, description: 'market' }) },
      watches: ({ symbol }) => [{ symbol, interval: '1m' as const }],
      warmUp: () => 0,
      state: () => ({}),
      onStart: (ctx) => ctx.closePosition(SYMBOL),
      onBar: (ctx, { bar }) => bar.close > 100 && ctx.closePosition(SYMBOL, { tag: 'high' }),
    });
    const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
    const context = {
      marketTime: 600_000,
      equity: '1000',
      openOrders: [],
      instruments: INSTRUMENTS,
      positions: { [SYMBOL]: { quantity: '2', averagePrice: '100' } },
    };
    const bar = { start: 0, open: 101, high: 101, low: 101, close: 101, volume: 1 };
    const told = [
      { type: 'init', params: {} } as const,
      { type: 'start' } as const,
      { type: 'bar', symbol: SYMBOL, interval: '1m', bar } as const,
    ];
    const answers = told.map((event, inputSeq) => runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context }));
    expect(answers.map(({ commands }) => commands.map(({ kind }) => kind))).toEqual([[], ['submit'], ['submit']]);
  });
});
