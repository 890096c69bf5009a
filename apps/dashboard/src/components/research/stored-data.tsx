import type { StoredCandles } from '@libs/client';
import { fullDay } from '../../format/time';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Panel } from '../panel';

const COLUMNS: readonly Column<StoredCandles>[] = [
  { key: 'symbol', header: 'Symbol', narrow: 'lead', cell: ({ symbol }) => symbol },
  { key: 'interval', header: 'Candles', narrow: 'trail', cell: ({ interval }) => interval },
  { key: 'venue', header: 'Exchange', narrow: 'plain', cell: ({ venue }) => venue },
  { key: 'from', header: 'From', cell: ({ from }) => fullDay(from, { timeZone: 'UTC' }) },
  { key: 'to', header: 'To', cell: ({ to }) => fullDay(to, { timeZone: 'UTC' }) },
];

/** The data available for backtests, and how to get more. */
export function StoredData({ candles }: { readonly candles: readonly StoredCandles[] | null }) {
  if (candles === null) return null;
  const isEmpty = candles.length === 0;
  return (
    <Panel id="stored" title="Stored candles" aside={<span className="count">days in UTC</span>}>
      {!isEmpty && (
        <DataTable label="Stored candles" columns={COLUMNS} rows={candles} keyOf={(one) => `${one.venue} ${one.symbol} ${one.interval}`} />
      )}
      <p className="empty">
        {isEmpty ? 'No candles are stored yet, and a backtest needs some. Get them on the command line:' : 'Get more with:'}
        <code className="command">npx plimsoll data download --symbol BTC/USDT:USDT --interval 5m --from 2026-01-01</code>
      </p>
    </Panel>
  );
}
