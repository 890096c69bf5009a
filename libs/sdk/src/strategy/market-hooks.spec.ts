import { defineStrategy } from './define-strategy';
import type { StrategyDefinition } from './define-strategy';
import { param } from './param';
import { planStrategy } from './plan-strategy';
import type { StrategyContext, StrategyEvent } from './protocol';
import { StrategyRuntime } from './runtime';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const SYMBOL = 'BTC/USDT';
const CONTEXT: StrategyContext = {
  marketTime: 600_000,
  positions: {},
  equity: '1000',
  openOrders: [],
  instruments: { [SYMBOL]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.002', minNotional: '5' } },
};
const params = { symbol: param.symbol({ default: SYMBOL, description: 'market' }) };
type Hooks = Partial<StrategyDefinition<typeof params, { heard: unknown[] }>>;

function define(hooks: Hooks) {
  return defineStrategy({
    name: 'probe',
    version: '1.0.0',
    title: 'Probe',
    description: 'For tests.',
    params,
    watches: ({ symbol }) => [{ symbol, ticks: true }],
    warmUp: () => 0,
    state: () => ({ heard: [] as unknown[] }),
    ...hooks,
  } satisfies StrategyDefinition<typeof params, { heard: unknown[] }>);
}

/** A strategy that runs, and what its hooks wrote down. */
function started(hooks: Hooks) {
  const runtime = new StrategyRuntime({ strategy: define(hooks), deploymentId: DEPLOYMENT, params: {} });
  let inputSeq = 0;
  const tell = (event: StrategyEvent) => runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: inputSeq++, event, context: CONTEXT });
  tell({ type: 'init', params: {} });
  tell({ type: 'start' });
  return { tell, heard: () => (JSON.parse(runtime.save().state) as { heard: unknown[] }).heard };
}

const TICK: StrategyEvent = { type: 'tick', symbol: SYMBOL, bid: 99, bidSize: 2, ask: 101, askSize: 3 };

describe('hooks of the market', () => {
  it('onTick gets best prices and sizes, and orders may follow', () => {
    const { tell, heard } = started({
      onTick: (ctx, { bid, bidSize, ask, askSize }) => {
        ctx.state.heard.push([bid, bidSize, ask, askSize]);
        ctx.buy(SYMBOL, '1', { price: ctx.roundedPrice(SYMBOL, bid) });
      },
    });
    expect(tell(TICK).commands).toEqual([expect.objectContaining({ kind: 'submit', price: '99' })]);
    expect(heard()).toEqual([[99, 2, 101, 3]]);
  });

  it('onTrade runs once for each print, oldest first', () => {
    const { tell, heard } = started({ onTrade: (ctx, trade) => void ctx.state.heard.push(trade) });
    const trades = [
      { id: 'a', side: 'BUY', price: 100, quantity: 1, at: 5 },
      { id: 'b', side: 'SELL', price: 99, quantity: 2, at: 6 },
    ] as const;
    tell({ type: 'trades', symbol: SYMBOL, trades });
    expect(heard()).toEqual(trades.map((trade) => ({ symbol: SYMBOL, ...trade })));
  });

  it('onOrderBook gets both sides, best first', () => {
    const { tell, heard } = started({ onOrderBook: (ctx, { bids, asks }) => void ctx.state.heard.push(bids, asks) });
    tell({ type: 'book', symbol: SYMBOL, bids: [[99, 1]], asks: [[101, 2]] });
    expect(heard()).toEqual([[[99, 1]], [[101, 2]]]);
  });

  it.each<[string, StrategyEvent, Hooks]>([
    ['onFunding', { type: 'funding', symbol: SYMBOL, rate: 0.0001, amount: '-1', at: 8 }, { onFunding: note }],
    ['onSignal', { type: 'signal', name: 's', value: { x: 1 }, source: 'ann', receivedAt: 1, expiresAt: 9 }, { onSignal: note }],
    ['onPosition', { type: 'position', symbol: SYMBOL, quantity: '1', averagePrice: '9', realised: '0' }, { onPosition: note }],
    ['onTimer', { type: 'timer', name: 't', at: 9 }, { onTimer: note }],
  ])('%s gets its event', (_, event, hooks) => {
    const { tell, heard } = started(hooks);
    tell(event);
    expect(heard()).toEqual([event]);
  });

  it('cannot change what they are given', () => {
    const { tell } = started({
      onOrderBook: (_ctx, { bids }) => void ((bids[0] as unknown as number[])[0] = 1),
      onTrade: (_ctx, trade) => void ((trade as { price: number }).price = 1),
    });
    expect(() => tell({ type: 'book', symbol: SYMBOL, bids: [[99, 1]], asks: [[101, 2]] })).toThrow('read only');
    const trades = [{ id: 'a', side: 'BUY', price: 100, quantity: 1, at: 5 }] as const;
    expect(() => tell({ type: 'trades', symbol: SYMBOL, trades })).toThrow('read only');
  });

  it('names the hook that threw', () => {
    const { tell } = started({
      onTick: () => {
        throw new Error('odd');
      },
    });
    expect(() => tell(TICK)).toThrow(expect.objectContaining({ hook: 'onTick', message: 'odd' }));
  });

  it('sizes by the newest price, whichever event brought it', () => {
    const amounts: string[] = [];
    const { tell } = started({
      onTick: (ctx) => void amounts.push(ctx.quantityFor(SYMBOL, 1000)),
      onTrade: (ctx) => void amounts.push(ctx.quantityFor(SYMBOL, 1000)),
      onOrderBook: (ctx) => void amounts.push(ctx.quantityFor(SYMBOL, 1000)),
    });
    tell(TICK); // the middle is 100
    tell({ type: 'trades', symbol: SYMBOL, trades: [{ id: 'a', side: 'BUY', price: 50, quantity: 1, at: 5 }] });
    tell({ type: 'book', symbol: SYMBOL, bids: [[199, 1]], asks: [[201, 1]] });
    expect(amounts).toEqual(['10', '20', '5']);
  });
});

