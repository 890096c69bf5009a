import { defineStrategy } from './define-strategy';
import type { StrategyDefinition } from './define-strategy';
import { param } from './param';
import type { ParamSchema } from './param';
import type { StrategyBar, StrategyContext, StrategyEvent } from './protocol';
import { StrategyRuntime } from './runtime';
import type { SavedStrategy } from './runtime';

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
type State = { n: number; list: unknown[] };
type Hooks = Partial<StrategyDefinition<typeof params, State>>;

function define(hooks: Hooks) {
  return defineStrategy({
    name: 'probe',
    version: '1.0.0',
    title: 'Probe',
    description: 'For tests.',
    params,
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 2,
    state: (): State => ({ n: 0, list: [] }),
    onBar: () => undefined,
    ...hooks,
  } satisfies StrategyDefinition<typeof params, State>);
}

class Driver {
  readonly runtime: StrategyRuntime;
  private seq: number;

  constructor(hooks: Hooks, saved?: SavedStrategy) {
    this.runtime = new StrategyRuntime({
      strategy: define(hooks),
      deploymentId: DEPLOYMENT,
      params: {},
      ...(saved === undefined ? {} : { saved }),
    });
    this.seq = (saved?.upTo ?? -1) + 1;
  }

  tell(event: StrategyEvent, context: Partial<StrategyContext> = {}) {
    return this.runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: this.seq++, event, context: { ...CONTEXT, ...context } });
  }

  bar(close: number, context: Partial<StrategyContext> = {}) {
    return this.tell(
      { type: 'bar', symbol: SYMBOL, interval: '1m', bar: { start: 0, open: close, high: close, low: close, close, volume: 1 } },
      context,
    );
  }

  begin(): this {
    this.tell({ type: 'init', params: {} });
    this.tell({ type: 'start' });
    return this;
  }
}

const started = (hooks: Hooks): Driver => new Driver(hooks).begin();
const barOf = (bar: StrategyBar): StrategyEvent => ({ type: 'bar', symbol: SYMBOL, interval: '1m', bar });
const history = (...closes: number[]): Extract<StrategyEvent, { readonly type: 'history' }> => ({
  type: 'history',
  symbol: SYMBOL,
  interval: '1m',
  bars: closes.map((close, index) => ({ start: index * 60_000, open: close, high: close, low: close, close, volume: 1 })),
});

describe('a decision given as a function', () => {
  let asked = 0;
  const hooks: Hooks = {
    onBar: (ctx, { bar }) => {
      ctx.decide(() => {
        asked += 1;
        return { action: 'wait', why: `it is ${bar.close}`, values: { close: bar.close } };
      });
      ctx.state.n += 1;
    },
  };

  beforeEach(() => void (asked = 0));

  it('is the same as one given at once', () => {
    expect(started(hooks).bar(7).decision).toEqual({ action: 'wait', why: 'it is 7', values: { close: 7 } });
    expect(() => started({ onBar: (ctx) => ctx.decide(() => ({ action: '', why: '', values: { x: NaN } })) }).bar(1)).toThrow(
      'values.x is NaN',
    );
  });

  it('is not asked for where nobody keeps decisions, and all else stays the same', () => {
    const runtime = new StrategyRuntime({ strategy: define(hooks), deploymentId: DEPLOYMENT, params: {}, keepsDecisions: false });
    const events: StrategyEvent[] = [{ type: 'init', params: {} }, { type: 'start' }, ...history(1, 2).bars.map(barOf)];
    const answers = events.map((event, inputSeq) => runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context: CONTEXT }));
    expect([asked, answers.at(-1)?.decision]).toEqual([0, undefined]);
    const keeper = started(hooks);
    keeper.bar(1);
    expect(keeper.bar(2).stateHash).toBe(answers.at(-1)?.stateHash);
  });

  it('need not even be made: a strategy can ask whether anybody keeps it', () => {
    const asks: boolean[] = [];
    const strategy = define({ onBar: (ctx) => void asks.push(ctx.keepsDecisions) });
    for (const keepsDecisions of [true, false]) {
      const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {}, keepsDecisions });
      const events: StrategyEvent[] = [{ type: 'init', params: {} }, { type: 'start' }, ...history(1).bars.map(barOf)];
      events.forEach((event, inputSeq) => runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context: CONTEXT }));
    }
    expect(asks).toEqual([true, false]);
  });
});

