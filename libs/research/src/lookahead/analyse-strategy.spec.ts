import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import type { BacktestSpec } from '../backtest/backtest-spec';
import { MINUTE, SYMBOL, storeOf, wave, writeStrategy } from '../testing/strategy-folder';
import { analyseStrategy } from './analyse-strategy';

/** Sells where a print is the highest that it has seen, and remembers that in `where`. */
const source = (name: string, where: 'ctx.state.highest' | 'highest'): string => `import { defineStrategy, param } from '@libs/sdk';
let highest = 0;
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, trades: true }], warmUp: () => 0,
  state: () => ({ highest: 0 }),
  onTrade: (ctx, { symbol, price }) => {
    if (price <= ${where}) return;
    ${where} = price;
    ctx.sell(symbol, '0.1');
  },
});
`;

/** Watches minutes and hours, and does nothing. */
const watching = (name: string, warmUp: number): string => `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }, { symbol, interval: '1h' }], warmUp: () => ${warmUp},
  state: () => ({}),
  onBar: () => undefined,
});
`;

function spec(strategy: string, data: 'bars' | 'trades'): BacktestSpec {
  const fills = { takerFee: '0', makerFee: '0', slippageTicks: 0, latency: 0 };
  return {
    strategy,
    params: { symbol: SYMBOL },
    venue: 'bybit',
    data,
    detail: null,
    from: null,
    to: null,
    balance: '100000',
    maxPositionSize: '1',
    fills,
    funding: 'none',
  };
}

describe('an analysis of bars of several lengths', () => {
  let folder: string;

  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'plimsoll-analysis-'))));

  afterAll(() => rm(folder, { recursive: true, force: true }));

  // It played 3,000 of the longest, so that minutes beside hours took sixty times as long as minutes alone.
  it('plays 3,000 of the shortest, and six warm-ups of the longest', async () => {
    const store = await storeOf(join(folder, 'data'), wave(4_000, 40));
    const strategies = join(folder, 'strategies');
    await writeStrategy(strategies, 'brief', watching('brief', 2));
    await writeStrategy(strategies, 'patient', watching('patient', 10));
    const brief = await analyseStrategy(spec('brief', 'bars'), { store, strategies });
    const patient = await analyseStrategy(spec('patient', 'bars'), { store, strategies });
    expect([brief, patient].map(({ from, to, fault }) => [fault, (to - from) / MINUTE])).toEqual([
      [null, 3_000],
      [null, 3_600],
    ]);
  }, 120_000);
});

describe('an analysis over stored trades', () => {
  let folder: string;
  let store: HistoryStore;
  const strategies = (): string => join(folder, 'strategies');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-analysis-'));
    await writeStrategy(strategies(), 'careful', source('careful', 'ctx.state.highest'));
    await writeStrategy(strategies(), 'careless', source('careless', 'highest'));
    store = new HistoryStore(join(folder, 'data'), 'a test');
    const trades = Array.from({ length: 600 }, (_, n) => ({
      at: n * 2_000,
      id: String(n),
      side: n % 2 === 0 ? ('BUY' as const) : ('SELL' as const),
      price: Decimal.fromNumber(1_000 + Math.round(60 * Math.sin(n / 40) + n / 6)),
      quantity: Decimal.parse('0.5'),
    }));
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'trades' } as const;
    await store.addTrades(series, trades, { source: { how: 'import', from: 'a test' } });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('names the line of what outlives a run, and accuses a state of nothing', async () => {
    const careless = await analyseStrategy(spec('careless', 'trades'), { store, strategies: strategies() });
    expect(careless.findings.map(({ kind, line, subject }) => [kind, line, subject])).toEqual([
      ['memory', 'careless/src/index.js:10', 'highest'],
    ]);
    const careful = await analyseStrategy(spec('careful', 'trades'), { store, strategies: strategies() });
    expect([careful.findings, careful.fault]).toEqual([[], null]);
    expect(careful.checks[0]).toMatchObject({ name: 'memory', outcome: 'clean' });
    expect([careful.from, careful.to]).toEqual([0, 19 * 60_000]);
  });

  it('refuses bars to a strategy that watches none', async () => {
    const asked = analyseStrategy(spec('careful', 'bars'), { store, strategies: strategies() });
    await expect(asked).rejects.toThrow('data is bars; it must be trades or book for a strategy that watches no bars.');
  });
});
