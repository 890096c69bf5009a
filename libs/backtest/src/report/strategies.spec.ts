import { BTC, FREE, nothing, run, runTogether, scripted, termsOf } from '../../test/scripted';
import type { Rows } from '../../test/scripted';
import { plannedOf } from '../run/backtest';
import { runRecordOf } from '../run/run-record-of';
import { renderReport } from './render-report';
import type { Report } from './report';
import { reportOf } from './report-of';
import { SUBJECT } from './testing/sample-run';

const EVIL = '<img src=x>';
const ROWS: Rows = [
  [100, 100, 100, 100],
  [100, 102, 99, 101],
  [103, 104, 103, 104],
  [104, 110, 104, 110],
  [109, 109, 105, 105],
];
const buyer = scripted(
  (ctx) => ctx.buy(BTC, '3', { tag: 'in' }),
  nothing,
  (ctx) => void ctx.closePosition(BTC),
);
const seller = scripted((ctx) => ctx.sell(BTC, '1'));

function reported(): Report {
  const terms = termsOf(ROWS, { fills: { ...FREE, takerFee: '0.001' } });
  const markets = terms.markets.map((market) => ({ ...market, funding: [{ at: 180_000, rate: '0.01' }] }));
  const strategies = [buyer, seller];
  const { result } = runTogether(strategies, { ...terms, markets });
  const labelled = strategies.map((strategy, at) => ({ ...plannedOf(strategy, { symbol: BTC }), label: ['long', EVIL][at]! }));
  return reportOf(runRecordOf(result, { ...terms, markets }, labelled), SUBJECT);
}

describe('a report of several strategies on one account', () => {
  const report = reported();

  it('measures each by its own trades, which add up to the account', () => {
    // 3 × 6 less 0.309, 0.327 and 3 × 104 × 0.01 of funding; −2 less 0.103, with 1.04 of funding received.
    const of = ({ metrics }: Pick<Report, 'metrics'>): unknown => {
      const { netProfit, fees, funding, trades, openTrades, endEquity } = metrics;
      return [netProfit, fees, funding, trades, openTrades, Number(endEquity!.toFixed(6))];
    };
    expect(report.strategies!.map(of)).toEqual([
      ['14.244', '0.636', '-3.12', 1, 0, 10_014.244],
      ['-1.063', '0.103', '1.04', 0, 1, 9_998.937],
    ]);
    expect(of(report)).toEqual(['13.181', '0.739', '-2.08', 1, 1, 10_013.181]);
    // The fall from 110 to 105 costs the one that holds nothing then nothing, and gives the seller 5 back.
    expect(report.strategies!.map(({ equity }) => equity.values.map((value) => Number(value.toFixed(6))))).toEqual([
      [10_000, 10_000, 9_999.571, 10_017.571, 10_014.244],
      [10_000, 10_000, 9_999.937, 9_993.937, 9_998.937],
    ]);
  });

  it('says whose each trade is', () => {
    expect(report.trades.map(({ strategy, side, profit, entryTag }) => [strategy, side, profit, entryTag])).toEqual([
      ['long', 'LONG', '14.244', 'in'],
      [EVIL, 'SHORT', '-1.063', null],
    ]);
  });

  it('shows them side by side, and what users wrote as text', () => {
    const page = renderReport(report);
    expect(page).toContain('Backtest of 2 strategies on one account');
    expect(page).toContain(
      '<th scope="row">Net profit</th><td class="n won">14.24</td><td class="n lost">-1.06</td><td class="n won">13.18</td>',
    );
    expect(page).toContain('&lt;img src=x&gt;');
    expect(page).not.toContain('<img');
    expect(renderReport(JSON.parse(JSON.stringify(report)) as Report)).toBe(page);
  });

  it('is the one that there always was for a strategy alone', () => {
    const alone = reportOf(runRecordOf(run(buyer, ROWS), termsOf(ROWS)), SUBJECT);
    expect([alone.strategies, alone.trades[0]!.strategy]).toEqual([undefined, undefined]);
    expect(renderReport(alone)).not.toMatch(/Strateg(y|ies)</);
  });
});
