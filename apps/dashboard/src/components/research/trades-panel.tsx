import type { Report, ReportTrade } from '@libs/backtest';
import { formatDuration } from '@libs/kernel';
import { useState } from 'react';
import { formatAmount } from '../../format/amount';
import { formatMetric } from '../../format/metric';
import { clock, fullDay } from '../../format/time';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Signed } from '../figures';
import { Empty, Panel } from '../panel';

const PAGE = 100;

/** Every round trip that the report lists, newest first. */
export function TradesPanel({ report }: { readonly report: Report }) {
  const [shown, setShown] = useState(PAGE);
  const { trades, tradesLeftOut, subject, strategies } = report;
  const rows = trades.map((trade, index) => ({ ...trade, index })).toReversed();
  const more = rows.length - shown;
  return (
    <Panel id="trades" title="Trades" aside={<span className="count">{countWords(trades.length, tradesLeftOut)}</span>}>
      {rows.length === 0 ? (
        <Empty>No position was opened. The strategy may need a longer period or other parameters.</Empty>
      ) : (
        <DataTable
          label="Trades, newest first"
          columns={columns(subject.quote, strategies !== undefined)}
          rows={rows.slice(0, shown)}
          keyOf={({ index }) => String(index)}
          footer={
            more > 0 && (
              <button type="button" className="older" onClick={() => setShown(shown + 5 * PAGE)}>
                Show {Math.min(more, 5 * PAGE)} older trades
              </button>
            )
          }
        />
      )}
    </Panel>
  );
}

function columns(quote: string, hasSeveral: boolean): readonly Column<ReportTrade>[] {
  const whose: Column<ReportTrade> = { key: 'strategy', header: 'Strategy', narrow: 'plain', cell: ({ strategy }) => strategy ?? '' };
  return [
    { key: 'opened', header: 'Opened, UTC', narrow: 'plain', cell: ({ openedAt }) => <Opened at={openedAt} /> },
    {
      key: 'held',
      header: 'Held',
      isNumber: true,
      cell: ({ openedAt, closedAt }) => (closedAt === null ? 'open' : formatDuration(closedAt - openedAt)),
    },
    ...(hasSeveral ? [whose] : []),
    { key: 'side', header: 'Side', narrow: 'lead', cell: ({ side }) => <Direction side={side} /> },
    { key: 'symbol', header: 'Symbol', narrow: 'plain', cell: ({ symbol }) => symbol },
    { key: 'quantity', header: 'Quantity', isNumber: true, narrow: 'lead', cell: ({ quantity }) => formatAmount(quantity) },
    { key: 'entry', header: 'Entry', isNumber: true, cell: ({ entryPrice }) => formatAmount(entryPrice) },
    { key: 'exit', header: 'Exit', isNumber: true, cell: exitWords },
    { key: 'profit', header: `Profit, ${quote}`, isNumber: true, narrow: 'trail', cell: ({ profit }) => <Signed text={profit} /> },
    { key: 'return', header: 'Return', isNumber: true, cell: (trade) => <Signed text={(trade.return * 100).toFixed(2)} unit="%" /> },
    {
      key: 'why',
      header: 'Entered, left',
      narrow: 'plain',
      cell: ({ entryTag, exitReason }) => [entryTag, exitReason].filter(Boolean).join(' → '),
    },
  ];
}

/** With the year, because a run can span several, and in UTC like the whole report. */
function Opened({ at }: { readonly at: number }) {
  const utc = { timeZone: 'UTC' };
  return (
    <time dateTime={new Date(at).toISOString()}>
      <span className="day">{fullDay(at, utc)} </span>
      {clock(at, utc)}
    </time>
  );
}

/** Not the price of a sale while the position is open. */
function exitWords({ closedAt, exitPrice }: ReportTrade): string {
  if (exitPrice === null) return '–';
  const price = formatAmount(exitPrice);
  return closedAt === null ? `open, last price ${price}` : price;
}

function Direction({ side }: Pick<ReportTrade, 'side'>) {
  return (
    <span className={side === 'LONG' ? 'side gain' : 'side loss'}>
      <span aria-hidden="true">{side === 'LONG' ? '↑' : '↓'}</span>
      {side === 'LONG' ? 'Long' : 'Short'}
    </span>
  );
}

function countWords(listed: number, leftOut: number): string {
  const count = (trades: number): string => formatMetric(trades, 'count');
  return leftOut === 0 ? count(listed) : `${count(listed)} with the largest results, of ${count(listed + leftOut)}`;
}
