import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedSignal, SearchProgress, TrialLog, YearTerms } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import type { FundingSettlement } from '@libs/market-data';
import { prepareSearch } from '../search/prepare-search';
import { FileLedger } from '../search/search-ledger';
import { MINUTE, SYMBOL, storeOf, wave, writeStrategy } from '../testing/strategy-folder';
import { runWalkForward, type WalkForwardOutcome, type WalkForwardPorts } from './run-walk-forward';
import type { WalkForwardSpec } from './walk-forward-spec';
import { plainBacktest } from '../testing/plain-backtest';

/** Buys at one minute of the wave's forty and sells at another; `spy` says what it does besides. */
const source = (name: string, spy: string): string => `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    hold: param.integer({ min: 1, max: 39, default: 10, description: 'bars' }),
  },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 20,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol, bar }) => {
    ${spy}
    if (ctx.warmingUp) return;
    const at = (bar.start / 60000) % 40;
    if (at === 0) ctx.buy(symbol, '1');
    if (at === ctx.params.hold) ctx.closePosition(symbol);
  },
});
`;

/** As the holder, with the last word from outside as the reason of what it buys; it ends at a rate that is only settled in the test. */
const LISTENER = source('listener', '')
  .replace('state: () => ({ bars: 0 })', "state: () => ({ heard: 'nothing' })")
  .replace("ctx.buy(symbol, '1')", "ctx.buy(symbol, '1', { tag: ctx.state.heard })")
  .replace(
    'onBar:',
    `onSignal: (ctx, { value }) => {
    ctx.state.heard = value;
  },
  onFunding: (ctx, { rate }) => {
    if (rate > 0.01) throw new Error('a rate of ' + rate + ' was settled');
  },
  onBar:`,
  );

const TRAIN = 400;
const TEST = 200;
const WARM_UP = 20;