describe('timers', () => {
  it('are set and taken back by command', () => {
    const { tell } = started({
      onTick: (ctx) => {
        ctx.timer('late', 700_000);
        ctx.cancelTimer('early');
      },
      onTimer: () => undefined,
    });
    expect(tell(TICK).commands).toEqual([
      { kind: 'set-timer', name: 'late', at: 700_000 },
      { kind: 'cancel-timer', name: 'early' },
    ]);
  });

  it.each<[string, Hooks, string]>([
    ['without a hook', { onTick: (ctx) => ctx.timer('x', 1) }, 'needs an onTimer hook'],
    ['without a name', { onTick: (ctx) => ctx.timer('', 1), onTimer: () => undefined }, 'a text of 1 to 64 characters, not ""'],
    ['for no time', { onTick: (ctx) => ctx.timer('x', NaN), onTimer: () => undefined }, 'NaN is not a time'],
  ])('%s are refused', (_, hooks, message) => {
    expect(() => started(hooks).tell(TICK)).toThrow(message);
  });
});

describe('amounts as a market takes them', () => {
  it.each([
    [100.26, undefined, '100.3'],
    [100.25, undefined, '100.2'],
    [100.26, 'DOWN', '100.2'],
    [100.21, 'UP', '100.3'],
    ['100.3', 'UP', '100.3'],
  ] as const)('price %s toward %s is %s', (price, toward, expected) => {
    const rounded: string[] = [];
    started({ onTick: (ctx) => void rounded.push(ctx.roundedPrice(SYMBOL, price, toward)) }).tell(TICK);
    expect(rounded).toEqual([expected]);
  });

  it.each([
    [0.0129, '0.012'],
    ['1.5', '1.5'],
    [0.0019, '0'],
  ] as const)('quantity %s is %s', (quantity, expected) => {
    const rounded: string[] = [];
    started({ onTick: (ctx) => void rounded.push(ctx.roundedQuantity(SYMBOL, quantity)) }).tell(TICK);
    expect(rounded).toEqual([expected]);
  });
});

describe('what a strategy listens to', () => {
  const planned = (hooks: Hooks) => planStrategy(define(hooks), {});

  it('is told apart into bars, streams and news', () => {
    const hooks = { onBar: note, onTick: note, onTrade: note, onOrderBook: note, onPosition: note, onSignal: note };
    const watches = [{ symbol: SYMBOL, interval: '1m' }, { symbol: SYMBOL, ticks: true }, ...finer] as const;
    expect(planned({ ...hooks, watches: () => watches })).toEqual({
      ok: true,
      plan: {
        params: { symbol: SYMBOL },
        watches: [{ symbol: SYMBOL, interval: '1m' }],
        streams: [{ symbol: SYMBOL, ticks: true }, ...finer],
        hears: ['position', 'signal'],
        warmUpBars: 0,
      },
    });
  });

  it.each<[string, Hooks, string]>([
    ['ticks without onTick', {}, 'watches names ticks, so the strategy needs onTick'],
    ['bars without onBar', { watches: () => [{ symbol: SYMBOL, interval: '1m' }] }, 'watches names bars, so the strategy needs onBar'],
    ['a bottomless book', { watches: () => [{ symbol: SYMBOL, book: 201 }], onOrderBook: note }, 'must be a whole number from 1 to 200'],
    ['something unknown', { watches: () => [{ symbol: SYMBOL } as never] }, 'an entry is { symbol, interval }, { symbol, ticks: true }'],
    ['nothing', { watches: () => [] }, 'watches names 0 streams'],
  ])('is refused for %s', (_, hooks, message) => {
    expect(() => planned(hooks)).toThrow(message);
  });
});

const finer = [
  { symbol: SYMBOL, trades: true },
  { symbol: SYMBOL, book: 10 },
] as const;

function note(ctx: { readonly state: { heard: unknown[] } }, event: unknown): void {
  ctx.state.heard.push(event);
}
