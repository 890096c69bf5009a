import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal, type Bar } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { plainBacktest } from '../testing/plain-backtest';
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

/** The same, with what those bars were instead of how many. */
const LISTS = SOURCE.replace("name: 'warm'", "name: 'lists'")
  .replace('history: 0', "history: ''")
  .replace('onBar: (ctx, { symbol })', 'onBar: (ctx, { symbol, bar })')
  .replace(
    '(ctx.state.history += 1)',
    "(ctx.state.history += ' ' + [bar.start / 60000, bar.open, bar.high, bar.low, bar.close, bar.volume])",
  )
  .replace('tag: String(ctx.state.history)', 'tag: ctx.state.history.slice(-64)');

describe('the beginning of a backtest', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-warm-up-'));
    await writeStrategy(join(folder, 'strategies'), 'warm', SOURCE);
    await writeStrategy(join(folder, 'strategies'), 'lists', LISTS);
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

  describe('of a series that begins later than its warm-up', () => {
    const SERIES = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles' } as const;
    const SOURCE_NOTE = { source: { how: 'import', from: 'a test' } } as const;

    /** The wave in minutes and in bars of five of them, each from a minute on and to one. */
    async function stored(name: string, minutes: readonly [number, number], fives: readonly [number, number]): Promise<HistoryStore> {
      const whole = await storeOf(join(folder, 'data'), []);
      const store = new HistoryStore(join(folder, name), 'a test');
      const all: Bar[] = [];
      for await (const bar of whole.candles({ ...SERIES, interval: '1m' }, { from: 0, to: 600 * MINUTE })) all.push(bar);
      const within = (bars: readonly Bar[], [from, to]: readonly [number, number]) =>
        bars.filter(({ start }) => start >= from * MINUTE && start < to * MINUTE);
      const joined = [...Map.groupBy(all, ({ start }) => Math.floor(start / (5 * MINUTE)))].map(([n, parts]): Bar => {
        const prices = parts.flatMap(({ high, low }) => [high, low]).sort((one, other) => one.compare(other));
        const volume = parts.reduce((sum, one) => sum.plus(one.volume), Decimal.ZERO);
        return { start: n * 5 * MINUTE, open: parts[0]!.open, high: prices.at(-1)!, low: prices[0]!, close: parts.at(-1)!.close, volume };
      });
      await store.addCandles({ ...SERIES, interval: '1m' }, within(all, minutes), SOURCE_NOTE);
      await store.addCandles({ ...SERIES, interval: '5m' }, within(joined, fives), SOURCE_NOTE);
      return store;
    }

    async function listed(store: HistoryStore, detail: '1m' | null, from: number | null) {
      const spec = plainBacktest({ strategy: 'lists', params: { symbol: SYMBOL }, detail, from: from && from * MINUTE, funding: 'none' });
      const { result, report } = await runBacktestJob(spec, { store, strategies: join(folder, 'strategies') });
      const history = [...result.tags.values()];
      const notes = report.subject.notes?.filter((note) => note.startsWith('Warm-up'));
      return { from: result.from / MINUTE, bars: result.bars, history, notes, equity: report.metrics.endEquity };
    }

    it('is the one that is asked for, with longer bars in the place of those that are missing', async () => {
      const store = await stored('late-minutes', [303, 600], [0, 600]);
      const whole = await listed(await storeOf(join(folder, 'data'), []), '1m', 320);
      const late = await listed(store, '1m', 320);
      expect([late.from, late.history[0]]).toEqual([320, expect.stringContaining('315,')]);
      expect({ ...late, notes: [] }).toEqual(whole);
      expect(late.notes).toEqual([`Warm-up of ${SYMBOL} before 1970-01-01T05:05:00.000Z is built from 5m candles.`]);
    });

    it('is the one that is asked for, with shorter bars made into those that are missing', async () => {
      const store = await stored('late-fives', [0, 310], [300, 600]);
      const whole = await listed(await stored('fives', [0, 0], [0, 600]), null, 320);
      const late = await listed(store, null, 320);
      expect({ ...late, notes: [] }).toEqual(whole);
      expect(late.notes).toEqual([`Warm-up of ${SYMBOL} before 1970-01-01T05:00:00.000Z is built from 1m candles.`]);
    });

    it('is later where trading would begin on bars that are not its own, or none is asked for', async () => {
      const store = await stored('later-minutes', [303, 600], [0, 600]);
      // Twelve whole bars from 305 on.
      for (const from of [200, null]) expect(await listed(store, '1m', from)).toMatchObject({ from: 365, notes: [] });
    });

    it('is later where the other bars have a hole', async () => {
      const store = await stored('holed', [303, 600], [0, 290]);
      expect(await listed(store, '1m', 320)).toMatchObject({ from: 365, notes: [] });
    });
  });

  it('is later where not so much is stored before', async () => {
    expect(await begun(30 * MINUTE)).toEqual([60, 65, ['12']]);
    expect(await begun(null)).toEqual([60, 65, ['12']]);
  });
});
