import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE, storeOf, writeStrategy } from '../testing/strategy-folder';
import type { BacktestSpec } from './backtest-spec';
import { runBacktestJob } from './run-backtest-job';

const [BTC, ETH] = ['BTC/USDT:USDT', 'ETH/USDT:USDT'];

/** When the second closes at 103 it buys one of the first and sells two of the second, and ends both three bars later. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'pair', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { first: param.symbol({ description: 'Bought' }), second: param.symbol({ description: 'Sold' }) },
  watches: ({ first, second }) => [{ symbol: first, interval: '1m' }, { symbol: second, interval: '1m' }], warmUp: () => 1,
  state: () => ({ seen: [] }),
  onBar: (ctx, { symbol, bar }) => {
    const { first, second } = ctx.params;
    if (symbol === second && bar.close === 103) {
      ctx.buy(first, '1');
      ctx.sell(second, '2');
    }
    if (symbol === second && bar.close === 106) {
      ctx.closePosition(first);
      ctx.closePosition(second);
    }
  },
});
`;

describe('a backtest of several symbols', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-two-symbols-'));
    await writeStrategy(join(folder, 'strategies'), 'pair', SOURCE);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is one run on one account, each market at its own prices', async () => {
    await storeOf(join(folder, 'data'), new Array<number>(10).fill(1_000), BTC);
    const rising = Array.from({ length: 10 }, (_, minute) => 100 + minute);
    const store = await storeOf(join(folder, 'data'), rising, ETH);
    const fills = { takerFee: '0.001', makerFee: '0', slippageTicks: 0, latency: 0 };
    const spec: BacktestSpec = {
      strategy: 'pair',
      params: { first: BTC, second: ETH },
      venue: 'bybit',
      detail: null,
      from: null,
      to: null,
      balance: '100000',
      maxPositionSize: '1',
      fills,
    };
    const { result, summary, report } = await runBacktestJob(spec, { store, strategies: join(folder, 'strategies') });
    // Minute 3 closes at 103, at which minute 4 opens; minute 6 at 106.
    expect(result.fills.map(({ symbol, side, quantity, price, at }) => [symbol, side, `${quantity} at ${price}`, at / MINUTE])).toEqual([
      [BTC, 'BUY', '1 at 1000', 4],
      [ETH, 'SELL', '2 at 103', 4],
      [BTC, 'SELL', '1 at 1000', 7],
      [ETH, 'BUY', '2 at 106', 7],
    ]);
    // A thousandth of 1,000 + 206 + 1,000 + 212 is paid in fees, and 2 × 3 are lost.
    expect([summary.fees, report.metrics.netProfit, report.metrics.trades]).toEqual(['2.418', '-8.418', 2]);
    expect(report.markets.map(({ symbol }) => symbol)).toEqual([BTC, ETH]);
    expect(summary.funding.map(({ symbol, kind }) => [symbol, kind])).toEqual([
      [BTC, 'missing'],
      [ETH, 'missing'],
    ]);
  });
});
