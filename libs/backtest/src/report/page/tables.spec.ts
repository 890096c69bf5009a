import { BTC, run, scripted, termsOf } from '../../../test/scripted';
import type { Context, Rows } from '../../../test/scripted';
import { runRecordOf } from '../../run/run-record-of';
import type { Report } from '../report';
import { reportOf } from '../report-of';
import { SUBJECT } from '../testing/sample-run';
import { tradeTable } from './tables';

const flat = (price: number, bars: number): Rows => Array.from({ length: bars }, () => [price, price, price, price] as const);
const ROWS = [...flat(100, 3), ...flat(104.5, 3)];

function reported(...acts: readonly ((ctx: Context) => void)[]): Report {
  return reportOf(runRecordOf(run(scripted(...acts), ROWS), termsOf(ROWS)), SUBJECT);
}

describe('the table of trades', () => {
  // The last price stood under "Exit" as if the position had been sold.
  it('shows a trade that is open at the end as open, with the last price', () => {
    const report = reported((ctx) => ctx.buy(BTC, '1'));
    expect(report.trades.map(({ closedAt, exitPrice }) => [closedAt, exitPrice])).toEqual([[null, '104.5']]);
    expect(tradeTable(report)).toContain('<td class="n" data-v="104.5">open, last price 104.5</td>');
  });

  it('shows the price of a sale plainly', () => {
    const page = tradeTable(
      reported(
        (ctx) => ctx.buy(BTC, '1'),
        (ctx) => ctx.closePosition(BTC),
      ),
    );
    expect(page).toContain('<td class="n">104.5</td>');
    expect(page).not.toContain('open, last price');
  });
});
