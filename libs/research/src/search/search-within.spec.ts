import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '@libs/kernel';
import type { PublicTrade } from '@libs/market-data';
import { cutMarket } from '../backtest/stored-market';
import { MINUTE, SYMBOL, storeOf, wave, writeStrategy } from '../testing/strategy-folder';
import type { OptimisationSpec } from './optimisation-spec';
import { prepareSearch, searchWithin, type PreparedSearch } from './prepare-search';
import { plainBacktest } from '../testing/plain-backtest';

const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'listener', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    hold: param.integer({ min: 1, max: 9, default: 5, description: 'bars' }),
  },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 20,
  state: () => ({ bars: 0 }),
  onBar: () => {}, onFunding: () => {}, onSignal: () => {},
});
`;
const HOUR = 60 * MINUTE;
/** Four hours to search, of ten. */
const WINDOW = { from: 3 * HOUR, to: 7 * HOUR };
const signal = (minute: number, value = 1) => ({
  at: minute * MINUTE,
  name: 'score',
  value,
  source: 'model',
  expiresAt: (minute + 5) * MINUTE,
});

describe('a search within a window', () => {
  let folder: string;
  let made = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-within-'));
    await writeStrategy(join(folder, 'strategies'), 'listener', SOURCE);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Ten hours of one market that settles every hour, with a signal at each of these minutes. */
  async function prepared(
    rates: Readonly<Record<number, string>> = {},
    signals = [100, 419, 420, 500].map((at) => signal(at)),
    trades: readonly PublicTrade[] = [],
  ) {
    const store = await storeOf(join(folder, `data-${(made += 1)}`), wave(600, 40));
    const settlements = Array.from({ length: 11 }, (_, hour) => ({ at: hour * HOUR, rate: Decimal.parse(rates[hour] ?? '0.0001') }));
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'funding' } as const;
    await store.addFunding(series, settlements, { source: { how: 'import', from: 'a test' } });
    await store.addTrades({ ...series, kind: 'trades' }, trades, { source: { how: 'import', from: 'a test' } });
    const asked: OptimisationSpec = {
      backtest: plainBacktest({
        strategy: 'listener',
        params: { symbol: SYMBOL },
        funding: trades.length > 0 ? 'none' : 'history',
        ...(trades.length > 0 ? { data: 'trades' as const } : {}),
        signals,
      }),
      search: { hold: '1..9' },
      sampler: 'grid',
      trials: 9,
      objective: 'netProfit',
      minTrades: 0,
      seed: 1,
    };
    return prepareSearch(asked, { store, strategies: join(folder, 'strategies') });
  }

  it('holds no funding and no signal from behind its end, nor funding from before its warm-up', async () => {
    const whole = await prepared();
    expect(whole.backtest.markets[0]?.funding).toHaveLength(11);
    const { backtest } = searchWithin(whole, WINDOW);
    const [market] = backtest.markets;
    expect(market?.funding?.map(({ at }) => at / HOUR)).toEqual([3, 4, 5, 6, 7]);
    expect(backtest.terms.signals?.map(({ at }) => at / MINUTE)).toEqual([100, 419]);
    // Twenty bars of warm-up lie before it.
    expect([market?.tape.series.firstStart, market?.tape.series.end]).toEqual([WINDOW.from - 20 * MINUTE, WINDOW.to]);
  });

  it('holds no funding of the moment at which it begins, when nothing is held yet', async () => {
    const [market] = (await prepared()).backtest.markets;
    expect(cutMarket(market!, WINDOW.from, WINDOW.to).funding?.map(({ at }) => at / HOUR)).toEqual([4, 5, 6, 7]);
  });

  it('holds no trade from behind its end', async () => {
    const trades = (last: number) =>
      [30, 250, 419, last].map((minute) => ({
        id: String(minute),
        at: minute * MINUTE,
        side: 'BUY' as const,
        quantity: Decimal.ONE,
        price: Decimal.parse('1000'),
      }));
    const of = async (last: number): Promise<PreparedSearch> => searchWithin(await prepared({}, [], trades(last)), WINDOW);
    const one = await of(420);
    const [market] = one.backtest.markets;
    // Those before its beginning stay, since books are made of them.
    expect([...market!.events!.at].map((at) => at / MINUTE)).toEqual([30, 250, 419]);
    expect(market?.tape.series.end).toBe(WINDOW.to);
    expect((await of(430)).header.id).toBe(one.header.id);
  });

  it('is the same search whatever is settled and said behind its end, and another one for what is before it', async () => {
    const idOf = (search: PreparedSearch): string => searchWithin(search, WINDOW).header.id;
    const id = idOf(await prepared());
    expect(
      idOf(
        await prepared(
          { 8: '-0.09', 10: '0.09' },
          [100, 419, 421, 590].map((at) => signal(at)),
        ),
      ),
    ).toBe(id);
    expect(idOf(await prepared({ 7: '-0.09' }))).not.toBe(id);
    expect(idOf(await prepared({}, [signal(100, 2), signal(419)]))).not.toBe(id);
  });

  it('does not write signals into its log, which would be as long with every search', async () => {
    const { header } = await prepared();
    expect(header.search).not.toHaveProperty('signals');
  });
});
