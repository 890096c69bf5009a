import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTrialLog, type SearchProgress } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import type { HistoryStore } from '@libs/market-data';
import { MINUTE, SYMBOL, storeOf, wave, writeStrategy } from '../testing/strategy-folder';
import type { OptimisationSpec } from './optimisation-spec';
import { prepareSearch } from './prepare-search';
import { runOptimisation, type OptimisationOutcome, type OptimisationPorts } from './run-optimisation';
import { FileLedger } from './search-ledger';
import { plainBacktest } from '../testing/plain-backtest';

/** Buys `hold` minutes after a low that it knows of and sells as long after: best with `hold` near a quarter of the wave. */
const source = (name: string, inTrial: string): string => `import { defineStrategy, param } from '@libs/sdk';
let trials = 0;
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    hold: param.integer({ min: 1, max: 40, default: 10, description: 'bars' }),
    wait: param.integer({ min: 0, max: 9, default: 0, description: 'bars' }),
  },
  check: ({ hold, wait }) => (wait < hold ? null : 'wait is ' + wait + ' and hold is ' + hold + '; wait must be below hold'),
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: ({ hold }) => hold,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol, bar }) => {
    if (ctx.warmingUp) return;
    ctx.state.bars += 1;
    const { hold, wait } = ctx.params;
    ${inTrial}
    const at = (bar.start / 60000) % 40;
    if (at === wait) ctx.buy(symbol, '1');
    if (at === hold) ctx.closePosition(symbol);
  },
});
`;

