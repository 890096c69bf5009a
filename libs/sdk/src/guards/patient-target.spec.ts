import { defineStrategy } from '../strategy/define-strategy';
import type { HookContext } from '../strategy/hook-context';
import { param } from '../strategy/param';
import type { StrategyCommand, StrategyContext } from '../strategy/protocol';
import { StrategyRuntime } from '../strategy/runtime';
import { patientTarget } from './patient-target';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const SYMBOL = 'BTC/USDT:USDT';

/** Wants `wants` at every bar; a new target is set at the bars named in `sets`. */
function desk(wants: (ctx: HookContext<unknown, unknown>) => string, sets: readonly number[] = [0], symbol = SYMBOL) {
  const strategy = defineStrategy({
    name: 'probe',
    version: '1.0.0',
    title: 'Probe',
    description: 'For tests.',
    params: { symbol: param.symbol({ default: symbol, description: 'market' }) },
    watches: () => [{ symbol, interval: '1m' }],
    warmUp: () => 0,
    state: () => ({ bar: 0, target: patientTarget.create() }),
    onBar: (ctx, { bar }) => {
      if (sets.includes(ctx.state.bar)) patientTarget.set(ctx.state.target);
      ctx.state.bar += 1;
      const verdict = patientTarget.follow(ctx, ctx.state.target, { symbol, close: bar.close, size: () => wants(ctx), tag: 'probe' });
      ctx.decide({ ...verdict, values: {} });
    },
    onOrder: ({ state }, event) => patientTarget.hear(state.target, event),
    onFill: ({ state }) => patientTarget.filled(state.target),
  });
  const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
  let inputSeq = 0;
  const context = (held: string, open: StrategyContext['openOrders']): StrategyContext => ({
    marketTime: 0,
    equity: '1000',
    openOrders: open,
    positions: held === '0' ? {} : { [symbol]: { quantity: held, averagePrice: '100' } },
    instruments: { [symbol]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.002', minNotional: '5' } },
  });
  const tell = (event: Parameters<StrategyRuntime['deliver']>[0]['event'], held = '0', open: StrategyContext['openOrders'] = []) =>
    runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: inputSeq++, event, context: context(held, open) });
  tell({ type: 'init', params: {} });
  tell({ type: 'start' });
  return {
    bar: (held: string, open: StrategyContext['openOrders'] = [], close = 100) => {
      const bar = { start: 0, open: close, high: close, low: close, close, volume: 1 };
      const { commands, decision } = tell({ type: 'bar', symbol, interval: '1m', bar }, held, open);
      return [...commands.map(words), decision!.why].join(' | ');
    },
    denied: () => void tell({ type: 'order', clientOrderId: 'o', symbol, status: 'DENIED', reason: 'HALTED' }),
    filled: () => void tell({ type: 'fill', clientOrderId: 'o', symbol, side: 'BUY', quantity: '1', price: '100' }),
  };
}

function words(command: StrategyCommand): string {
  return command.kind === 'submit' ? `${command.side} ${command.quantity}${command.reduceOnly ? ' reduce-only' : ''}` : command.kind;
}

