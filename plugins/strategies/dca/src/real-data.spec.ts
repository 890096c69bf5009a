import { backtestReal, describeWithRealBars, realBars, strategyBar } from '@libs/testkit';
import type { StrategyBar } from '@libs/sdk';
import { strategy } from './strategy';

const FILE = 'BTC_USDT_USDT-5m-futures.csv.gz';
const PARAMS = {
  safetyOrders: 3,
  deviation: 0.0101,
  stepScale: 1.5,
  safetySize: 1,
  volumeScale: 2,
  takeProfit: 0.0123,
  stop: 0.06,
  restAfterLoss: 48,
};

describeWithRealBars('dca on recorded 5m bars', () => {
  it('trades the prices that a plain walk through the same bars comes to', () => {
    const run = backtestReal({ strategy, params: PARAMS, file: FILE, symbol: 'BTC/USDT:USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    const fills = run.fills.map(({ side, price, clientOrderId }) => `${side} ${price.toString()} ${run.tags.get(clientOrderId)}`);
    expect(fills).toEqual(plainWalk(realBars(FILE).map(strategyBar)));
    expect(fills).toHaveLength(252);
    expect(fills.some((fill) => fill.endsWith('stop'))).toBe(true);
  });

  it('only sells what it has bought on spot', () => {
    const run = backtestReal({ strategy, params: PARAMS, file: 'BTC_USDT-5m.csv.gz', symbol: 'BTC/USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    let bought = 0;
    for (const { side } of run.fills) {
      bought = side === 'BUY' ? bought + 1 : 0;
      expect(bought).toBeLessThanOrEqual(4);
    }
    expect(run.fills.length).toBeGreaterThan(150);
  });
});

/**
 * Base order at the open, safety orders 1.01, 2.525 and 4.7975 % below it for 1, 2 and 4 base orders, out 1.23 % above the average; an
 * eighth of 5 % of the wallet is a base order. In binary numbers, so a hair is given where they are rounded to ticks and lots.
 */
function plainWalk(bars: readonly StrategyBar[]): string[] {
  const fills: string[] = [];
  const [down, up] = [(x: number, steps: number) => Math.floor(x * steps + 1e-4) / steps, (x: number) => Math.ceil(x * 100 - 1e-4) / 100];
  let [wallet, base, size, held, cost, entry, restUntil] = [100_000, 0, 0, 0, 0, 0, 0];
  let levels: number[] = [];
  let [isWanted, isStopped] = [false, false];
  const buy = (at: number, quantity: number, tag: string): void => {
    fills.push(`BUY ${at} ${tag}`);
    [held, cost] = [held + quantity, cost + quantity * at];
    wallet -= quantity * at * (tag === 'base' ? 0.00055 : 0.0002);
  };
  const sell = (at: number, tag: string): void => {
    fills.push(`SELL ${at} ${tag}`);
    wallet += held * at * (1 - (tag === 'stop' ? 0.00055 : 0.0002)) - cost;
    [held, cost, levels] = [0, 0, []];
  };
  const walkTo = (to: number): void => {
    while (levels.length > 0 && to < levels[0]!) {
      const [at, weight] = [levels.shift()!, [4, 2, 1][levels.length]!];
      buy(at, down((base * weight) / at, 1e6), `safety ${3 - levels.length}`);
    }
    if (held > 0 && to > up((cost / held) * 1.0123)) sell(up((cost / held) * 1.0123), 'take');
  };
  bars.slice(1).forEach(({ start, open, high, low, close }, n) => {
    if (isStopped) {
      sell(open, 'stop');
      restUntil = start + 48 * 300_000;
    }
    if (isWanted) {
      buy(open, size, 'base');
      entry = open;
      levels = [0.0101, 0.02525, 0.047975].map((depth) => down(open - open * depth, 100));
    }
    [isStopped, isWanted] = [false, false];
    if (n > 0) for (const corner of open - low <= high - open ? [low, high, close] : [high, low, close]) walkTo(corner);
    if (held > 0) isStopped = low <= entry * 0.94;
    else if (start + 300_000 >= restUntil) [isWanted, base, size] = [true, (wallet * 0.05) / 8, down((wallet * 0.05) / 8 / close, 1e6)];
  });
  return fills;
}