describe('history of several watches', () => {
  const at = (start: number): StrategyBar => ({ start, open: 1, high: 1, low: 1, close: start / 60_000, volume: 1 });
  const told = (...others: readonly string[]): unknown => {
    const driver = new Driver({
      onBar: (ctx, { interval, bar }) => void ctx.state.list.push(`${interval} ${bar.close} at ${ctx.marketTime / 60_000}`),
    });
    driver.tell({ type: 'init', params: {} });
    const beside = others.map((interval) => ({ symbol: SYMBOL, interval, bars: [at(0), at(300_000)] }));
    driver.tell({ type: 'history', symbol: SYMBOL, interval: '1m', bars: [3, 4, 5].map((n) => at(n * 60_000)), beside });
    return (JSON.parse(driver.runtime.save().state) as { list: unknown }).list;
  };

  it('is shown in the order of its closes, and of the watches where they close together', () => {
    expect(told('5m')).toEqual(['1m 3 at 4', '1m 4 at 5', '5m 0 at 5', '1m 5 at 6', '5m 5 at 10']);
  });

  it('is shown as it stands where there is one', () => {
    expect(told()).toEqual(['1m 3 at 4', '1m 4 at 5', '1m 5 at 6']);
  });
});

describe('data trust in a hook', () => {
  const untrusted = { level: 'UNTRUSTED', reasons: ['STALE'] } as const;

  it('is told when it changes, and may lead to orders', () => {
    const driver = new Driver({ onDataTrust: (ctx, { symbol, level }) => void (level === 'UNTRUSTED' && ctx.closePosition(symbol)) });
    driver.tell({ type: 'init', params: {} });
    driver.tell({ type: 'start' });
    const held = { positions: { [SYMBOL]: { quantity: '2', averagePrice: '100' } }, trust: { [SYMBOL]: untrusted } };
    const { commands } = driver.tell({ type: 'trust', symbol: SYMBOL, ...untrusted }, held);
    expect(commands).toEqual([expect.objectContaining({ side: 'SELL', quantity: '2', reduceOnly: true })]);
  });

  it('is asked of the context of the moment: what is not named there is trusted', () => {
    const driver = new Driver({ onBar: (ctx) => void ctx.state.list.push(ctx.trust(SYMBOL).level) });
    driver.tell({ type: 'init', params: {} });
    driver.bar(1, { trust: { [SYMBOL]: untrusted } });
    driver.bar(2);
    expect(JSON.parse(driver.runtime.save().state)).toEqual({ n: 0, list: ['UNTRUSTED', 'TRUSTED'] });
  });

  it('is refused for a market that is not watched', () => {
    const driver = new Driver({ onInit: (ctx) => void ctx.trust('ETH/USDT') });
    expect(() => driver.tell({ type: 'init', params: {} })).toThrow('ETH/USDT is not among the markets');
  });
});

