import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import type { StrategyAnalysis } from '@libs/research';
import { EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { analysisText } from './describe-analysis';
import { codeOf, runLookaheadVerb } from './run-lookahead';

const SYMBOL = 'BTC/USDT:USDT';

describe('plimsoll lookahead-analysis', () => {
  let home: string;
  let out = '';
  const before = process.env['PLIMSOLL_HOME'];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-lookahead-verb-'));
    process.env['PLIMSOLL_HOME'] = home;
    const store = new HistoryStore(join(home, 'data'), 'a test');
    const bars = Array.from({ length: 700 }, (_, n) => {
      const price = Decimal.fromNumber(1_000 + Math.round(100 * Math.sin(n / 9) + 20 * Math.cos(n / 2)));
      return { start: n * 60_000, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.25') };
    });
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await store.addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  });

  afterAll(async () => {
    if (before === undefined) delete process.env['PLIMSOLL_HOME'];
    else process.env['PLIMSOLL_HOME'] = before;
    await rm(home, { recursive: true, force: true });
  });

  function run(params: readonly string[]): Promise<number> {
    out = '';
    const options = { param: params, venue: 'bybit', balance: '10000', maxPosition: '0.1', takerFee: '0.00055', makerFee: '0.0002' };
    const terminal = new Terminal({ json: true, out: (text) => (out += text), err: () => undefined });
    return runLookaheadVerb('ema-cross', { ...options, slippage: '0', latency: '0', riskFreeRate: '0', daysPerYear: '365' }, terminal);
  }

  it('clears a strategy that ships, and says what it compared', async () => {
    expect(await run([`symbol=${SYMBOL}`, 'interval=1m', 'slow=20'])).toBe(EXIT.ok);
    const { findings, checks, from, to } = JSON.parse(out) as { findings: unknown[]; checks: { name: string; outcome: string }[] } & {
      from: string;
      to: string;
    };
    expect(findings).toEqual([]);
    expect(checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'memory clean',
      'hindsight clean',
      'arrival-order not-checked',
      'restart clean',
      'repaint clean',
      'warm-up clean',
    ]);
    expect([from, to]).toEqual(['1970-01-01T00:00:00.000Z', '1970-01-01T11:40:00.000Z']);
  });

  it('refuses what cannot be run', async () => {
    await expect(run(['symbol=ETH/USDT:USDT'])).rejects.toMatchObject({ exitCode: EXIT.badInput });
    await expect(run([`symbol=${SYMBOL}`, 'fast=900'])).rejects.toThrow('fast is 900; it must be a whole number from 1 to 500');
  });

  it('ends with 4 when something is found and with 1 when the strategy fails, each with its line', () => {
    const nothing: StrategyAnalysis = { strategy: 'x', params: {}, from: 0, to: 60_000, findings: [], checks: [], fault: null };
    const finding = {
      kind: 'memory',
      line: 'x/src/strategy.ts:7',
      at: 0,
      hook: 'onBar',
      subject: 'seen',
      message: 'it remembers',
    } as const;
    const fault = { hook: 'onBar', at: 60_000, message: 'no idea', line: 'x/src/strategy.ts:9' };
    expect(codeOf(nothing)).toBe(EXIT.ok);
    expect(codeOf({ ...nothing, findings: [finding] })).toBe(EXIT.different);
    expect(codeOf({ ...nothing, fault })).toBe(EXIT.failed);
    expect(analysisText({ ...nothing, findings: [finding] })).toContain('x/src/strategy.ts:7: memory: it remembers');
    expect(analysisText({ ...nothing, fault })).toContain('onBar at 1970-01-01T00:01:00.000Z: no idea (x/src/strategy.ts:9)');
  });
});
