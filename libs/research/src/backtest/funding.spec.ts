import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal, defined } from '@libs/kernel';
import type { HistoryStore } from '@libs/market-data';
import { MINUTE, SYMBOL, storeOf, writeStrategy } from '../testing/strategy-folder';
import type { BacktestSpec } from './backtest-spec';
import { prepareFollowed, type PreparedBacktest } from './prepare';
import { runBacktestJob } from './run-backtest-job';
import { plainBacktest } from '../testing/plain-backtest';

/** Buys two at minute 10 and sells them when it hears of funding, with what it heard as the reason. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'payer', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1,
  state: () => ({ isDone: false }),
  onBar: (ctx, { symbol, bar }) => {
    if (bar.start === 10 * 60000) ctx.buy(symbol, '2');
  },
  onFunding: (ctx, { symbol, rate, amount, at }) => {
    ctx.closePosition(symbol, { tag: [amount, rate, at].join(' ') });
  },
});
`;
const HOUR = 60 * MINUTE;
const HOURS = 10;

describe('funding in a backtest', () => {
  let folder: string;
  let strategies: string;
  let made = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-funding-'));
    strategies = join(folder, 'strategies');
    await writeStrategy(strategies, 'payer', SOURCE);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Ten hours of a price of 1,000 with settlements at these hours. */
  async function stored(rates: Readonly<Record<number, string>>): Promise<HistoryStore> {
    const store = await storeOf(join(folder, `data-${(made += 1)}`), new Array<number>(HOURS * 60).fill(1_000));
    const settlements = Object.entries(rates).map(([hour, rate]) => ({ at: Number(hour) * HOUR, rate: Decimal.parse(rate) }));
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'funding' } as const;
    await store.addFunding(series, settlements, { source: { how: 'import', from: 'rates.csv' } });
    return store;
  }

  const EIGHT_HOURLY = { 0: '0.0001', 8: '0.0005', 16: '0.5' };

  function spec(funding?: BacktestSpec['funding']): BacktestSpec {
    return plainBacktest({ strategy: 'payer', params: { symbol: SYMBOL }, ...defined({ funding }) });
  }

  async function prepared(store: HistoryStore, funding?: BacktestSpec['funding'], symbol = SYMBOL): Promise<PreparedBacktest> {
    return prepareFollowed(spec(funding), [{ watches: [{ symbol, interval: '1m' }], warmUpBars: 0 }], store);
  }

  it('is what the exchange settled: the strategy hears of it, and the report says where it came from', async () => {
    const { result, summary, report } = await runBacktestJob(spec(), { store: await stored(EIGHT_HOURLY), strategies });
    // Two at 1,000 pay 0.0005 of 2,000 at eight o'clock, which is what it then sells for.
    expect(result.funding).toEqual([{ at: 8 * HOUR, symbol: SYMBOL, amount: '-1' }]);
    expect(result.fills.map(({ side, at, clientOrderId }) => [side, at, result.tags.get(clientOrderId)])).toEqual([
      ['BUY', 11 * MINUTE, undefined],
      ['SELL', 8 * HOUR, `-1 0.0005 ${8 * HOUR}`],
    ]);
    expect(summary.finalEquity).toBe('99999');
    const text = `Funding of ${SYMBOL} is what the exchange settled: 2 rates, imported from rates.csv.`;
    expect(summary.funding).toEqual([{ symbol: SYMBOL, kind: 'history', text }]);
    expect(report.subject.notes).toEqual(expect.arrayContaining([text, 'Funding is settled at the last price before its time.']));
  });

  it('holds nothing of what is settled after the last bar', async () => {
    const { markets } = await prepared(await stored(EIGHT_HOURLY), 'history');
    expect(markets[0]?.funding).toEqual([
      { at: 0, rate: '0.0001' },
      { at: 8 * HOUR, rate: '0.0005' },
    ]);
  });

  it('is paid as far as it is stored, and what is missing is said', async () => {
    const { markets, funding } = await prepared(await stored({ 0: '0.0001', 4: '0.0002' }));
    expect(markets[0]?.funding).toEqual([
      { at: 0, rate: '0.0001' },
      { at: 4 * HOUR, rate: '0.0002' },
    ]);
    const [origin] = funding;
    expect(origin?.kind).toBe('part');
    expect(origin?.text).toBe(
      `Funding of ${SYMBOL} is paid in part (2 rates, imported from rates.csv): none stored 1970-01-01 04:00 to 1970-01-01 10:00; ` +
        `get it: plimsoll data download --kind funding --venue bybit --symbol ${SYMBOL} --from 1970-01-01 --to 1970-01-02`,
    );
  });

  it('says of several holes where the first is and how many there are', async () => {
    const { funding } = await prepared(await stored({ 0: '0.0001', 1: '0.0001', 3: '0.0001', 4: '0.0001', 7: '0.0001', 8: '0.0001' }));
    expect(funding[0]?.text).toContain('none stored 1970-01-01 01:00 to 1970-01-01 03:00 and 2 later stretches; get it:');
  });

  it('misses nothing of the time before trading begins', async () => {
    const store = await stored({ 4: '0.0001', 8: '0.0005', 12: '0.5' });
    const asked = { ...spec('history'), from: 4 * HOUR };
    const { markets, funding } = await prepareFollowed(asked, [{ watches: [{ symbol: SYMBOL, interval: '1m' }], warmUpBars: 100 }], store);
    expect([markets[0]?.tape.series.firstStart, funding[0]?.kind]).toEqual([4 * HOUR - 100 * MINUTE, 'history']);
  });

  it('is nothing in a time without a settlement, and nothing of it is missing', async () => {
    const asked = { ...spec('history'), from: 1 * HOUR, to: 3 * HOUR };
    const store = await stored(EIGHT_HOURLY);
    const { markets, funding } = await prepareFollowed(asked, [{ watches: [{ symbol: SYMBOL, interval: '1m' }], warmUpBars: 0 }], store);
    expect([markets[0]?.funding, funding[0]?.kind]).toEqual([[], 'history']);
    expect(funding[0]?.text).toContain('0 rates, imported from rates.csv.');
  });

  it('is left out where nothing is stored, which is said', async () => {
    const { markets, funding } = await prepared(await stored({}));
    expect(markets[0]?.funding).toBeUndefined();
    const get = `plimsoll data download --kind funding --venue bybit --symbol ${SYMBOL} --from 1970-01-01 --to 1970-01-02`;
    const text = `Funding of ${SYMBOL} is left out: none stored 1970-01-01 to 1970-01-01 10:00; get it: ${get}`;
    expect(funding).toEqual([{ symbol: SYMBOL, kind: 'missing', text }]);
  });

  it('is refused there when all of it is asked for', async () => {
    const part = await stored({ 0: '0.0001', 1: '0.0002', 3: '0.0002', 4: '0.0002', 5: '0.0002', 11: '0.1' });
    await expect(prepared(part, 'history')).rejects.toThrow(
      `Funding of ${SYMBOL}: none stored 1970-01-01 01:00 to 1970-01-01 03:00; get it: plimsoll data download --kind funding`,
    );
    await expect(prepared(await stored({}), 'history')).rejects.toThrow('Or continue without it: --funding none.');
  });

  it('is what is asked for instead: none, or the same rate each time', async () => {
    const store = await stored(EIGHT_HOURLY);
    const none = await prepared(store, 'none');
    expect([none.markets[0]?.funding, none.funding[0]?.text]).toEqual([undefined, `Funding of ${SYMBOL} is left out, as requested.`]);
    const fixed = await prepared(store, { rate: '0.0003', hours: 5 });
    expect(fixed.markets[0]?.funding).toEqual([0, 5, 10].map((hour) => ({ at: hour * HOUR, rate: '0.0003' })));
    expect(fixed.funding[0]?.text).toBe(`Funding of ${SYMBOL} is assumed: a rate of 0.0003 every 5 h.`);
  });

  it('is not paid on spot', async () => {
    const store = await storeOf(join(folder, `data-${(made += 1)}`), [1, 2, 3], 'BTC/USDT');
    const { markets, funding } = await prepared(store, { rate: '0.0003', hours: 1 }, 'BTC/USDT');
    expect([markets[0]?.funding, funding]).toEqual([undefined, []]);
  });
});
