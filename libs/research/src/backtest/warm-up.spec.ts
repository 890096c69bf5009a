import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE, SYMBOL, storeOf, wave, writeStrategy } from '../testing/strategy-folder';
import type { BacktestSpec } from './backtest-spec';
import { runBacktestJob } from './run-backtest-job';

/** Buys at its first live bar, and says how many bars of history it had seen. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'warm', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '5m' }], warmUp: () => 12,
  state: () => ({ history: 0, live: 0 }),
  onBar: (ctx, { symbol }) => {
    if (ctx.warmingUp) return void (ctx.state.history += 1);
    ctx.state.live += 1;
    if (ctx.state.live === 1) ctx.buy(symbol, '1', { tag: String(ctx.state.history) });
  },
});
`;

describe('the beginning of a backtest', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-warm-up-'));
    await writeStrategy(join(folder, 'strategies'), 'warm', SOURCE);
    await storeOf(join(folder, 'data'), wave(600, 90));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function begun(from: number | null): Promise<readonly unknown[]> {
    const fills = { takerFee: '0', makerFee: '0', slippageTicks: 0, latency: 0 };
    const spec: BacktestSpec = {
      strategy: 'warm',
      params: { symbol: SYMBOL },
      venue: 'bybit',
      detail: null,
      from,
      to: null,
      balance: '100000',
      maxPositionSize: '1',
      fills,
      funding: 'none',
    };
    const store = await storeOf(join(folder, 'data'), []);
    const { result } = await runBacktestJob(spec, { store, strategies: join(folder, 'strategies') });
    return [result.from / MINUTE, result.fills[0]!.at / MINUTE, [...result.tags.values()]];
  }

  it('is the time that is asked for: the history comes from before', async () => {
    expect(await begun(200 * MINUTE)).toEqual([200, 205, ['12']]);
  });

  it('is the next close of the longest bars', async () => {
    expect(await begun(201 * MINUTE)).toEqual([205, 210, ['12']]);
  });

  it('is later where not so much is stored before', async () => {
    expect(await begun(30 * MINUTE)).toEqual([60, 65, ['12']]);
    expect(await begun(null)).toEqual([60, 65, ['12']]);
  });
});
