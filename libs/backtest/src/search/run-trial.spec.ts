import { defineStrategy, param } from '@libs/sdk';
import { BTC, market, minutes } from '../../test/markets';
import { barTape } from '../run/bar-tape';
import { cutTape } from '../run/cut-tape';
import { runTrial } from './run-trial';
import type { TrialTerms } from './run-trial';

const MINUTE = 60_000;
const seen: { start: number; live: boolean }[] = [];

/** Turns round every `every` bars; wants as many bars before the start as it is told. */
const strategy = defineStrategy({
  name: 'turner',
  version: '1.0.0',
  title: 'Turner',
  description: 'For tests.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    every: param.integer({ min: 1, max: 50, default: 5, description: 'bars' }),
    wants: param.integer({ min: 0, max: 100, default: 1, description: 'bars' }),
  },
  check: ({ every }) => (every === 13 ? 'every is 13, which brings bad luck' : null),
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: ({ wants }) => wants,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol, bar }) => {
    seen.push({ start: bar.start, live: !ctx.warmingUp });
    if (ctx.warmingUp) return;
    ctx.state.bars += 1;
    if (ctx.params.every === 17 && ctx.state.bars === 3) throw new Error('no idea');
    if (ctx.state.bars % ctx.params.every !== 0) return;
    if (!ctx.closePosition(symbol)) ctx.buy(symbol, '1');
  },
});

const rows = Array.from({ length: 60 }, (_, at) => [100 + at, 101 + at, 99 + at, 100 + at] as const);
const terms: TrialTerms = {
  settleAsset: 'USDT',
  balances: { USDT: '10000' },
  maxPositionSize: '1',
  fills: { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 },
  markets: [{ market, tape: barTape(market, '1m', minutes(...rows)) }],
};
const run = (params: Record<string, unknown>, from: number | null = null) =>
  runTrial(strategy, { params: { symbol: BTC, ...params }, from }, terms);

beforeEach(() => {
  seen.length = 0;
});

describe('a trial', () => {
  it('is done with the metrics of its run', () => {
    const { run: done } = run({ every: 5 });
    // 59 bars behind the one of warm-up turn it eleven times. Each open is one above the last: five trades over five bars, and one
    // that was opened at 156 and stands at the last close of 159: 5 · 5 + 3.
    expect(done).toMatchObject({ kind: 'done', bars: 59, metrics: { trades: 5, openTrades: 1, netProfit: '28' } });
  });

  it('is measured by the year that it is told', () => {
    const turnover = (daysPerYear: number): number => {
      const told = { ...terms, year: { daysPerYear, riskFreeRate: 0 } };
      const { run: done } = runTrial(strategy, { params: { symbol: BTC }, from: null }, told);
      return done.kind === 'done' ? done.metrics.turnover! : NaN;
    };
    expect(turnover(252) / turnover(365)).toBeCloseTo(252 / 365, 12);
  });

  it('says why its orders were refused, where it filled none of them', () => {
    // It buys one at 105 first, and a hundredth of 10,000 may be held.
    const none = runTrial(strategy, { params: { symbol: BTC }, from: null }, { ...terms, maxPositionSize: '0.01' });
    expect(none.run).toMatchObject({ kind: 'done', unfilled: expect.stringMatching(/^MAX_POSITION_SIZE: /) as string });
    expect(run({}).run).not.toHaveProperty('unfilled');
  });

  it('begins to trade at the same time whatever warm-up it wants', () => {
    for (const wants of [1, 5, 20]) {
      seen.length = 0;
      run({ wants }, 30 * MINUTE);
      expect(seen.find(({ live }) => live)).toEqual({ start: 30 * MINUTE, live: true });
      expect(seen.filter(({ live }) => !live)).toHaveLength(wants);
    }
  });

  it('is refused where the strategy refuses, or the data does not reach back far enough', () => {
    expect(run({ every: 13 }).run).toEqual({ kind: 'refused', message: 'every is 13, which brings bad luck' });
    expect(run({ every: 51 }).run).toEqual({ kind: 'refused', message: 'every is 51; it must be a whole number from 1 to 50' });
    expect(run({ wants: 31 }, 30 * MINUTE).run).toEqual({
      kind: 'refused',
      message: `it wants 31 bars before 1970-01-01T00:30:00.000Z, and the data of ${BTC} begins at 1970-01-01T00:00:00.000Z`,
    });
    expect(run({ wants: 60 }).run).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the data ends before that') as string,
    });
  });

  it('is refused where there are no data of its time', () => {
    expect(run({}, 70 * MINUTE).run).toMatchObject({ kind: 'refused', message: expect.stringContaining('there is no bar of') as string });
  });

  it('fails with hook, bar and stack where the strategy throws', () => {
    const { run: failed, stack } = run({ every: 17 });
    expect(failed).toEqual({ kind: 'failed', message: 'onBar at 1970-01-01T00:04:00.000Z: no idea' });
    expect(stack).toContain('run-trial.spec');
  });
});

describe('a tape that is cut', () => {
  const [{ tape }] = terms.markets as [(typeof terms.markets)[number]];

  it('holds the bars that lie whole inside, and no other', () => {
    const { series } = cutTape(tape, 10 * MINUTE, 20 * MINUTE);
    expect([series.firstStart, series.length, series.end]).toEqual([10 * MINUTE, 10, 20 * MINUTE]);
    expect(series.at(9)).toEqual(tape.series.at(19));
    expect(cutTape(tape, 10 * MINUTE + 1, 20 * MINUTE - 1).series).toMatchObject({ firstStart: 11 * MINUTE, length: 8 });
  });

  it('cannot be empty', () => {
    expect(() => cutTape(tape, 70 * MINUTE, Infinity)).toThrow(
      'there is no bar of BTC/USDT:USDT between 1970-01-01T01:10:00.000Z and the end',
    );
  });
});