describe('a walk forward', () => {
  let folder: string;
  let strategies: string;
  let made = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-walk-'));
    strategies = join(folder, 'strategies');
    await writeStrategy(strategies, 'holder', source('holder', ''));
    await writeStrategy(strategies, 'listener', LISTENER);
    await writeStrategy(strategies, 'spy', source('spy', "if (bar.high > 5000) throw new Error('saw ' + bar.start / 60000);"));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  interface Walk {
    readonly closes: readonly number[];
    readonly strategy?: string;
    readonly more?: Partial<WalkForwardSpec>;
    readonly ports?: Partial<WalkForwardPorts>;
    readonly search?: string;
    readonly minTrades?: number;
    readonly settled?: readonly FundingSettlement[];
    readonly signals?: readonly RecordedSignal[];
    readonly year?: YearTerms;
  }

  async function walk({
    closes,
    strategy = 'holder',
    more,
    ports,
    search = '5,10,15',
    minTrades = 1,
    settled = [],
    signals,
    year,
  }: Walk): Promise<{
    outcome: WalkForwardOutcome;
    logs: readonly TrialLog[];
  }> {
    const store = await storeOf(join(folder, `data-${(made += 1)}`), closes);
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'funding' } as const;
    await store.addFunding(series, settled, { source: { how: 'import', from: 'a test' } });
    const ledger = new FileLedger(join(folder, `searches-${made}`));
    const fills = { takerFee: '0.001', makerFee: '0', slippageTicks: 0, latency: 0 };
    const backtest = plainBacktest({ strategy, params: { symbol: SYMBOL }, fills, ...(signals && { signals }), ...(year && { year }) });
    const how = { sampler: 'grid', trials: 50, objective: 'netProfit', minTrades, seed: 1 } as const;
    const optimisation = { backtest, search: { hold: search }, ...how };
    const spec = { optimisation, train: TRAIN * MINUTE, test: TEST * MINUTE, anchored: false, ...more };
    const all = { store, strategies, ledger, jobs: 2, resume: false, ...ports };
    const prepared = await prepareSearch(optimisation, all);
    const outcome = await runWalkForward(prepared, spec, all);
    return { outcome, logs: await ledger.logs(strategy) };
  }

  it('plays each winner over data that comes after its search, with the money that is left', async () => {
    const { outcome, logs } = await walk({ closes: wave(WARM_UP + TRAIN + 3 * TEST + 50, 40) });
    const { windows, asked, isStopped, isRuined, report } = outcome;
    expect([windows.length, asked, isStopped, isRuined]).toEqual([3, 3, false, false]);
    expect(windows.map(({ train, test }) => [train.from, train.to, test.from, test.to].map((at) => at / MINUTE))).toEqual([
      [20, 420, 420, 620],
      [220, 620, 620, 820],
      [420, 820, 820, 1_020],
    ]);
    expect(windows.map(({ winner }) => winner?.trial.params)).toEqual([{ hold: 10 }, { hold: 10 }, { hold: 10 }]);
    // Each search tried three over its own 400 bars, and was counted.
    expect(logs.map(({ trials }) => trials.map(({ run }) => run.kind === 'done' && run.bars))).toEqual([
      ...[1, 2, 3].map(() => [TRAIN, TRAIN, TRAIN]),
    ]);
    // None has a Sharpe ratio, which takes two days.
    expect(report?.walk?.windows.map(({ trials }) => trials)).toEqual([3, 3, 3]);
    expect(outcome.guesses.count).toBe(0);
    // 200 bars are five waves: five trades a window, opened at the minute after the wave's zero.
    for (const { winner } of windows) expect(winner?.outOfSample.report.metrics).toMatchObject({ trades: 5, openTrades: 0 });
    const earned = windows.map(({ winner }) => Decimal.parse(String(winner?.outOfSample.report.metrics.netProfit)));
    const total = earned.reduce((sum, one) => sum.plus(one), Decimal.ZERO);
    expect(report?.metrics.netProfit).toBe(total.toString());
    expect(outcome.finalEquity).toBe(total.plus(Decimal.parse('100000')).toString());
    expect(report?.metrics.deflatedSharpe).not.toBeUndefined();
    expect([report?.from, report?.to]).toEqual([420 * MINUTE, 1_020 * MINUTE]);
    // The wave is the same in and out of sample; only the money that it is earned on differs.
    expect(outcome.efficiency).toBeCloseTo(1, 1);
  });

  it('never lets a search see a bar of its test', async () => {
    const plain = wave(WARM_UP + TRAIN + TEST, 40);
    const marked = plain.map((close, at) => (at < WARM_UP + TRAIN ? close : close + 10_000));
    const { outcome, logs } = await walk({ closes: marked, strategy: 'spy' });
    // It throws at the first bar of the test wherever it is shown one: in no trial, not in the winner's run in sample, and at once in the test.
    expect(logs.flatMap(({ trials }) => trials.map(({ run }) => run.kind))).toEqual(['done', 'done', 'done']);
    const [{ winner }] = outcome.windows as [WalkForwardOutcome['windows'][number]];
    expect(winner?.inSample.result.fault).toBeNull();
    expect(winner?.outOfSample.result.fault?.message).toMatch(new RegExp(`^saw ${WARM_UP + TRAIN} `));
  });

  it('tells a search of no funding and no signal behind its end', async () => {
    const end = WARM_UP + TRAIN;
    // Every forty minutes, while the holder holds; what it hears in the window it may trade on.
    const settled = Array.from({ length: 17 }, (_, n) => 40 * n + 5).map((minute) => ({
      at: minute * MINUTE,
      rate: Decimal.parse(minute < end ? '0.0001' : '0.02'),
    }));
    const said = (minute: number, value: string) => ({
      at: minute * MINUTE,
      name: 'score',
      value,
      source: 'model',
      expiresAt: (minute + 1) * MINUTE,
    });
    const signals = [said(300, 'within'), said(end + 10, 'behind')];
    const { outcome, logs } = await walk({ closes: wave(end + TEST, 40), strategy: 'listener', settled, signals });
    expect(logs.flatMap(({ trials }) => trials.map(({ run }) => run.kind))).toEqual(['done', 'done', 'done']);
    const { inSample, outOfSample } = (outcome.windows as [WalkForwardOutcome['windows'][number]])[0].winner!;
    const heard = ({ result }: typeof inSample): readonly string[] => [...new Set(result.tags.values())];
    expect([heard(inSample), inSample.result.fault, Number(inSample.report.metrics.funding)]).toEqual([
      ...[['nothing', 'within'], null, expect.any(Number) as number],
    ]);
    expect(Number(inSample.report.metrics.funding)).toBeLessThan(0);
    expect(heard(outOfSample)).toContain('behind');
    expect(outOfSample.result.fault?.message).toMatch(/^a rate of 0.02 /);
  });

  it('measures its searches, its tests and all of them together by the year that is asked for', async () => {
    const closes = wave(WARM_UP + TRAIN + TEST, 40);
    const year = { daysPerYear: 252, riskFreeRate: 0 };
    const [plain, other] = [await walk({ closes, search: '10' }), await walk({ closes, search: '10', year })];
    const turnovers = ({ outcome: { windows, report } }: typeof plain): readonly number[] => {
      const { inSample, outOfSample } = windows[0]!.winner!;
      return [inSample.report, outOfSample.report, report!].map(({ metrics }) => metrics.turnover!);
    };
    for (const [at, turnover] of turnovers(other).entries()) expect(turnover / turnovers(plain)[at]!).toBeCloseTo(252 / 365, 9);
    expect(other.outcome.report?.year).toEqual(year);
  });

  it('tries the same whatever the test holds', async () => {
    const plain = wave(WARM_UP + TRAIN + TEST, 40);
    const other = plain.map((close, at) => (at < WARM_UP + TRAIN ? close : 3_000 - close));
    const [one, two] = [await walk({ closes: plain }), await walk({ closes: other })];
    expect(two.logs.map(({ trials }) => trials)).toEqual(one.logs.map(({ trials }) => trials));
    expect(two.logs[0]?.header.id).toBe(one.logs[0]?.header.id);
    expect(two.outcome.finalEquity).not.toBe(one.outcome.finalEquity);
  });

  it('closes what is held at the end of a window for a fee, the last one aside', async () => {
    // Bought at the open of minute 1 of 40 and held for 39: at minute 620 nothing is held, so the test is cut at 610.
    const { outcome } = await walk({ closes: wave(WARM_UP + TRAIN + 2 * 190, 40), search: '39', more: { test: 190 * MINUTE } });
    const [first, second] = outcome.windows as [WalkForwardOutcome['windows'][number], WalkForwardOutcome['windows'][number]];
    expect(first.record.fills.at(-1)).toMatchObject({ at: 610 * MINUTE, side: 'SELL', reason: 'end of window' });
    expect(first.winner?.outOfSample.report.metrics.openTrades).toBe(1);
    expect(String(second.record.startingEquity)).toBe(second.winner?.outOfSample.report.startingEquity);
    expect(second.record.fills.some(({ reason }) => reason !== undefined)).toBe(false);
    expect(outcome.report?.metrics.netProfit).toBe(Decimal.parse(outcome.finalEquity!).minus(Decimal.parse('100000')).toString());
  });

  it('stands aside in a window whose search found nothing', async () => {
    const { outcome } = await walk({ closes: wave(WARM_UP + TRAIN + 2 * TEST, 40), minTrades: 11 });
    expect(outcome.windows.map(({ winner }) => winner)).toEqual([null, null]);
    expect([outcome.finalEquity, outcome.efficiency, outcome.report?.metrics.trades]).toEqual(['100000', null, 0]);
  });

  it('begins every search at the beginning when it is anchored', async () => {
    const { logs } = await walk({ closes: wave(WARM_UP + TRAIN + 2 * TEST, 40), more: { anchored: true } });
    const bars = logs.map(({ trials: [first] }) => first?.run.kind === 'done' && first.run.bars);
    expect(bars.toSorted()).toEqual([TRAIN, TRAIN + TEST]);
  });

  it('stops when told, with what was walked, and goes on', async () => {
    const stop = new AbortController();
    const closes = wave(WARM_UP + TRAIN + 2 * TEST, 40);
    const progress = (_: SearchProgress, window: number): void => {
      if (window === 1) stop.abort();
    };
    const { outcome } = await walk({ closes, ports: { signal: stop.signal, progress } });
    expect([outcome.isStopped, outcome.windows.length, outcome.asked]).toEqual([true, 1, 2]);
  });

  it('refuses windows that do not fit', async () => {
    await expect(walk({ closes: wave(500, 40) })).rejects.toThrow('train and test together are 10 h, and there are 8 h of data');
    await expect(walk({ closes: wave(700, 40), more: { train: 90_000 } })).rejects.toThrow('train is 1 min 30 s; it must be a multiple');
    await expect(walk({ closes: wave(700, 40), more: { test: -1 } })).rejects.toThrow('test is -1; it must be a whole number');
  });
});
