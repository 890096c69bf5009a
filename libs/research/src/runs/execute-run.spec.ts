import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@libs/backtest';
import type { HistoryStore } from '@libs/market-data';
import type { BacktestSpec } from '../backtest/backtest-spec';
import { MINUTE, SYMBOL, storeOf, wave, writeStrategy } from '../testing/strategy-folder';
import type { WalkForwardSpec } from '../walk-forward/walk-forward-spec';
import { executeRun, type RunSurroundings } from './execute-run';
import type { OptimisationReport } from './optimisation-report';
import type { RunOutcome } from './run-outcome';
import { plainBacktest } from '../testing/plain-backtest';

/** Buys at minute 0 of the wave's forty and sells at minute `hold`, the best of which is its top at 10. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'holder', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    hold: param.integer({ min: 1, max: 39, default: 10, description: 'bars' }),
    until: param.integer({ min: 1, max: 5000, default: 5000, description: 'minute after which it throws' }),
  },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 20,
  state: () => ({}),
  onBar: (ctx, { symbol, bar }) => {
    const minute = bar.start / 60000;
    if (minute > ctx.params.until) {
      ctx.log.warn('no more');
      throw new Error('enough');
    }
    if (ctx.warmingUp) return;
    if (minute % 40 === 0) ctx.buy(symbol, '1');
    if (minute % 40 === ctx.params.hold) ctx.closePosition(symbol);
  },
});
`;

describe('a run', () => {
  let folder: string;
  let store: HistoryStore;
  let houses = 0;
  let undisturbed: RunOutcome;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-run-'));
    await writeStrategy(join(folder, 'strategies'), 'holder', SOURCE);
    // 20 warm up, 400 are searched first, and twice 200 are whole tests.
    store = await storeOf(join(folder, 'data'), wave(820, 40));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const surroundings = (more: Partial<RunSurroundings> = {}): RunSurroundings => ({
    store,
    searches: join(folder, `searches-${(houses += 1)}`),
    jobs: 2,
    strategies: join(folder, 'strategies'),
    ...more,
  });

  function backtest(more: Partial<BacktestSpec> = {}): BacktestSpec {
    const fills = { takerFee: '0.001', makerFee: '0', slippageTicks: 0, latency: 0 };
    return plainBacktest({ strategy: 'holder', params: { symbol: SYMBOL }, fills, ...more });
  }

  function walk(more: Partial<BacktestSpec> = {}, minTrades = 1): WalkForwardSpec {
    const how = { sampler: 'grid', trials: 50, objective: 'netProfit', minTrades, seed: 1 } as const;
    const optimisation = { backtest: backtest(more), search: { hold: '5,10,15' }, ...how };
    return { optimisation, train: 400 * MINUTE, test: 200 * MINUTE, anchored: false };
  }

  const reportOf = ({ report }: RunOutcome): Report => report as Report;

  it('of a walk forward tells how far it is, and reports its windows with all tests as one run', async () => {
    const told: [number, number][] = [];
    const outcome = await executeRun('WALK_FORWARD', walk(), surroundings({ progress: (done, total) => told.push([done, total]) }));
    undisturbed = outcome;
    expect(outcome).toMatchObject({ status: 'DONE', summary: { strategy: 'holder', windows: 2, asked: 2, guesses: 0 } });
    // Three trials a window.
    expect(told.at(-1)).toEqual([6, 6]);
    expect(told.every(([done], at) => at === 0 || done >= told[at - 1]![0])).toBe(true);
    const { walk: windows, metrics, from, to } = reportOf(outcome);
    expect([from, to].map((at) => at / MINUTE)).toEqual([420, 820]);
    expect(windows?.windows.map(({ winner }) => winner?.params)).toEqual([{ hold: 10 }, { hold: 10 }]);
    // 200 bars are five waves.
    expect(windows?.windows.map(({ winner }) => winner?.outOfSample.trades)).toEqual([5, 5]);
    expect(metrics.trades).toBe(10);
    expect(windows?.windows[1]?.startingEquity).toBe(windows?.windows[0]?.endEquity);
  });

  it('of a walk forward goes on after its end as if there had been none, and tries nothing twice', async () => {
    const stop = new AbortController();
    const broken = surroundings({ signal: stop.signal, progress: (done) => (done > 3 ? stop.abort() : undefined) });
    expect(await executeRun('WALK_FORWARD', walk(), broken)).toMatchObject({ status: 'FAILED' });
    const logs = async (): Promise<readonly string[]> => {
      const own = join(broken.searches, 'holder');
      return Promise.all((await readdir(own)).map((name) => readFile(join(own, name), 'utf8')));
    };
    const ended = (await logs()).find((text) => text.includes('"end"'));
    const { searches } = broken;
    expect(await executeRun('WALK_FORWARD', walk(), surroundings({ searches }))).toEqual(undisturbed);
    // What the first window tried stands as it was but for another mark of its end.
    expect((await logs()).some((text) => text.startsWith(ended!))).toBe(true);
    const trials = (await logs()).map((text) => text.split('\n').filter((line) => line.includes('"type":"trial"')).length);
    expect(trials).toEqual([3, 3]);
  });

  it('of a walk forward fails where nothing could be traded, and where a winner threw', async () => {
    const nothing = await executeRun('WALK_FORWARD', walk({}, 11), surroundings());
    expect(nothing).toMatchObject({ status: 'FAILED', error: 'No window had a trial with a value, so nothing was traded.' });
    expect(reportOf(nothing).metrics.trades).toBe(0);
    const thrown = await executeRun('WALK_FORWARD', walk({ params: { symbol: SYMBOL, until: 700 } }), surroundings());
    expect(thrown.error).toMatch(/^The test from 1970-01-01T10:20:00.000Z ended early at 1970-01-01T11:42:00.000Z in onBar: enough /);
  });

  it('of a search for the least value tells each as the metric has it, the best first', async () => {
    const search = { ...walk().optimisation, objective: 'maxDrawdown' } as const;
    const { trials, counts } = (await executeRun('OPTIMISATION', search, surroundings())).report as OptimisationReport;
    expect(counts).toEqual({ done: 3, failed: 0, refused: 0 });
    const values = trials.map(({ value }) => value!);
    expect(values).toEqual(trials.map(({ metrics }) => metrics?.maxDrawdown));
    expect(values[0]).toBeGreaterThan(0);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  });

  it('of a Monte Carlo draws other courses of a backtest', async () => {
    const spec = backtest({ monteCarlo: { runs: 50, seed: 7 } });
    const outcome = await executeRun('MONTE_CARLO', spec, surroundings());
    expect(outcome).toMatchObject({ status: 'DONE', report: { monteCarlo: { runs: 50, seed: 7 } } });
    // Bought at 40, 80 … 800 and sold ten minutes later, all before the end at 820.
    expect(reportOf(outcome).monteCarlo?.resampled?.trades).toBe(20);
  });

  it('of several strategies on one account says which of them ended early, and reports all', async () => {
    const others = [{ label: 'brief', strategy: 'holder', params: { symbol: SYMBOL, hold: 5, until: 425 } }];
    const outcome = await executeRun('BACKTEST', backtest({ others }), surroundings());
    expect(outcome.status).toBe('FAILED');
    expect(outcome.error).toMatch(/^brief ended early at 1970-01-01T07:07:00.000Z in onBar: enough /);
    const { strategies, metrics, logs } = reportOf(outcome);
    expect(logs).toEqual([{ strategy: 'brief', first: [{ at: 427 * MINUTE, level: 'warn', message: 'no more' }], leftOut: 0, last: [] }]);
    // Twenty times from 40 to 800, and ten from 40 to 400.
    expect(strategies?.map(({ label, metrics: own, fault }) => [label, own.trades, fault === null])).toEqual([
      ['holder', 20, true],
      ['brief', 10, false],
    ]);
    expect(metrics.trades).toBe(30);
    const search = { ...walk().optimisation, backtest: backtest({ others }) };
    expect(await executeRun('OPTIMISATION', search, surroundings())).toEqual({
      status: 'FAILED',
      error: 'others is there; it must be left out of a search, which is of one strategy.',
    });
  });

  it('of a backtest is held against what searches tried before', async () => {
    // A Sharpe ratio takes two days.
    const store = await storeOf(join(folder, 'two-days'), wave(2_000, 40));
    const searched = surroundings({ store });
    expect(reportOf(await executeRun('BACKTEST', backtest(), searched)).trials).toBeUndefined();
    await executeRun('OPTIMISATION', walk().optimisation, searched);
    expect(reportOf(await executeRun('BACKTEST', backtest(), searched)).trials?.count).toBe(3);
  });
});
