import { marketOf } from '../../../../tests/support/indicators/series';
import { defineStrategy } from '../strategy/define-strategy';
import { param } from '../strategy/param';
import type { StrategyBar, StrategyContext } from '../strategy/protocol';
import { StrategyRuntime, type SavedStrategy } from '../strategy/runtime';
import { adx } from './adx';
import { bollinger } from './bollinger';
import { crossedAbove } from './cross';
import { ichimoku } from './ichimoku';
import { parabolicSar } from './parabolic-sar';
import { resample } from './resample';
import { rsi } from './rsi';
import { sessionVwap } from './vwap';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const SYMBOL = 'BTC/USDT';
const CONTEXT: StrategyContext = { marketTime: 0, positions: {}, equity: '1000', openOrders: [], instruments: {} };

const start = () => ({
  adx: adx.create(14),
  bands: bollinger.create(),
  cloud: ichimoku.create(),
  cross: crossedAbove.create(),
  hours: resample.create({ from: '1m', to: '1h' }),
  hourly: rsi.create(3),
  stop: parabolicSar.create(),
  vwap: sessionVwap.create(),
});

type State = ReturnType<typeof start>;

function take(state: State, bar: StrategyBar): unknown[] {
  const vwap = sessionVwap.update(state.vwap, bar);
  const hourly = resample.update(state.hours, bar).map(({ close }) => rsi.update(state.hourly, close));
  const [trend, bands, cloud] = [adx.update(state.adx, bar), bollinger.update(state.bands, bar.close), ichimoku.update(state.cloud, bar)];
  return [trend, bands, cloud, crossedAbove.update(state.cross, bar.close, vwap), hourly, parabolicSar.update(state.stop, bar), vwap];
}

describe('indicators in a strategy', () => {
  const bars = marketOf(4, 400);

  it('say the same as on their own, though state is written and read at every bar, and the strategy restored on the way', () => {
    const state = start();
    const alone = bars.map((bar) => take(state, bar));
    const first = play(bars.slice(0, 173));
    const second = play(bars.slice(173), first.saved);
    expect([...first.seen, ...second.seen]).toStrictEqual(alone);
  });
});

function play(bars: readonly StrategyBar[], saved?: SavedStrategy): { seen: unknown[]; saved: SavedStrategy } {
  const seen: unknown[] = [];
  const strategy = defineStrategy({
    name: 'probe',
    version: '1.0.0',
    title: 'Probe',
    description: 'For tests.',
    params: { symbol: param.symbol({ default: SYMBOL, description: 'market' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 0,
    state: start,
    onBar: (ctx, { bar }) => void seen.push(take(ctx.state, bar)),
  });
  const runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params: {}, ...(saved && { saved }) });
  let inputSeq = (saved?.upTo ?? -1) + 1;
  if (!saved) runtime.deliver({ deploymentId: DEPLOYMENT, inputSeq: inputSeq++, event: { type: 'init', params: {} }, context: CONTEXT });
  for (const bar of bars) {
    runtime.deliver({
      deploymentId: DEPLOYMENT,
      inputSeq: inputSeq++,
      event: { type: 'bar', symbol: SYMBOL, interval: '1m', bar },
      context: CONTEXT,
    });
  }
  return { seen, saved: runtime.save() };
}
