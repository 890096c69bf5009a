import { trialsOnRecord } from './ledger';
import { sampleMetrics } from './testing/sample-metrics';
import type { Trial, TrialRun } from './trial';
import type { TrialLog } from './trial-log';

const done = (sharpe: number | null, fillHash = ''): TrialRun => ({ kind: 'done', metrics: sampleMetrics({ sharpe }), fillHash, bars: 1 });
const trial = (run: TrialRun, number: number): Trial => ({ number, point: [], params: {}, run });

function log(runs: readonly TrialRun[], header: Partial<TrialLog['header']> = {}): TrialLog {
  return {
    header: {
      format: 1,
      id: 'a',
      strategy: 'ema',
      version: '1.0.0',
      venue: 'bybit',
      symbols: ['BTC/USDT'],
      from: 100,
      to: 200,
      search: {},
      ...header,
    },
    trials: runs.map(trial),
    unended: [],
    distrusted: new Map(),
    isEnded: true,
    whole: 0,
  };
}

describe('the record of trials', () => {
  const query = { strategy: 'ema', symbols: ['BTC/USDT'], from: 100, to: 200 };

  it('counts what came to a Sharpe ratio: nothing that failed, was refused or never moved could have been the best', () => {
    const runs: TrialRun[] = [done(1), done(2), done(null), { kind: 'failed', message: 'threw' }, { kind: 'refused', message: 'no' }];
    // 1 and 2 a year are 1 ÷ √365 apart by the day: two squares of half of it, over one.
    expect(trialsOnRecord([log(runs)], query)).toEqual({ count: 2, sharpeVariance: expect.closeTo(1 / 365 / 2, 12) as number });
  });

  it('counts the same fills once, however often they were tried', () => {
    const again = log([done(1, 'a'), done(3, 'b')]);
    expect(trialsOnRecord([again, again], query)).toEqual(trialsOnRecord([again], query));
    expect(trialsOnRecord([again, log([done(1, 'c')])], query).count).toBe(3);
    // The same fills of another balance are another run.
    expect(trialsOnRecord([again, log([done(2, 'a')])], query).count).toBe(3);
  });

  it('adds up searches and versions, with the variance of their daily ratios', () => {
    const logs = [log([done(0, 'a'), done(365, 'b')]), log([done(0, 'c'), done(365, 'd')], { version: '1.0.1' })];
    // Per day 0 and 365 ÷ √365 = 19.105 twice: the squares of ±9.552 are 91.25 each, over three.
    const { count, sharpeVariance } = trialsOnRecord(logs, query);
    expect(count).toBe(4);
    expect(sharpeVariance).toBeCloseTo((4 * 91.25) / 3, 9);
  });

  it('takes the ratios of each search by the days of its year', () => {
    const logs = [log([done(0)]), log([done(252)], { daysPerYear: 252 })];
    // 252 ÷ √252 = √252 a day: 0 and 15.87 lie √252 ÷ 2 from their mean, whose squares are 63 each, over one.
    expect(trialsOnRecord(logs, query).sharpeVariance).toBeCloseTo(126, 9);
  });

  it.each([
    ['of another strategy', { strategy: 'rsi' }],
    ['of another market', { symbols: ['ETH/USDT'] }],
    ['of an earlier time', { from: 0, to: 100 }],
    ['of a later time', { from: 200, to: 300 }],
  ])('leaves out those %s', (_, header) => {
    expect(trialsOnRecord([log([done(1)], header)], query).count).toBe(0);
  });

  it('takes in those of several markets of which one is the same', () => {
    const two = ['ETH/USDT', 'BTC/USDT'];
    expect(trialsOnRecord([log([done(1)], { symbols: two })], query).count).toBe(1);
    expect(trialsOnRecord([log([done(1)])], { ...query, symbols: two }).count).toBe(1);
  });

  it('knows the variance of two', () => {
    // Per day 0 and 19.105: (9.552² + 9.552²) ÷ 1
    expect(trialsOnRecord([log([done(0), done(365)])], query).sharpeVariance).toBeCloseTo(2 * 91.25, 9);
  });

  it('takes in those of a time that overlaps', () => {
    expect(trialsOnRecord([log([done(1)], { from: 0, to: 101 })], query).count).toBe(1);
  });
});
