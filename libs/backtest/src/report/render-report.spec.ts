import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { SCRIPT } from './page/script';
import { STYLE } from './page/style';
import { SCRIPT_HASH, STYLE_HASH, renderReport } from './render-report';
import type { Report, SearchSummary, WalkSummary } from './report';
import { reportOf } from './report-of';
import { SUBJECT, sampleRun } from './testing/sample-run';

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const report = reportOf(sampleRun({ bars: 4000 }), SUBJECT);

describe('renderReport', () => {
  const page = renderReport(report);

  it('lets no script or style but its own run', () => {
    expect(SCRIPT_HASH).toBe(hashOf(SCRIPT));
    expect(STYLE_HASH).toBe(hashOf(STYLE));
    expect(page).toContain(`<script>${SCRIPT}</script>`);
    expect(page).toContain(`<style>${STYLE}</style>`);
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
  });

  it('asks nothing of the network', () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|<link|<img|<iframe| src=/i);
  });

  it('is the same for the same report, and for one read back from JSON', () => {
    expect(renderReport(JSON.parse(JSON.stringify(report)) as Report)).toBe(page);
  });

  it('shows numbers as people read them', () => {
    expect(page).toContain('starting with 10,000 USDT');
    expect(shown(page).match(/NaN|Infinity|undefined|\bnull\b/g)).toBeNull();
  });

  it('draws what was held as high as it comes, however little of the equity it is', () => {
    const exposure = { ...report.exposure!, values: report.exposure!.values.map((value) => value / 50) };
    const [, drawn = ''] = /id="exposure".*?class="held" d="([^"]*)"/s.exec(renderReport({ ...report, exposure })) ?? [];
    const heights = [...drawn.matchAll(/[ML]-?[\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.min(...heights) / Math.max(...heights)).toBeLessThan(0.1);
  });

  it('opens and closes every element', () => {
    expect(unbalanced(page)).toEqual([]);
  });

  it('says what it cannot show of a run without anything', () => {
    const curve = { times: new Float64Array(), equity: new Float64Array() };
    const empty = renderReport(reportOf({ from: 0, to: 1000, startingEquity: '5', curve, fills: [], markets: [] }, SUBJECT));
    expect(empty).toContain('The run had no market.');
    expect(shown(empty).match(/NaN|Infinity|undefined|\bnull\b/g)).toBeNull();
    expect(unbalanced(empty)).toEqual([]);
  });
});

