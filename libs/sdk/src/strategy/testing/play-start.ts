import { defineStrategy } from '../define-strategy';
import type { HookContext } from '../hook-context';
import { StrategyRuntime } from '../runtime';

export const SYMBOL = 'BTC/USDT';
export type StartContext = HookContext<object, object>;

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const CONTEXT = {
  marketTime: 60_000,
  positions: {},
  equity: '1000',
  openOrders: [],
  instruments: { [SYMBOL]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.002', minNotional: '5' } },
};

/** Starts a strategy that does this in `onStart`, without a position. Throws what the strategy threw. */
export function playStart(act: (ctx: StartContext) => unknown): void {
  const strategy = defineStrategy({
    name: 'probe',
    version: '1.0.0',
    title: 'Probe',
    description: 'For tests.',
    params: {},
    warmUp: () => 0,
    state: () => ({}),
    watches: () => [{ symbol: SYMBOL, interval: '1m' }],
    onStart: (ctx) => void act(ctx as unknown as StartContext),
    onBar: () => undefined,
  });
  const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {} });
  runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: 0, event: { type: 'init', params: {} }, context: CONTEXT });
  runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: 1, event: { type: 'start' }, context: CONTEXT });
}