describe('StrategyRuntime', () => {
  it('answers a bar with the orders of its hook, as decimal text', () => {
    const { commands } = started({ onBar: (ctx) => ctx.buy(SYMBOL, '0.0500', { tag: 'up' }) }).bar(100);
    expect(commands).toEqual([
      {
        kind: 'submit',
        symbol: SYMBOL,
        side: 'BUY',
        type: 'MARKET',
        quantity: '0.05',
        timeInForce: 'IOC',
        postOnly: false,
        reduceOnly: false,
        tag: 'up',
      },
    ]);
  });

  it('makes a limit order of one with a price', () => {
    const { commands } = started({ onBar: (ctx) => ctx.sell(SYMBOL, '1', { price: '100.10', postOnly: true }) }).bar(100);
    expect(commands).toEqual([expect.objectContaining({ type: 'LIMIT', price: '100.1', timeInForce: 'GTC', postOnly: true })]);
  });

  it('feeds history to the same hook, at each bar’s close, and drops its orders with a word', () => {
    const seen: unknown[] = [];
    const driver = new Driver({
      onBar: (ctx, { bar }) => {
        seen.push([bar.close, ctx.marketTime, ctx.warmingUp]);
        ctx.buy(SYMBOL, '1');
        ctx.decide({ action: 'buy', why: 'always', values: {} });
      },
    });
    driver.tell({ type: 'init', params: {} });
    const answer = driver.tell(history(10, 11));
    expect(seen).toEqual([
      [10, 60_000, true],
      [11, 120_000, true],
    ]);
    expect(answer).toMatchObject({
      commands: [],
      logs: [{ level: 'info', message: '2 commands were dropped: the strategy is not running' }],
    });
    expect(answer.decision).toBeUndefined();
  });

  it('goes on trading after a gap was filled by history', () => {
    const driver = started({ onBar: (ctx) => ctx.buy(SYMBOL, '1') });
    expect(driver.tell(history(10)).commands).toEqual([]);
    expect(driver.bar(11).commands).toHaveLength(1);
  });

  it('lets no hook change the bar that it is given, now or in history', () => {
    const changes: Hooks = { onBar: (_ctx, event) => void ((event.bar as { close: number }).close = 1) };
    const bar: StrategyBar = { start: 0, open: 5, high: 5, low: 5, close: 5, volume: 1 };
    const message = /read only property 'close'/;
    expect(() => started(changes).tell(barOf(bar))).toThrow(message);
    expect(() => started(changes).tell(history(5))).toThrow(message);
    expect(bar.close).toBe(5);
  });

  it('drops what onStop sends', () => {
    expect(started({ onStop: (ctx) => ctx.buy(SYMBOL, '1') }).tell({ type: 'stop' }).commands).toEqual([]);
  });

  it('rounds a quantity down to the lot and gives 0 below the market’s minima', () => {
    const quantities: string[] = [];
    const driver = started({
      onBar: (ctx) => void quantities.push(...['299.9', 300, '0.5', 0.1].map((notional) => ctx.quantityFor(SYMBOL, notional))),
    });
    driver.bar(100);
    expect(quantities).toEqual(['2.999', '3', '0', '0']); // 0.005 at 100 is 0.5, below the least notional of 5
  });

  it('takes a share of equity exactly', () => {
    let share = '';
    started({ onBar: (ctx) => void (share = ctx.equityShare(0.1)) }).bar(1, { equity: '100000.07' });
    expect(share).toBe('10000.007');
  });

  it('closes the whole position with a reduce-only order, and does nothing when flat', () => {
    const closed: (string | null)[] = [];
    const driver = started({ onBar: (ctx) => void closed.push(ctx.closePosition(SYMBOL, { tag: 'out' })) });
    expect(driver.bar(1).commands).toEqual([]);
    const { commands } = driver.bar(1, { positions: { [SYMBOL]: { quantity: '-0.3', averagePrice: '90' } } });
    expect(commands).toEqual([expect.objectContaining({ side: 'BUY', quantity: '0.3', reduceOnly: true, tag: 'out' })]);
    expect(closed).toEqual([null, expect.any(String)]);
  });

  it('counts an order of this hook as open', () => {
    const open: boolean[] = [];
    started({
      onBar: (ctx) => {
        open.push(ctx.hasOpenOrders(SYMBOL));
        ctx.buy(SYMBOL, '1');
        open.push(ctx.hasOpenOrders(SYMBOL));
      },
    }).bar(1);
    expect(open).toEqual([false, true]);
  });

  it('keeps only what a restart would keep: two names for one object part', () => {
    const driver = started({
      onStart: ({ state }) => {
        const shared = { n: 0 };
        state.list = [shared, shared];
      },
      onBar: ({ state }) => {
        (state.list[0] as { n: number }).n += 1;
      },
    });
    driver.bar(1);
    expect(driver.runtime.save().state).toBe('{"n":0,"list":[{"n":1},{"n":0}]}');
  });

  it('reaches the same hash restored in the middle as in one go', () => {
    const hooks: Hooks = { onBar: (ctx, { bar }) => void (ctx.state.n += bar.close / 3) };
    const whole = started(hooks);
    const first = started(hooks);
    [0.1, 0.2, 0.3].forEach((close) => (whole.bar(close), first.bar(close)));
    const second = new Driver(hooks, JSON.parse(JSON.stringify(first.runtime.save())) as SavedStrategy);
    expect(second.bar(0.7).stateHash).toBe(whole.bar(0.7).stateHash);
  });
});

describe('a debug line that is given as a function', () => {
  it('is written like one given at once, and not asked for where nobody reads it', () => {
    let asked = 0;
    const hooks: Hooks = { onBar: (ctx, { bar }) => ctx.log.debug(() => `close ${(asked += bar.close)}`) };
    expect(started(hooks).bar(7).logs).toEqual([{ level: 'debug', message: 'close 7' }]);
    const runtime = new StrategyRuntime({ strategy: define(hooks), deploymentId: DEPLOYMENT, params: {}, keepsDebug: false });
    const events: StrategyEvent[] = [{ type: 'init', params: {} }, { type: 'start' }, ...history(1, 2).bars.map(barOf)];
    const answers = events.map((event, inputSeq) => runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq, event, context: CONTEXT }));
    expect([asked, answers.flatMap(({ logs }) => logs)]).toEqual([7, []]);
  });
});