describe('patientTarget', () => {
  it('sends one order, then what it left open, then holds', () => {
    const { bar } = desk(() => '0.5');
    const open = [{ clientOrderId: 'o', symbol: SYMBOL, side: 'BUY', leaves: '0.5' }] as const;
    expect([bar('0'), bar('0', open), bar('0.3'), bar('0.5')]).toEqual([
      'BUY 0.5 | buying 0.5 to go from 0 to 0.5',
      'an order is still open',
      'BUY 0.2 | buying 0.2 to go from 0.3 to 0.5',
      'holding 0.5 as wanted',
    ]);
  });

  it('turns with one order, and leaves with one that can only reduce', () => {
    let want = '-0.5';
    const { bar } = desk(() => want, [0, 1]);
    expect(bar('0.4')).toBe('SELL 0.9 | selling 0.9 to go from 0.4 to -0.5');
    want = '0';
    expect(bar('-0.5')).toBe('BUY 0.5 reduce-only | buying 0.5 to go from -0.5 to 0');
  });

  it('sizes a share of equity for either side', () => {
    const share = (side: 'LONG' | 'SHORT' | 'FLAT') =>
      desk((ctx) => patientTarget.sizeOf(ctx, SYMBOL, { side, fraction: 0.05 })).bar(side === 'FLAT' ? '0.1' : '0');
    // A twentieth of 1000 is worth 0.5 at 100.
    expect(share('LONG')).toBe('BUY 0.5 | buying 0.5 to go from 0 to 0.5');
    expect(share('SHORT')).toBe('SELL 0.5 | selling 0.5 to go from 0 to -0.5');
    expect(share('FLAT')).toBe('SELL 0.1 reduce-only | selling 0.1 to go from 0.1 to 0');
  });

  it('waits 0, 1, 3 and 7 bars after refusals in a row, sizing anew each time', () => {
    let want = 1;
    const { bar, denied } = desk(() => String(want++));
    const sent = Array.from({ length: 16 }, () => {
      const [order = ''] = bar('0').split(' | ');
      if (order.startsWith('BUY')) denied();
      return order.startsWith('BUY') ? order : '';
    });
    // Bars 0, 1, 3, 7 and 15: 1, 2, 4 and 8 after the one before.
    expect(sent.flatMap((order, n) => (order === '' ? [] : [`${n} ${order}`]))).toEqual([
      '0 BUY 1',
      '1 BUY 2',
      '3 BUY 3',
      '7 BUY 4',
      '15 BUY 5',
    ]);
  });

  it('never waits longer than 64 bars, and no longer at all after a fill', () => {
    const state = patientTarget.create();
    for (let n = 0; n < 20; n += 1) patientTarget.hear(state, { status: 'REJECTED' });
    expect(state.pause).toBe(63);
    patientTarget.filled(state);
    patientTarget.hear(state, { status: 'DENIED', reason: 'HALTED' });
    expect(state).toMatchObject({ pause: 0, refusals: 1, refusal: 'HALTED' });
    patientTarget.hear(state, { status: 'ACCEPTED' });
    expect(state.refusals).toBe(1);
  });

  it('does not open again what was closed from outside, until it is set anew', () => {
    const { bar } = desk(() => '0.5', [0, 4]);
    expect(bar('0.5')).toBe('holding 0.5 as wanted');
    expect([bar('0'), bar('0.0005')]).toEqual(Array.from({ length: 2 }, () => 'the position of 0.5 was closed from outside'));
    expect(bar('0.2')).toBe('BUY 0.3 | buying 0.3 to go from 0.2 to 0.5');
    expect(bar('0')).toBe('BUY 0.5 | buying 0.5 to go from 0 to 0.5');
  });

  it('counts a target as reached that a fee left a part of a lot short of', () => {
    const { bar } = desk(() => '0.5');
    expect(bar('0.4995')).toBe('holding 0.4995, within one lot of 0.5');
    expect(bar('0')).toBe('the position of 0.5 was closed from outside');
  });

  it('leaves a rest that the market does not trade', () => {
    const out = desk(() => '0', [0]);
    expect(out.bar('0.0005')).toBe('holding 0.0005, within one lot of 0');
    expect(out.bar('0.001')).toBe('0.001 are missing, less than the market trades');
    // 0.04 at 100 is worth 4, under the least of 5: a contract may be closed, coins may not.
    expect(out.bar('0.04')).toContain('SELL 0.04');
    expect(desk(() => '0', [0], 'BTC/USDT').bar('0.04')).toBe('0.04 are missing, less than the market trades');
    expect(desk(() => '0.04').bar('0')).toBe('0.04 are missing, less than the market trades');
  });
});
