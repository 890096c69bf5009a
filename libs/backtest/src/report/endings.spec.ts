import { BTC, nothing, runTogether, scripted, termsOf } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import { liveHost, plannedOf, playTogether } from '../run/backtest';
import type { BacktestTerms } from '../run/backtest';
import { runRecordOf } from '../run/run-record-of';
import { compareReports } from './compare-reports';
import { endingText, endingsOf } from './endings';
import { renderReport } from './render-report';
import type { Report, WalkSummary } from './report';
import { reportOf } from './report-of';
import { SUBJECT, sampleRun } from './testing/sample-run';

const flat = (price: number, bars: number): Rows => Array.from({ length: bars }, () => [price, price, price, price] as const);
const buy = (ctx: Context) => ctx.buy(BTC, '1');
const fail = () => {
  throw new Error('<b>boom</b>');
};
const whole = reportOf(sampleRun({ bars: 100 }), SUBJECT);

/** Of a strategy that runs alone, with its log. */
function reported(acts: readonly ((ctx: Context) => void)[], rows: Rows, more: Partial<BacktestTerms> = {}): Report {
  const strategy = scripted(...acts);
  const terms = termsOf(rows, more);
  const planned = plannedOf(strategy, { symbol: BTC });
  const host = liveHost(strategy, { symbol: BTC });
  const result = playTogether([{ ...planned, host }], terms);
  return reportOf(runRecordOf(result, terms, [{ ...planned, label: 'scripted', log: host.log }]), SUBJECT);
}

describe('a report of a run whose strategy failed', () => {
  const speak = (ctx: Context) => ctx.log.warn('<i>wide</i>');
  const report = reported([speak, (ctx) => (speak(ctx), fail())], flat(100, 10));

  it('says so at its head, with the time, and shows what the strategy wrote before', () => {
    expect(endingsOf(report)).toEqual([{ what: 'ended early', at: 180_000, why: 'in onBar: <b>boom</b>' }]);
    const page = renderReport(report);
    const [head = ''] = page.split('</header>');
    expect(head).toContain('ended early <time datetime="1970-01-01T00:03Z">1970-01-01 00:03</time> in onBar: &lt;b&gt;boom&lt;/b&gt;');
    expect(head).toContain('href="#h-log"');
    const row = (minute: number) => `1970-01-01 00:0${minute}</time></td><td>warn</td><td>&lt;i&gt;wide&lt;/i&gt;</td>`;
    expect(page).toContain('<h2 id="h-log">Log</h2>');
    expect([2, 3].map((minute) => page.includes(row(minute)))).toEqual([true, true]);
    expect(renderReport(JSON.parse(JSON.stringify(report)) as Report)).toBe(page);
  });

  it('says how many lines are left out, and where', () => {
    const line = (message: string) => ({ at: 0, level: 'info', message }) as const;
    const log = { strategy: 'scripted', first: [line('one')], leftOut: 1_234, last: [line('two')] };
    const page = renderReport({ ...whole, logs: [log] });
    expect(page).toMatch(/<td>one<\/td>.*\n.*1,234 lines are left out here.*\n.*<td>two<\/td>/);
    expect(renderReport(whole)).not.toContain('h-log');
  });
});

describe('what cut a run short', () => {
  it('is nothing where it ran to the end', () => {
    expect(endingText(reported([buy], flat(100, 10)))).toBeNull();
    expect(endingText(whole)).toBeNull();
  });

  it('is each strategy that failed, of several, oldest first', () => {
    const strategies = [scripted(nothing, nothing, fail), scripted(buy, fail), scripted(buy)];
    const terms = termsOf(flat(100, 10));
    const { result } = runTogether(strategies, terms);
    const labelled = strategies.map((strategy, at) => ({ ...plannedOf(strategy, { symbol: BTC }), label: `number ${at}` }));
    const report = reportOf(runRecordOf(result, terms, labelled), SUBJECT);
    expect(endingsOf(report).map(({ what, at }) => [what, at])).toEqual([
      ['number 1 ended early', 180_000],
      ['number 0 ended early', 240_000],
    ]);
    expect(endingText(report)).toBe('number 1 ended early 1970-01-01 00:03, and 1 more');
  });

  it('is a liquidation, and how often', () => {
    const margin = { mode: 'ISOLATED', leverage: '10' } as const;
    const falls: Rows = [...flat(100, 3), [100, 100, 88, 95], ...flat(95, 2)];
    const once = reported([buy], falls, { margin });
    expect(once.fault).toBeNull();
    expect(endingText(once)).toBe('liquidated 1970-01-01 00:03');
    const twice: Rows = [...falls, [95, 95, 70, 90], ...flat(90, 1)];
    const again = reported([buy, nothing, nothing, buy], twice, { margin });
    expect(endingText(again)).toBe('liquidated 2 times, first 1970-01-01 00:03');
  });

  it('is a test of a walk forward that failed, and the end of its money', () => {
    const window = { test: { from: 60_000, to: 120_000 }, winner: { fault: 'boom' } };
    const walk = { asked: 3, windows: [window, { ...window, winner: null }] } as unknown as WalkSummary;
    expect(endingsOf({ ...whole, to: 180_000, walk })).toEqual([
      { what: 'ended early in the test from', at: 60_000, why: 'boom' },
      { what: 'no equity left', at: 180_000, why: null },
    ]);
  });

  it('stands over its column in a comparison', () => {
    const early = reported([buy, fail], flat(100, 10));
    expect(compareReports([whole, early]).endings).toEqual([null, 'ended early 1970-01-01 00:03']);
  });
});
