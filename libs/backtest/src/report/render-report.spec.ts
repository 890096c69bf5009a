import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { SCRIPT } from './page/script';
import { STYLE } from './page/style';
import { SCRIPT_HASH, STYLE_HASH, renderReport } from './render-report';
import type { Report } from './report';
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
        const page = shown(renderReport(reportOf({ ...run, curve, markets }, SUBJECT)));
        expect(page.match(/.{30}(NaN|Infinity|undefined)/g)).toBeNull();
        expect(unbalanced(page)).toEqual([]);
      }),
      { numRuns: 60 },
    );
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
  const page = renderReport(reportOf(poisoned, subject));

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
}, 120_000);

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
