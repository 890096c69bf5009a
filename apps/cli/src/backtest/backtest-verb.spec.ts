import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { HistoryStore } from '@libs/market-data';
import { Decimal } from '@libs/kernel';
import type { BacktestCommand } from './command';
import { runOptimiseVerb } from '../optimise/run-optimise';
import { runBacktestVerb } from './run-backtest';

const SYMBOL = 'BTC/USDT:USDT';
const MINUTE = 60_000;

describe('plimsoll backtest', () => {
  let home: string;
  let out: string;
  let err: string;
  const before = process.env['PLIMSOLL_HOME'];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-backtest-verb-'));
    process.env['PLIMSOLL_HOME'] = home;
    const store = new HistoryStore(join(home, 'data'), 'a test');
    const bars = Array.from({ length: 600 }, (_, n) => {
      const price = Decimal.fromNumber(1_000 + Math.round(100 * Math.sin(n / 9)));
      return { start: n * MINUTE, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.25') };
    });
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await store.addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  });

  afterAll(async () => {
    if (before === undefined) delete process.env['PLIMSOLL_HOME'];
    else process.env['PLIMSOLL_HOME'] = before;
    await rm(home, { recursive: true, force: true });
  });

  beforeEach(() => {
    [out, err] = ['', ''];
  });

  function usual(more: Partial<BacktestCommand>): BacktestCommand {
    return {
      param: [`symbol=${SYMBOL}`, 'interval=1m'],
      venue: 'bybit',
      balance: '10000',
      maxPosition: '0.1',
      takerFee: '0.00055',
      makerFee: '0.0002',
      slippage: '0',
      latency: '0',
      riskFreeRate: '0',
      daysPerYear: '365',
      ...more,
    };
  }

  function run(more: Partial<BacktestCommand> = {}, names: readonly string[] = ['ema-cross'], json = true): Promise<number> {
    return runBacktestVerb(names, usual(more), new Terminal({ json, out: (text) => (out += text), err: (text) => (err += text) }));
  }

  it('plays what is stored and writes a page of it', async () => {
    const report = join(home, 'run.html');
    expect(await run({ report })).toBe(EXIT.ok);
    const { bars, fills, metrics } = JSON.parse(out) as { bars: number; fills: number; metrics: { trades: number } };
    // 600 bars less 130 of warm-up; a wave of 9 · 2π minutes turns about every 28.
    expect(bars).toBe(470);
    expect(fills).toBeGreaterThan(10);
    expect(metrics.trades).toBeGreaterThan(10);
    expect(await readFile(report, 'utf8')).toContain('<!doctype html>');
  });

  it('plays a folder that is not installed as if it were, and only alone', async () => {
    const sources = join(import.meta.dirname, '../../../../plugins/strategies/ema-cross');
    expect(await run()).toBe(EXIT.ok);
    const installed = JSON.parse(out) as object;
    out = '';
    const folder = join(home, 'elsewhere');
    await cp(sources, folder, { recursive: true });
    const index = join(folder, 'src/strategy.ts');
    await writeFile(index, (await readFile(index, 'utf8')).replace("name: 'ema-cross'", "name: 'elsewhere'"));
    expect(await run({}, [folder])).toBe(EXIT.ok);
    expect(JSON.parse(out)).toEqual({ ...installed, strategy: 'elsewhere' });
    await expect(run({}, [folder, 'ema-cross'])).rejects.toThrow(`${folder} is a folder, and a folder is played alone; several strategies`);
    await expect(run({}, [home])).rejects.toThrow(`There is no strategy in "${home}"`);
    await writeFile(index, 'if (');
    await expect(run({}, [folder])).rejects.toThrow('elsewhere/src/strategy.ts cannot be read');
  });

  it('reads signals, and refuses those that make no sense or that nobody hears', async () => {
    const file = join(home, 'signals.jsonl');
    await writeFile(file, '{"at":600000,"name":"score","value":1}\n');
    await expect(run({ signals: file })).rejects.toThrow('--signals is given; it must be left out where no strategy has an onSignal hook.');
    await writeFile(file, '{"at":600000,"name":"score"}\n');
    await expect(run({ signals: file })).rejects.toThrow(`--signals ${file}: line 1 of the signals: there is no value.`);
    await expect(run({ signals: `${file}.gone` })).rejects.toThrow(`--signals ${file}.gone: there is no such file;`);
  });

  it('searches with signals too, and says when nobody hears them', async () => {
    const file = join(home, 'searched.jsonl');
    await writeFile(file, '{"at":600000,"name":"score","value":1}\n');
    const options = { ...usual({ param: [`symbol=${SYMBOL}`, 'interval=1m', 'fast=5,12'], signals: file }), resume: false };
    const search = { ...options, sampler: 'grid', trials: '2', objective: 'sharpe', minTrades: '1', jobs: '1' };
    const terminal = new Terminal({ json: true, out: () => undefined, err: () => undefined });
    await expect(runOptimiseVerb('ema-cross', search, terminal)).rejects.toThrow('--signals is given; it must be left out');
  });

  it('models what it is told to', async () => {
    const of = async (more: Partial<BacktestCommand>): Promise<{ fills: number; finalEquity: string; metrics: { funding: string } }> => {
      out = '';
      expect(await run(more)).toBe(EXIT.ok);
      return JSON.parse(out) as Awaited<ReturnType<typeof of>>;
    };
    const [plain, all] = [
      await of({}),
      await of({ leverage: '20', margin: 'isolated', funding: '0.0001', fundingHours: '1', participation: '0.01', latency: '20..900' }),
    ];
    expect(Number(plain.metrics.funding)).toBe(0);
    expect(Number(all.metrics.funding)).not.toBe(0);
    // A hundredth of 3.25 rounds down to 0.03 BTC a candle.
    expect(all.finalEquity).not.toBe(plain.finalEquity);
    expect(all).toEqual(
      await of({ leverage: '20', margin: 'isolated', funding: '0.0001', fundingHours: '1', participation: '0.01', latency: '20..900' }),
    );
  });

  it('measures by the year that it is told, says so, and refuses what is none', async () => {
    await run();
    const usual = JSON.parse(out) as { year: object; metrics: { turnover: number } };
    expect(usual.year).toEqual({ daysPerYear: 365, riskFreeRate: 0 });
    out = '';
    await run({ riskFreeRate: '0.04', daysPerYear: '252' });
    const told = JSON.parse(out) as typeof usual;
    expect(told.year).toEqual({ daysPerYear: 252, riskFreeRate: 0.04 });
    expect(told.metrics.turnover / usual.metrics.turnover).toBeCloseTo(252 / 365, 9);
    out = '';
    await run({ riskFreeRate: '0.04', daysPerYear: '252' }, ['ema-cross'], false);
    expect(out).toContain('annualised over 252 days a year, at a risk-free rate of 4 %\n');
    await expect(run({ daysPerYear: '52' })).rejects.toThrow('--days-per-year is 52; it must be a whole number from 200 to 366.');
    await expect(run({ riskFreeRate: '4' })).rejects.toThrow('--risk-free-rate is 4; it must be a number from -0.1 to 1.');
  });

  it('says that funding is left out, unless that is what was asked', async () => {
    await run();
    expect(err).toContain(
      `Funding of ${SYMBOL} is left out: none stored 1970-01-01 to 1970-01-01 10:00; get it: plimsoll data download --kind funding `,
    );
    expect(JSON.parse(out)).toMatchObject({ funding: [{ symbol: SYMBOL, kind: 'missing' }] });
    [out, err] = ['', ''];
    await run({ funding: 'none' });
    expect(err).not.toContain('Funding');
    expect(JSON.parse(out)).toMatchObject({ funding: [{ symbol: SYMBOL, kind: 'none' }] });
    out = '';
    await run({ funding: '0.0001', fundingHours: '1' }, ['ema-cross'], false);
    expect(out).toContain(`Funding of ${SYMBOL} is assumed: a rate of 0.0001 every 1 h.\n`);
  });

  it('says how many orders were refused, and the first reason', async () => {
    const report = join(home, 'refused.json');
    await run({ maxPosition: '0.01', report }, ['ema-cross'], false);
    expect(out).toMatch(/, 0 fills\n[^]*\n\d+ orders were refused, the first with MAX_POSITION_SIZE: /);
    expect(out).toContain('\n--max-position sets that limit for a backtest, MAX_POSITION_SIZE for paper and live.\n');
    const { subject } = JSON.parse(await readFile(report, 'utf8')) as { subject: { notes: readonly string[] } };
    expect(subject.notes.at(-1)).toMatch(/^\d+ orders were refused/);
    out = '';
    await run({ maxPosition: '0.01' });
    expect(JSON.parse(out)).toMatchObject({ refused: [{ code: 'MAX_POSITION_SIZE' }] });
  });

  it('shows no change where nothing was traded, however small the balance', async () => {
    await run({ balance: '0.0000001' }, ['ema-cross'], false);
    expect(out).toContain(' of 0.0000001 (+0.00 %)');
  });

  it.each([
    [{ from: '2025-02-30' }, '--from is "2025-02-30"; write a day like'],
    [{ detail: '7m' }, '--detail is "7m"; it must be one of 1m, '],
    [{ detail: '3m' }, 'Fills cannot be determined on 3m candles: 1m bars cannot be built from them.'],
    [
      { param: [`symbol=${SYMBOL}`, 'interval=15m'], detail: '5m' },
      `No 5m candles of bybit ${SYMBOL} are stored from which 15m bars can be built`,
    ],
    [{ venue: 'kraken' }, '"plimsoll data download --venue kraken --symbol'],
    [{ venue: 'kraken' }, `or "plimsoll data import". Candles of ${SYMBOL} are stored for bybit.`],
    [{ param: ['symbol=BTC/USDT'] }, `or "plimsoll data import". Did you mean ${SYMBOL}?`],
    [{ param: ['symbol=ETH/USDT:USDT'] }, /or "plimsoll data import".$/],
    [{ fundingHours: '4' }, '--funding-hours is "4"; it must be left out unless --funding is a rate.'],
    [{ takerFee: '0.1%' }, '--taker-fee is "0.1%"; it takes a fraction: write 0.001.'],
    [{ makerFee: '-0.01 %' }, '--maker-fee is "-0.01 %"; it takes a fraction: write -0.0001.'],
    [{ maxPosition: '10%' }, '--max-position is "10%"; it takes a fraction: write 0.1.'],
    [{ participation: '5%' }, '--participation is "5%"; it takes a fraction: write 0.05.'],
    [{ riskFreeRate: '4%' }, '--risk-free-rate is "4%"; it takes a fraction: write 0.04.'],
    [{ funding: '0.01%' }, '--funding is "0.01%"; it takes a fraction: write 0.0001.'],
    [{ funding: 'x%' }, '--funding is "x%"; it must be history, none or a rate like 0.0001.'],
    [{ balance: '10%' }, '--balance is "10%"; it must be a number.'],
    [{ report: '/no/such/run.html' }, '--report is "/no/such/run.html"; there is no folder /no/such.'],
    [{ report: '/' }, '--report is "/", a folder; name a file in it.'],
    [{ report: 'run.txt' }, '--report is "run.txt"; its name must end with .html, for a page, or with .json, for the numbers.'],
    [{ report: 'run' }, '--report is "run"; its name must end with .html'],
  ])('refuses %j before it runs', async (more, sentence) => {
    await expect(run(more)).rejects.toThrow(sentence);
    expect(err).not.toContain('Playing');
  });

  it('names a candle that contradicts itself, with all of its numbers', async () => {
    const [symbol, one] = ['ODD/USDT:USDT', Decimal.ONE];
    const series = { venue: 'bybit', symbol, category: 'linear', kind: 'candles', interval: '1m' } as const;
    const bar = { start: 0, open: Decimal.parse('3'), high: Decimal.parse('2'), low: one, close: one, volume: one };
    await new HistoryStore(join(home, 'data'), 'a test').addCandles(series, [bar], { source: { how: 'import', from: 'a test' } });
    const sentence = `The bar of ${symbol} at 1970-01-01T00:00:00.000Z contradicts itself: open 3, high 2, low 1, close 1, volume 1.`;
    await expect(run({ param: [`symbol=${symbol}`, 'interval=1m'] })).rejects.toMatchObject({ message: sentence, exitCode: EXIT.badInput });
  });

  it('draws other courses of the same trades, the same for the same seed', async () => {
    await run({ monteCarlo: '200', seed: '4' });
    const first = JSON.parse(out) as {
      monteCarlo: { runs: number; seed: number; shuffled: { trades: number } };
      metrics: { trades: number };
    };
    expect(first.monteCarlo).toMatchObject({ runs: 200, seed: 4, shuffled: { trades: first.metrics.trades } });
    out = '';
    await run({ monteCarlo: '200', seed: '4' });
    expect(JSON.parse(out)).toEqual(first);
  });

  it('plays stored trades, where an order that joins a price waits its turn', async () => {
    const store = new HistoryStore(join(home, 'data'), 'a test');
    const trades = Array.from({ length: 3_000 }, (_, n) => ({
      id: String(n),
      at: n * 12_000,
      side: n % 2 === 0 ? ('BUY' as const) : ('SELL' as const),
      price: Decimal.fromNumber(1_000 + Math.round(100 * Math.sin(n / 45)) - (n % 2)),
      quantity: Decimal.parse('0.25'),
    }));
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'trades' } as const;
    await store.addTrades(series, trades, { source: { how: 'import', from: 'a test' } });
    out = '';
    expect(await run({ data: 'trades', resting: '0.5' })).toBe(EXIT.ok);
    // 3,000 trades five a minute are 600 minutes, the last of them not whole, less 130 of warm-up.
    expect(JSON.parse(out)).toMatchObject({ bars: 469, fault: null });
    expect((JSON.parse(out) as { fills: number }).fills).toBeGreaterThan(10);
    const refused = async (more: Partial<BacktestCommand>, message: string): Promise<void> =>
      expect(run(more)).rejects.toMatchObject({ exitCode: EXIT.badInput, message: expect.stringContaining(message) as string });
    await refused({ data: 'ticks' }, '--data is "ticks"; it must be bars, trades or book.');
    await refused({ data: 'trades', detail: '1m' }, '--detail is 1m; it must be left out with trades');
    await refused({ data: 'trades', participation: '0.1' }, '--participation is "0.1"; it must be left out with trades');
    await refused({ resting: '0.5' }, '--resting is "0.5"; it must be left out unless trades are played');
    await refused({ data: 'trades', queue: 'alike' }, '--queue is "alike"; it must be back unless a book is played.');
    await refused({ queue: 'front' }, '--queue is "front"; it must be back or alike.');
    await refused({ latency: '20-80' }, '--latency is "20-80"; it must be milliseconds like 50, 20..80 or lognormal');
    await refused({ reportLatency: 'soon' }, '--report-latency is "soon"; it must be milliseconds');
    await refused({ data: 'book' }, `There is no recording of bybit ${SYMBOL}`);
    await refused({ data: 'book', slippage: '1' }, '--slippage is 1; it must be 0 with a book');
    await refused({ data: 'trades', param: ['symbol=ETH/USDT:USDT', 'interval=1m'] }, 'No bybit ETH/USDT:USDT trades are stored');
    await refused({ data: 'trades', param: ['symbol=ETH/USDT:USDT', 'interval=1m'] }, '"plimsoll data download --kind trades --symbol ETH');
  });

  it('plays several strategies on one account, side by side', async () => {
    const report = join(home, 'together.json');
    const param = [`symbol=${SYMBOL}`, 'interval=1m', 'fast.fast=5', 'fast.slow=12'];
    expect(await run({ param, report }, ['fast=ema-cross', 'ema-cross'])).toBe(EXIT.ok);
    const { strategies, metrics, fills } = JSON.parse(out) as {
      strategies: { label: string; params: { fast: number }; metrics: { netProfit: string; fees: string } }[];
      metrics: { netProfit: string; fees: string };
      fills: number;
    };
    expect(strategies.map(({ label, params }) => [label, params.fast])).toEqual([
      ['fast', 5],
      ['ema-cross', 12],
    ]);
    const sum = (of: (one: (typeof strategies)[number]) => string): string =>
      strategies.reduce((total, one) => total.plus(Decimal.parse(of(one))), Decimal.ZERO).toString();
    expect(sum(({ metrics: own }) => own.netProfit)).toBe(metrics.netProfit);
    expect(sum(({ metrics: own }) => own.fees)).toBe(metrics.fees);
    const { subject, trades } = JSON.parse(await readFile(report, 'utf8')) as {
      subject: { title: string; params: Record<string, unknown> };
      trades: { strategy: string }[];
    };
    expect(subject).toMatchObject({ title: 'fast + ema-cross', params: { 'fast.slow': 12 } });
    expect([...new Set(trades.map(({ strategy }) => strategy))].sort()).toEqual(['ema-cross', 'fast']);
    expect(fills).toBeGreaterThan(trades.length);
  });

  it('says which of several strategies is meant wrongly', async () => {
    const refused = (names: readonly string[], message: string, param: readonly string[] = []): Promise<void> =>
      expect(run({ param }, names)).rejects.toMatchObject({ exitCode: EXIT.badInput, message: expect.stringContaining(message) as string });
    await refused(['ema-cross', 'ema-cross'], 'Two strategies are called ema-cross; tell them apart, as in one=ema-cross other=ema-cross.');
    await refused(['a b=ema-cross'], 'The label of "a b=ema-cross" must be');
    await refused(['a=ema-cross', 'b=ema-cross'], '--param is "c.fast=3"; this run has a, b.', ['c.fast=3']);
    await refused(['a=ema-cross', 'b=ema-cross'], 'None of a, b has a parameter "speed".', ['speed=3']);
    await refused(['a=ema-cross', 'b=ema-cross'], 'ema-cross has no parameter "speed"', ['a.speed=3']);
    await refused(['a=ema-cross', 'b=nobody'], 'nobody');
  });

  it('says what is missing, and what a bad option must be', async () => {
    const refused = async (more: Partial<BacktestCommand>, message: string): Promise<void> =>
      expect(run(more)).rejects.toMatchObject({ exitCode: EXIT.badInput, message: expect.stringContaining(message) as string });
    await refused({ param: ['symbol=ETH/USDT:USDT', 'interval=1m'] }, 'No candles of bybit ETH/USDT:USDT are stored');
    await refused({ monteCarlo: '0' }, '--monte-carlo is 0; it must be a whole number from 1 to 100000.');
    await refused({ slippage: '-1' }, '--slippage is "-1"');
    await refused({ leverage: '0.5' }, '--leverage is "0.5"; it must be a number from 1 to 1000');
    await refused({ leverage: '500' }, 'leverage is 500; on BTC/USDT:USDT it must be from 1 to 100');
    await refused({ margin: 'isolated' }, '--margin isolated wants --leverage');
    await refused({ participation: '2' }, '--participation is "2"; it must be a number above 0 to 1');
    await refused({ latency: '80..20' }, '--latency is 20; it must be a whole number from 80 to 600000');
    await refused({ latency: 'soon' }, '--latency is "soon"; it must be milliseconds like 50');
    await refused({ funding: '1' }, '--funding is "1"; it must be a number from -0.1 to 0.1');
    await refused({ funding: 'some' }, '--funding is "some"; it must be history, none or a rate like 0.0001.');
    await refused({ funding: 'history' }, `Funding of ${SYMBOL}: none stored 1970-01-01 to 1970-01-01 10:00; get it: `);
    await refused({ param: [`symbol=${SYMBOL}`, 'fast=900'] }, 'fast');
    await refused({ to: '1970-01-01T01:00Z' }, 'the data ends before that');
  });
});
