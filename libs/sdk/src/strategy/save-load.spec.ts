import { defineStrategy } from './define-strategy';
import type { StrategyDefinition } from './define-strategy';
import { param } from './param';
import type { StrategyContext, StrategyEvent } from './protocol';
import { StrategyRuntime } from './runtime';
import type { SavedStrategy } from './runtime';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const SYMBOL = 'BTC/USDT';
const CONTEXT: StrategyContext = { marketTime: 0, positions: {}, equity: '1000', openOrders: [], instruments: {} };
const params = { symbol: param.symbol({ default: SYMBOL, description: 'market' }) };
type Hooks = Partial<StrategyDefinition<typeof params, { n: number; list: unknown[] }>>;

class Driver {
  readonly runtime: StrategyRuntime;
  private seq: number;

  constructor(hooks: Hooks, saved?: SavedStrategy) {
    const strategy = defineStrategy({
      name: 'probe',
      version: '1.0.0',
      title: 'Probe',
      description: 'For tests.',
      params,
      watches: () => [{ symbol: SYMBOL, interval: '1m' }],
      warmUp: () => 0,
      state: () => ({ n: 0, list: [] as unknown[] }),
      onBar: () => undefined,
      ...hooks,
    });
    this.runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {}, ...(saved === undefined ? {} : { saved }) });
    this.seq = (saved?.upTo ?? -1) + 1;
  }

  tell(event: StrategyEvent) {
    return this.runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: this.seq++, event, context: CONTEXT });
  }

  bar(close: number) {
    const bar = { start: 0, open: close, high: close, low: close, close, volume: 1 };
    return this.tell({ type: 'bar', symbol: SYMBOL, interval: '1m', bar });
  }
}

function started(hooks: Hooks): Driver {
  const driver = new Driver(hooks);
  driver.tell({ type: 'init', params: {} });
  driver.tell({ type: 'start' });
  return driver;
}

describe('onSave and onLoad', () => {
  const hooks: Hooks = {
    onBar: ({ state }, { bar }) => void state.list.push(bar.close),
    onSave: ({ n, list }) => ({ n, list: list.join(' ') }),
    onLoad: ({ saved }) => {
      const { n, list } = saved as { n: number; list: string };
      return { n, list: list === '' ? [] : list.split(' ').map(Number) };
    },
  };
  const saved = (): SavedStrategy => {
    const driver = started(hooks);
    driver.bar(1);
    driver.bar(2.5);
    return driver.runtime.save();
  };

  it('keep another shape than the state has, and the restored run goes on to the same hash', () => {
    expect(saved()).toMatchObject({ state: '{"n":0,"list":"1 2.5"}', version: '1.0.0' });
    const whole = started(hooks);
    [1, 2.5, 7].forEach((close) => whole.bar(close));
    const second = new Driver(hooks, saved());
    second.bar(7);
    expect(second.runtime.stateHash).toBe(whole.runtime.stateHash);
  });

  it('leave the running state alone, whatever onSave does to what it is given', () => {
    const driver = started({ ...hooks, onSave: (state) => Object.assign(state, { n: 9, list: [] }) });
    driver.bar(1);
    const before = driver.runtime.stateHash;
    expect(driver.runtime.save().state).toBe('{"n":9,"list":[]}');
    expect(driver.runtime.stateHash).toBe(before);
    expect(JSON.parse(driver.runtime.state)).toEqual({ n: 0, list: [1] });
  });

  it.each([
    ['0.9.0', 'from 0.9.0'],
    [undefined, 'from null'],
  ])('tell onLoad the version %s that wrote it', (version, expected) => {
    const { version: _written, ...rest } = saved();
    const older: SavedStrategy = version === undefined ? rest : { ...rest, version };
    const driver = new Driver({ ...hooks, onLoad: (kept) => ({ n: 0, list: [`from ${kept.version}`] }) }, older);
    expect(JSON.parse(driver.runtime.save().state)).toEqual({ n: 0, list: expected });
  });

  it('are not asked before there is a state', () => {
    const { runtime } = new Driver({ ...hooks, onSave: () => fail(), onLoad: () => fail() });
    expect(new Driver({ ...hooks, onLoad: () => fail() }, runtime.save()).runtime.stateHash).toBe(runtime.stateHash);
  });

  it.each<[string, Hooks, string]>([
    ['onSave', { onSave: () => 'text' as unknown as object }, 'onSave returned a string; it must return an object'],
    ['onSave', { onSave: () => ({ n: NaN }) }, 'state.n is NaN'],
    ['onLoad', { onLoad: () => null as unknown as object }, 'onLoad returned null; it must return an object'],
    ['onLoad', { onLoad: () => [] }, 'onLoad returned a list; it must return an object'],
    ['onLoad', { onLoad: () => fail() }, 'must not be called'],
  ])('fault the strategy in %s when they give what cannot be kept', (hook, broken, message) => {
    const kept = saved();
    const act = (): unknown => new Driver({ ...hooks, ...broken }, kept).runtime.save();
    expect(act).toThrow(expect.objectContaining({ name: 'StrategyFault', hook, message: expect.stringContaining(message) }));
  });
});

function fail(): never {
  throw new Error('must not be called');
}
