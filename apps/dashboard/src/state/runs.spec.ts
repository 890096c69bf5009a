import { differences } from './differences';
import { isMeasured, pageOf, paramsOf, shownTermsOf, termsOf } from './runs';

const BACKTEST = {
  strategy: 'waves',
  params: { symbol: 'BTC/USDT', fast: 5 },
  detail: null,
  from: Date.UTC(2026, 0, 2),
  balance: '10000',
  fills: { takerFee: '0.001', latency: 0 },
};

describe('the terms of a run', () => {
  it('are found in the backtest of a search, and in the search of a walk forward', () => {
    const search = { backtest: BACKTEST, sampler: 'grid' };
    for (const spec of [BACKTEST, search, { optimisation: search, train: 1 }]) {
      expect(paramsOf({ spec })).toEqual([
        ['symbol', 'BTC/USDT'],
        ['fast', 5],
      ]);
      expect(termsOf({ spec })).toContainEqual(['takerFee', '0.001']);
    }
  });

  it('tell runs with the same parameters apart, whatever chance drew', () => {
    const cheap = { ...BACKTEST, fills: { takerFee: '0', latency: 0 }, monteCarlo: { runs: 9, seed: 1 } };
    const late = { ...BACKTEST, from: Date.UTC(2026, 1, 1), margin: { mode: 'CROSS', leverage: '3' }, monteCarlo: { runs: 9, seed: 2 } };
    expect(differences([termsOf({ spec: cheap }), termsOf({ spec: late })])).toEqual([
      [
        ['from', '2026-01-02'],
        ['takerFee', '0'],
      ],
      [
        ['from', '2026-02-01'],
        ['takerFee', '0.001'],
        ['margin mode', 'CROSS'],
        ['margin leverage', '3'],
      ],
    ]);
  });
});

describe('the terms of a run with drawn latencies', () => {
  it('are words, so that equal ones are equal', () => {
    const drawn = (most: number) => ({
      ...BACKTEST,
      fills: {
        ...BACKTEST.fills,
        latencies: { entry: { kind: 'UNIFORM', least: 20, most }, report: { kind: 'CONSTANT', ms: 5 }, seed: most },
      },
    });
    expect(differences([termsOf({ spec: drawn(80) }), termsOf({ spec: drawn(90) })])).toEqual([
      [['latency drawn', '20..80']],
      [['latency drawn', '20..90']],
    ]);
    const entry = { kind: 'LOGNORMAL', median: 30, spread: 0.5, most: 500 };
    const spec = { fills: { latencies: { entry, report: { kind: 'CONSTANT', ms: 5 }, seed: 1 } } };
    expect(termsOf({ spec })).toEqual([
      ['latency drawn', 'lognormal:30,0.5,500'],
      ['report latency', '5'],
    ]);
  });
});

describe('the terms of a run of several strategies', () => {
  it('name those beside the first, with their parameters', () => {
    const others = [{ label: 'calm', strategy: 'waves', params: { fast: 20 } }];
    const [alone, both] = differences([termsOf({ spec: BACKTEST }), termsOf({ spec: { ...BACKTEST, others } })]);
    expect(alone).toEqual([]);
    expect(both).toEqual([
      ['beside', 'calm'],
      ['calm fast', 20],
    ]);
  });
});

describe('pageOf', () => {
  it('is the page that lists runs of the kind', () => {
    expect([pageOf({ kind: 'BACKTEST', id: 'a' }), pageOf({ kind: 'WALK_FORWARD', id: 'b' })]).toEqual(['/backtests/a', '/optimisation/b']);
  });
});

it('knows which runs have a backtest to compare: not a search that found nothing', () => {
  const found = { hasReport: true, summary: { metrics: { trades: 0 } } };
  expect([found, { hasReport: true, summary: { metrics: null } }, { hasReport: false, summary: null }].map(isMeasured)).toEqual([
    true,
    false,
    false,
  ]);
});

it('shows a search with the parameters that it found', () => {
  const backtest = { ...BACKTEST, params: { symbol: 'BTC/USDT' } };
  const search = { kind: 'OPTIMISATION', spec: { backtest, search: { fast: '5..9' } }, summary: { params: { fast: 7 } } } as const;
  expect(shownTermsOf(search)).toEqual([['fast', 7], ...termsOf(search)]);
  expect(shownTermsOf({ ...search, kind: 'WALK_FORWARD' })).toEqual(termsOf(search));
});