/** Buys at one trade and sells at the twentieth. */
const PRINTER = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'printer', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    at: param.integer({ min: 1, max: 19, default: 1, description: 'trades' }),
  },
  watches: ({ symbol }) => [{ symbol, trades: true }], warmUp: () => 0,
  state: () => ({ seen: 0 }),
  onTrade: (ctx, { symbol }) => {
    ctx.state.seen += 1;
    if (ctx.state.seen === ctx.params.at) ctx.buy(symbol, '1');
    if (ctx.state.seen === 20) ctx.closePosition(symbol);
  },
});
`;

describe('an optimisation', () => {
  let folder: string;
  let store: HistoryStore;
  let strategies: string;
  let ledgers = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-optimisation-'));
    strategies = join(folder, 'strategies');
    store = await storeOf(join(folder, 'data'), wave(2_000, 40));
    await writeStrategy(strategies, 'holder', source('holder', "if (hold === 7 && ctx.state.bars === 3) throw new Error('seven');"));
    await writeStrategy(strategies, 'printer', PRINTER);
    // Takes long enough for a sandbox to say how far it is.
    await writeStrategy(strategies, 'plodder', source('plodder', 'if (ctx.state.bars === 9) for (let n = 0; n < 600_000_000; n += 1);'));
    // Trades the second time in a process as it would not the first time.
    const leaks = 'if (ctx.state.bars === 1) trials += 1; if (trials % 2 === 0) return;';
    await writeStrategy(strategies, 'leaky', source('leaky', leaks));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const newLedger = (): FileLedger => new FileLedger(join(folder, `searches-${(ledgers += 1)}`));

  function spec(more: Partial<OptimisationSpec> = {}, strategy = 'holder'): OptimisationSpec {
    const backtest = plainBacktest({ strategy, params: { symbol: SYMBOL } });
    const asked = { search: { hold: '1..40' }, sampler: 'grid', trials: 100, objective: 'netProfit', minTrades: 10, seed: 1 } as const;
    return { backtest, ...asked, ...more };
  }

  async function run(asked: OptimisationSpec, more: Partial<OptimisationPorts> = {}): Promise<OptimisationOutcome> {
    const ports = { store, strategies, ledger: newLedger(), jobs: 2, resume: false, ...more };
    return runOptimisation(await prepareSearch(asked, ports), ports);
  }

  it('measures its trials, and the best once more, by the year that is asked for', async () => {
    const plain = await run(spec({ search: { hold: '9,10' } }));
    const backtest = { ...spec().backtest, year: { daysPerYear: 252, riskFreeRate: 0 } };
    const { best, ranked, guesses } = await run(spec({ search: { hold: '9,10' }, backtest }));
    const [first, usual] = [ranked[0]!.run, plain.ranked[0]!.run].map((one) => (one.kind === 'done' ? one.metrics.sharpe! : NaN));
    expect(first! / usual!).toBeCloseTo(Math.sqrt(252 / 365), 9);
    expect(best?.run.report).toMatchObject({ year: { daysPerYear: 252 }, metrics: { sharpe: first } });
    // By the day they spread as far as ever.
    expect(guesses.sharpeVariance).toBeCloseTo(plain.guesses.sharpeVariance, 9);
  });

  it('finds the best, runs it again and checks it outside', async () => {
    const { trials, ranked, best, guesses } = await run(spec());
    // From wait 0 the wave rises for 10 bars to its top at minute 10 of 40, so an order on the close of minute 10 sells highest.
    expect(ranked[0]?.params).toEqual({ hold: 10 });
    expect(best?.trial.number).toBe(ranked[0]?.number);
    expect(best?.run.report.metrics.netProfit).toBe(ranked[0]?.run.kind === 'done' ? ranked[0].run.metrics.netProfit : '');
    expect(trials).toHaveLength(40);
    // One failed, and half a wave is held for nothing at all: neither has a ratio.
    expect(guesses.count).toBe(38);
    expect(best?.run.report).toMatchObject({ trials: { count: 38 }, search: { done: 39, failed: 1, refused: 0, surfaces: [] } });
  });

  // The run that repeats the best called the progress of the search with bars, and the command line ended with a TypeError.
  it('tells of its trials and of nothing else, however long the best takes to repeat', async () => {
    const told: SearchProgress[] = [];
    await run(spec({ search: { hold: '10,11' } }, 'plodder'), { jobs: 1, progress: (made) => void told.push(made) });
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('goes on past a trial that fails, and keeps its reason', async () => {
    const { trials } = await run(spec({ search: { hold: '6..8' } }));
    expect(trials.map(({ params, run: { kind } }) => [params['hold'], kind])).toEqual([
      [6, 'done'],
      [7, 'failed'],
      [8, 'done'],
    ]);
    expect(trials[1]?.run).toMatchObject({
      message: expect.stringMatching(/^onBar at .*: seven \(holder\/src\/index\.js:\d+\)$/) as string,
    });
  });

  it('shows what came of two parameters together', async () => {
    const { best } = await run(spec({ search: { hold: '9,10', wait: '0,1,2' } }));
    const [surface] = best?.run.report.search?.surfaces ?? [];
    expect([surface?.y, surface?.x.values]).toEqual([{ name: 'hold', values: ['9', '10'] }, ['0', '1', '2']]);
    expect(surface?.best.flat().toSorted((a, b) => b! - a!)[0]).toBe(surface?.best[1]![0]);
    expect(surface?.best[1]![0]).toBe(Number(best?.run.report.metrics.netProfit));
  });

  it('plays stored trades to a strategy that watches no bars', async () => {
    // A pair every twelve seconds from minute 1 on, a buyer's and then a seller's one below: 1,000, 990, 980, 970, and 1,100 from then on.
    const prices = [1_000, 990, 980, 970, ...new Array<number>(16).fill(1_100)];
    const trades = prices.flatMap((price, pair) =>
      (['BUY', 'SELL'] as const).map((side, n) => ({
        id: `${pair}${side}`,
        at: MINUTE + pair * 12_000 + n * 6_000,
        side,
        quantity: Decimal.parse('5'),
        price: Decimal.fromNumber(price - n),
      })),
    );
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'trades' } as const;
    await store.addTrades(series, trades, { source: { how: 'import', from: 'a test' } });
    const { backtest } = spec({}, 'printer');
    const { ranked, best } = await run({ ...spec({ search: { at: '2,4,6,8' }, minTrades: 1 }), backtest: { ...backtest, data: 'trades' } });
    // Bought at the price of the last buyer, sold at that of the last seller, which is 1,099 by then.
    expect(ranked.map(({ params, run: said }) => [params['at'], said.kind === 'done' && said.metrics.netProfit])).toEqual([
      [8, '129'],
      [6, '119'],
      [4, '109'],
      [2, '99'],
    ]);
    expect(best?.run.report.metrics.netProfit).toBe('129');
  });

  it('lets every trial begin at the same time', async () => {
    const { trials } = await run(spec({ search: { hold: '2,30' } }));
    expect(trials.map(({ run: said }) => said.kind === 'done' && said.bars)).toEqual([1_970, 1_970]);
  });

  it('does not believe a run that depends on what ran before it', async () => {
    const { ranked, best, distrusted } = await run(spec({ search: { hold: '9,10,11,12' }, minTrades: 0 }, 'leaky'), { jobs: 1 });
    // The second and fourth trial of the process did nothing; alone each of them trades.
    expect([...distrusted.keys()].every((number) => number === 1 || number === 3)).toBe(true);
    expect([0, 2]).toContain(best?.trial.number);
    expect(ranked).toHaveLength(4);
    const idle = await run(spec({ search: { hold: '30,31' }, objective: 'maxDrawdown', minTrades: 0 }, 'leaky'), { jobs: 1 });
    expect([...idle.distrusted]).toEqual([[1, 'a new sandbox made other trades of the same parameters']]);
    expect(idle.best?.trial.number).toBe(0);
  });

  it('counts the guesses of every search on the same data', async () => {
    const ledger = newLedger();
    const one = await run(spec({ search: { hold: '1..10' } }), { ledger });
    // Seven fails, and comes to no ratio.
    expect(one.guesses.count).toBe(9);
    const { guesses } = await run(spec({ search: { hold: '8,10', wait: '0,1' } }), { ledger });
    // Without a wait both trade as they did before.
    expect(guesses.count).toBe(11);
    const other = await run(spec({ search: { hold: '1..3' } }, 'leaky'), { ledger, jobs: 1 });
    // The second in a process trades nothing.
    expect(other.guesses.count).toBe(2);
  });

  it('is stopped without an end, refused to begin anew, and goes on to what it would have been', async () => {
    const [whole, ledger] = [newLedger(), newLedger()];
    const asked = spec({ search: { hold: '1..40', wait: '0..9' }, sampler: 'bayes', trials: 40, seed: 3 });
    const undisturbed = await run(asked, { ledger: whole });
    const stop = new AbortController();
    const progress = ({ done, failed }: SearchProgress): void => {
      if (done + failed === 15) stop.abort();
    };
    const stopped = await run(asked, { ledger, jobs: 3, signal: stop.signal, progress });
    expect([stopped.isStopped, stopped.best]).toEqual([true, null]);
    expect(stopped.trials.length).toBeGreaterThanOrEqual(15);
    await expect(run(asked, { ledger })).rejects.toThrow(
      /^This search was started before, with \d+ of its trials on record; continue it with --resume, or use another seed\.$/,
    );
    const resumed = await run(asked, { ledger, jobs: 1, resume: true });
    expect([resumed.trials, resumed.guesses, resumed.best?.trial]).toEqual([
      ...[undisturbed.trials, undisturbed.guesses, undisturbed.best?.trial],
    ]);
    const { header } = await prepareSearch(asked, { store, strategies });
    const logs = await Promise.all([whole, ledger].map(async (one) => readTrialLog(await readFile(one.fileOf(header), 'utf8'))));
    expect(logs[1]!.trials).toEqual(logs[0]!.trials);
  });

  it('answers a search that was ended from its log, and extends it', async () => {
    const ledger = newLedger();
    const asked = spec({ sampler: 'random', trials: 8 });
    const first = await run(asked, { ledger });
    const again = await run({ ...asked, objective: 'sharpe' }, { ledger });
    expect([again.trials, again.resumed]).toEqual([first.trials, first.trials.length]);
    const longer = await run({ ...asked, trials: 12 }, { ledger });
    expect(longer.trials.slice(0, 8)).toEqual(first.trials);
    expect(longer.guesses.count).toBe(longer.trials.filter(({ run: one }) => one.kind === 'done' && one.metrics.sharpe !== null).length);
  });

  it.each<[string, Partial<OptimisationSpec>, string]>([
    ['a value out of its range', { search: { hold: '5..41' } }, 'hold=5..41: hold is 41; it must be a whole number from 1 to 40'],
    ['a parameter that is none', { search: { speed: '1..2' } }, 'the strategy has no parameter speed; it has symbol, hold, wait'],
    ['a grid that is too large', { trials: 39 }, 'the grid has 40 points and 39 trials are asked for'],
    [
      'nothing that the strategy takes',
      { search: { hold: '1,2', wait: '8,9' } },
      'The strategy refuses all of these parameters; the first reason: wait is 8',
    ],
  ])('refuses %s', async (_, more, message) => {
    await expect(run(spec(more))).rejects.toThrow(message);
  });

  it('refuses what the data is too short for', async () => {
    const short = await storeOf(join(folder, 'short'), wave(30, 40));
    await expect(prepareSearch(spec(), { store: short, strategies })).rejects.toThrow(
      'With some of these parameters holder wants 40 bars before it trades, and the data ends at 1970-01-01T00:30:00.000Z before that',
    );
  });
});
