import { defineStrategy } from './define-strategy';
import { param } from './param';
import { StrategyRuntime } from './runtime';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const SYMBOL = 'BTC/USDT';
const INSTRUMENTS = { [SYMBOL]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.002', minNotional: '5' } };

const PROBE = {
  name: 'probe',
  version: '1.0.0',
  title: 'Probe',
  description: 'For tests.',
  params: { symbol: param.symbol({ default: SYMBOL, description: 'market' }) },
  watches: () => [{ symbol: SYMBOL, interval: '1m' }] as const,
  warmUp: () => 0,
  state: () => ({}),
};

describe('a hook', () => {
  // `return ctx.closePosition(…)` compiles, since hooks give nothing, and ended the strategy with "onStart returned a value".
  it('may end with what a call of the context answers', () => {
    const strategy = defineStrategy({
      ...PROBE,
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

  it('that fails leaves its first and its newest lines, and says how many it lacks', () => {
    const strategy = defineStrategy({
      ...PROBE,
      onInit: (ctx) => {
        for (let n = 1; n <= 150; n += 1) ctx.log.info(`line ${n}`);
        throw new Error('boom');
      },
    });
    const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
    const context = { marketTime: 0, equity: '1000', openOrders: [], instruments: INSTRUMENTS, positions: {} };
    const init = { deploymentId: DEPLOYMENT, inputSeq: 0, event: { type: 'init', params: {} }, context } as const;
    expect(() => runtime.deliver(init)).toThrow('boom');
    const said = runtime.written().map(({ message }) => message);
    expect([said.length, said[99], ...said.slice(100, 102), said.at(-1)]).toEqual([
      121,
      'line 100',
      '30 log lines over the limit of 100 were dropped',
      'line 131',
      'line 150',
    ]);
  });
});