describe('any run', () => {
  const runs = fc.record({
    bars: fc.integer({ min: 1, max: 60 }),
    step: fc.constantFrom(1, 60_000, 86_400_000, 40 * 86_400_000),
    every: fc.integer({ min: 1, max: 12 }),
    owes: fc.boolean(),
    closesOnly: fc.boolean(),
  });

  it('makes a whole page without a number that is none', () => {
    fc.assert(
      fc.property(runs, ({ owes, closesOnly, ...shape }) => {
        const run = sampleRun(shape);
        const { times, equity } = run.curve;
        const curve = owes ? { times, equity: equity.map((value) => value - 10_000) } : run.curve;
        const markets = closesOnly ? run.markets.map(({ symbol, times, closes }) => ({ symbol, times, closes })) : run.markets;
        const page = shown(renderReport(reportOf({ ...run, curve, markets }, SUBJECT, { monteCarlo: { runs: 20, seed: 1 } })));
        expect(page.match(/.{30}(NaN|Infinity|undefined)/g)).toBeNull();
        expect(unbalanced(page)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a run that a search found', () => {
  const search: SearchSummary = {
    sampler: 'grid',
    metric: 'sharpe',
    better: 'higher',
    done: 5,
    failed: 1,
    refused: 2,
    ranked: [{ params: { fast: 5, slow: 20 }, value: 1.5 }],
    surfaces: [
      {
        x: { name: 'slow', values: ['20', '30'] },
        y: { name: 'fast', values: ['5', '10'] },
        best: [
          [1.5, null],
          [-0.5, 0.25],
        ],
        tried: [
          [1, 0],
          [2, 1],
        ],
      },
    ],
  };
  const found = reportOf(sampleRun({ bars: 4000 }), SUBJECT, { trials: { count: 1_234, sharpeVariance: 0.001 }, search });
  const page = renderReport(found);

  it('says over how many days it is annualised, and at which risk-free rate', () => {
    const traded = renderReport(reportOf(sampleRun({ bars: 400 }), SUBJECT, { daysPerYear: 252, riskFreeRate: 0.0425 }));
    expect(traded).toContain('Annualised over 252 days a year, at a risk-free rate of 4.25');
    const { year: _, ...older } = found;
    expect(renderReport(older)).toContain('over 365 days a year, at a risk-free rate of 0.00');
  });

  it('says how many trials it is one of, and what that leaves of its Sharpe ratio', () => {
    expect(page).toContain('1,234 trials are on record for this strategy and data; the deflated Sharpe ratio');
    expect(found.metrics.deflatedSharpe).toBeGreaterThanOrEqual(0);
  });

  it('shows the trials and a map of two parameters, from the best in green to the worst in red', () => {
    expect(page).toContain('6 trials by grid, searched for Sharpe; 1 failed, the strategy refused 2 sets of parameters.');
    const one = reportOf(sampleRun({ bars: 40 }), SUBJECT, { search: { ...search, done: 0, refused: 1 } });
    expect(renderReport(one)).toContain('1 trial by grid, searched for Sharpe; 1 failed, the strategy refused 1 set of parameters.');
    expect(page).toContain('<caption>Best Sharpe by fast and slow</caption>');
    // Between −0.5 and 1.5: the top, the bottom, and 0.25 three eighths of the way up.
    expect(page).toContain('<th scope="row">5</th><td class="n w4">1.50</td><td class="n"></td>');
    expect(page).toContain('<th scope="row">10</th><td class="n l4">-0.50</td><td class="n l1">0.25</td>');
    expect(unbalanced(page)).toEqual([]);
  });

  it('has neither where there was no search', () => {
    const plain = renderReport(report);
    expect(plain).not.toContain('trials are on record');
    expect(plain).not.toContain('<h2 id="h-search">');
  });
});

describe('a run that was resampled', () => {
  const drawn = reportOf(sampleRun({ bars: 4000 }), SUBJECT, { monteCarlo: { runs: 200, seed: 3 } });
  const page = renderReport(drawn);

  it('shows their bands and what share of them ends with a loss', () => {
    const { blocks, resampled } = drawn.monteCarlo!;
    expect([blocks?.days, blocks?.blockDays, resampled?.trades]).toEqual([167, 6, drawn.metrics.trades]);
    expect(page).toContain('Percentiles of 200 resamplings, seed 3');
    expect(page).toContain(`of resamplings of the 167 days in blocks of 6 on average`);
    expect(page).toContain('id="monte-carlo"');
    expect(unbalanced(page)).toEqual([]);
  });

  it('draws the same for the same seed', () => {
    expect(reportOf(sampleRun({ bars: 4000 }), SUBJECT, { monteCarlo: { runs: 200, seed: 3 } })).toEqual(drawn);
  });
});

describe('a run that was walked forward', () => {
  const windows: WalkSummary['windows'] = [
    {
      train: { from: 0, to: 86_400_000 },
      test: { from: 86_400_000, to: 129_600_000 },
      trials: 9,
      winner: {
        params: { fast: 5, slow: 20 },
        fault: null,
        inSample: { value: 1.5, totalReturn: 0.1, maxDrawdown: 0.02, sharpe: 1.5, trades: 40 },
        outOfSample: { value: -0.25, totalReturn: -0.01, maxDrawdown: 0.03, sharpe: -0.25, trades: 8 },
      },
      startingEquity: '10000',
      endEquity: '9900.12345678',
    },
    {
      train: { from: 43_200_000, to: 129_600_000 },
      test: { from: 129_600_000, to: 172_800_000 },
      trials: 9,
      winner: null,
      startingEquity: '9900',
      endEquity: '9900',
    },
  ];
  const walk: WalkSummary = {
    sampler: 'grid',
    metric: 'sharpe',
    better: 'higher',
    train: 86_400_000,
    test: 43_200_000,
    anchored: false,
    asked: 3,
    efficiency: -0.2,
    windows,
  };
  const page = renderReport(reportOf(sampleRun({ bars: 300 }), SUBJECT, { walk }));

  it('shows what each window promised beside what came of it, and where it stood aside', () => {
    expect(page).toContain('2 of 3 windows, each searched for Sharpe by grid; in 1 no trial had a value, and the account stood aside.');
    expect(page).toContain('</th><td class="n">1.50</td><td class="n">-0.25</td>');
    expect(page).toContain('Walk-forward efficiency -0.20');
    expect(page).toContain('<td class="n">9,900.12</td><td>fast 5, slow 20</td>');
    expect(page).toContain('<td>stood aside</td>');
    expect(unbalanced(page)).toEqual([]);
  });
});

describe('what users write', () => {
  const evil = `</script><script>alert(1)</script><!--"'><img src=x onerror=alert(1)>`;
  const run = sampleRun({ bars: 300 });
  const subject = { title: evil, strategy: evil, version: evil, params: { [evil]: evil }, quote: evil, notes: [evil] };
  const poisoned = {
    ...run,
    fills: run.fills.map((fill) => ({ ...fill, symbol: evil, tag: evil, reason: evil })),
    markets: run.markets.map((market) => ({ ...market, symbol: evil })),
  };
  const axis = { name: evil, values: [evil] };
  const search: SearchSummary = {
    sampler: evil,
    metric: 'sharpe',
    better: 'higher',
    done: 1,
    failed: 0,
    refused: 0,
    ranked: [{ params: { [evil]: evil }, value: 1 }],
    surfaces: [{ x: axis, y: axis, best: [[1]], tried: [[1]] }],
  };
  const figures = { value: null, totalReturn: null, maxDrawdown: null, sharpe: null, trades: null };
  const span = { from: 0, to: 1 };
  const winner = { params: { [evil]: evil }, inSample: figures, outOfSample: figures, fault: evil };
  const walk: WalkSummary = {
    sampler: evil,
    metric: 'sharpe',
    better: 'higher',
    train: 1,
    test: 1,
    anchored: false,
    asked: 1,
    efficiency: null,
    windows: [{ train: span, test: span, trials: 1, winner, startingEquity: '1', endEquity: '1' }],
  };
  const page = renderReport(reportOf(poisoned, subject, { search, walk, monteCarlo: { runs: 20, seed: 1 } }));

  it('is text wherever it stands', () => {
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page.split('</script>').length - 1).toBe(page.match(/<script[ >]/g)!.length);
    expect(unbalanced(page)).toEqual([]);
  });
});

it('keeps a run of five million bars below three megabytes', () => {
  const large = reportOf(sampleRun({ bars: 5_000_000, step: 60_000, every: 400 }), SUBJECT);
  expect(large.tradesLeftOut).toBeGreaterThan(4000);
  const page = renderReport(large);
  expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  expect(JSON.stringify(large).length).toBeLessThan(3_000_000);
}, 60_000);

/** The page without what its script says. */
function shown(page: string): string {
  return page.replace(SCRIPT, '').replace(STYLE, '');
}

/** Elements that are closed wrongly or never, with the contents of scripts and styles taken out. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const markup = page.replace(/<(script|style)([^>]*)>[^]*?<\/\1>/g, '');
  for (const [, closing, name, rest] of markup.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)) {
    if (rest!.endsWith('/') || ['meta', 'input'].includes(name!)) continue;
    if (closing === '') open.push(name!);
    else if (open.at(-1) === name) open.pop();
    else wrong.push(`</${name}> in <${open.at(-1)}>`);
  }
  return [...wrong, ...open];
}