const thrower = (thing: unknown) => () => {
  throw thing;
};

describe('a fault', () => {
  it.each<[string, Hooks, string, string]>([
    [
      'a throw',
      {
        onBar: () => {
          throw new Error('boom');
        },
      },
      'onBar',
      'boom',
    ],
    ['a thrown text', { onBar: thrower('no idea') }, 'onBar', 'onBar threw "no idea", which is not an Error and does not know its line'],
    ['a thrown thing without a text', { onBar: thrower(Object.create(null)) }, 'onBar', 'onBar threw {}, which is not an Error'],
    ['a promise', { onBar: async () => undefined }, 'onBar', 'onBar returned a promise'],
    ['a returned value', { onBar: () => ({ n: 1 }) }, 'onBar', 'change ctx.state instead'],
    ['state that cannot be saved', { onBar: ({ state }) => void (state.n = NaN) }, 'onBar', 'state.n is NaN'],
    ['a number as quantity', { onBar: (ctx) => ctx.buy(SYMBOL, 1 as unknown as string) }, 'onBar', 'it must be decimal text'],
    ['a quantity below zero', { onBar: (ctx) => ctx.buy(SYMBOL, '-1') }, 'onBar', 'quantity is -1; it must be above 0'],
    ['text that is no number', { onBar: (ctx) => ctx.buy(SYMBOL, 'much') }, 'onBar', '"much" is not a decimal number'],
    ['an unknown market', { onBar: (ctx) => void ctx.quantityFor('ETH/USDT', 1) }, 'onBar', 'ETH/USDT is not among the markets'],
    ['the position of one', { onBar: (ctx) => void ctx.position('ETH/USDT') }, 'onBar', 'ETH/USDT is not among the markets'],
    ['a cancel of what is no order', { onBar: (ctx) => ctx.cancel('nope') }, 'onBar', 'cancel: "nope" is no clientOrderId; take it from'],
    ['an amendment of it', { onBar: (ctx) => ctx.amend('nope', { price: '1' }) }, 'onBar', 'amend: "nope" is no clientOrderId'],
    [
      'a decision without numbers',
      { onBar: (ctx) => ctx.decide({ action: 'x', why: 'y', values: { rsi: NaN } }) },
      'onBar',
      'values.rsi is NaN',
    ],
    [
      'too many commands',
      {
        onBar: (ctx) => {
          for (let n = 0; n < 51; n += 1) ctx.buy(SYMBOL, '1');
        },
      },
      'onBar',
      'more than 50 commands',
    ],
  ])('comes from %s', (_, hooks, hook, message) => {
    const driver = started(hooks);
    expect(() => driver.bar(1)).toThrow(
      expect.objectContaining({ name: 'StrategyFault', hook, message: expect.stringContaining(message) as string }),
    );
  });

  it('keeps the stack of what was thrown', () => {
    const error = new Error('boom');
    const driver = started({
      onBar: () => {
        throw error;
      },
    });
    expect(() => driver.bar(1)).toThrow(expect.objectContaining({ stack: error.stack, cause: error }));
  });

  it('comes from a context used after its hook', () => {
    let kept: { readonly equity: string } | null = null;
    const driver = started({ onStart: (ctx) => void (kept = ctx), onBar: () => undefined });
    driver.bar(1);
    expect(() => kept!.equity).toThrow('ctx was used after its hook had ended');
  });

  it('names the parameter when a deployment is loaded with a wrong one', () => {
    expect(() => new StrategyRuntime({ strategy: define({}), deploymentId: DEPLOYMENT, params: { symbol: 'x' } })).toThrow('symbol is "x"');
  });
});

describe('defineStrategy', () => {
  const broken = (changes: object) => () => defineStrategy({ ...(define({}) as StrategyDefinition<ParamSchema, object>), ...changes });

  it.each([
    [{ name: 'EMA cross' }, 'name "EMA cross" must be lower-case words with dashes'],
    [{ version: '1' }, 'version "1" must look like 1.0.0'],
    [{ onFil: () => undefined }, 'there is no "onFil" in a strategy; it has name, version, title,'],
    [{ OnOrder: () => undefined }, 'there is no "OnOrder" in a strategy; it has name, version, title,'],
    [{ title: '' }, 'title and description must not be empty'],
    [
      { params: { fast: param.integer({ default: 1, min: 2, description: 'bars' }) } },
      'fast is 1; it must be a whole number of at least 2',
    ],
  ])('refuses %j', (changes, sentence) => {
    expect(broken(changes)).toThrow(sentence);
  });
});
