import type { Metrics, Trial } from '@libs/backtest';
import type { PreparedSearch, WalkForwardOutcome, WalkedWindow } from '@libs/research';
import { walkText } from './describe-walk';

const prepared = {
  header: { strategy: 'subject', version: '1.0.0' },
  spec: { objective: 'sharpe', sampler: 'grid', backtest: { balance: '10000' } },
} as unknown as PreparedSearch;

/** A walk of one window in which nothing had a score. */
function walked(...runs: readonly Trial['run'][]): WalkForwardOutcome {
  const trials = runs.map((run, number): Trial => ({ number, point: [number], params: { n: number + 1 }, run }));
  const window = { test: { from: 0, to: 60_000 }, search: { trials }, winner: null } as unknown as WalkedWindow;
  return {
    windows: [window],
    asked: 1,
    isStopped: false,
    isRuined: false,
    guesses: { count: 2, sharpeVariance: 0 },
    report: null,
    finalEquity: null,
    efficiency: null,
  };
}

describe('a walk forward for people', () => {
  it('says its money as a backtest does', () => {
    const none = { trades: 0, winRate: null, profitFactor: null, sharpe: null, maxDrawdown: 0, marketChange: null };
    const report = { metrics: none } as unknown as WalkForwardOutcome['report'];
    expect(walkText(prepared, { ...walked(), report, finalEquity: '9699.19029537' }, [])).toContain('equity 9,699.19 of 10,000.00; ');
  });

  it('says why trials of a window failed', () => {
    const loop = {
      kind: 'failed',
      message: 'onBar at 1970-01-01T00:05:00.000Z: this loop does not end (subject/src/index.ts:18)',
    } as const;
    const refused = { kind: 'refused', message: 'no' } as const;
    const lines = walkText(prepared, walked(refused, loop, loop), []).split('\n');
    expect(lines.slice(1, 3)).toEqual([
      '  1970-01-01 00:00 to 1970-01-01 00:01  no trial had a score; stood aside',
      '    2 of 3 trials failed, the first (n=2): onBar at 1970-01-01T00:05:00.000Z: this loop does not end (subject/src/index.ts:18)',
    ]);
  });

  it('says what refused the orders where nearly all trials traded nothing, and what to change', () => {
    const done = { kind: 'done', metrics: {} as Metrics, fillHash: '', bars: 1 } as const;
    const unfilled = { ...done, unfilled: 'MAX_POSITION_SIZE: 1100 is above 1000' } as const;
    const nine = Array.from({ length: 9 }, () => unfilled);
    const refused = { kind: 'refused', message: 'no' } as const;
    const text = walkText(prepared, walked(...nine, done, refused), []);
    expect(text).toContain('9 of 10 trials traded nothing, since their orders were refused, the first with MAX_POSITION_SIZE: 1100 is');
    expect(text).toContain('\n--max-position sets that limit for a backtest, MAX_POSITION_SIZE for paper and live.');
    expect(walkText(prepared, walked(...nine, done, done), [])).not.toContain('traded nothing');
    expect(walkText(prepared, walked({ ...done, unfilled: 'MIN_NOTIONAL: 1' }), [])).not.toContain('--max-position');
  });

  it('says nothing of failures where there were none', () => {
    expect(walkText(prepared, walked({ kind: 'refused', message: 'no' }), [])).not.toContain('failed');
  });
});
