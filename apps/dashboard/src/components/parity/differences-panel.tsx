import { formatAmount } from '../../format/amount';
import { reasonsOf } from '../../state/parity';
import type { OrderDifference, OrderSummary, StoredParityReport } from '../../state/parity';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { MarketTime, Side, Signed } from '../figures';
import { Empty, Panel } from '../panel';

const SHOWN = 200;

export interface DifferencesPanelProps {
  readonly report: NonNullable<StoredParityReport['report']>;
  readonly asset: string;
}

/** Every order that came to something else, the latest first. */
export function DifferencesPanel({ report, asset }: DifferencesPanelProps) {
  const rows = report.differences.toReversed().slice(0, SHOWN);
  return (
    <Panel id="differences" title="Orders that differ" aside={<output className="count">{report.differences.length}</output>}>
      {rows.length === 0 ? (
        <Empty>Every order was filled as in the backtest.</Empty>
      ) : (
        <DataTable label="Orders that differ, latest first" columns={columns(asset)} rows={rows} keyOf={keyOf} />
      )}
    </Panel>
  );
}

function columns(asset: string): readonly Column<OrderDifference>[] {
  return [
    { key: 'at', header: 'Decided', narrow: 'lead', cell: ({ decidedAt }) => <MarketTime at={new Date(decidedAt).toISOString()} /> },
    { key: 'side', header: 'Side', narrow: 'plain', cell: ({ side }) => <Side side={side} /> },
    { key: 'symbol', header: 'Symbol', narrow: 'plain', cell: ({ symbol }) => symbol },
    { key: 'session', header: 'Session', isNumber: true, cell: ({ session }) => <Filled order={session} isOurs /> },
    { key: 'backtest', header: 'Backtest', isNumber: true, cell: ({ backtest }) => <Filled order={backtest} /> },
    { key: 'total', header: 'Difference', isNumber: true, narrow: 'trail', cell: ({ total }) => <Signed text={total} unit={asset} /> },
    { key: 'why', header: 'Why', cell: (difference) => reasonsOf(difference) || 'evens out' },
  ];
}

function Filled({ order, isOurs = false }: { readonly order: OrderSummary | null; readonly isOurs?: boolean }) {
  if (!order) return <>no order</>;
  const text =
    order.averagePrice === null ? (order.refusal ?? 'not filled') : `${formatAmount(order.filled)} at ${formatAmount(order.averagePrice)}`;
  if (!isOurs) return <>{text}</>;
  return (
    <a href={`/api/v1/orders/${order.clientOrderId}`} target="_blank" rel="noreferrer" aria-label={`Order ${order.clientOrderId}: ${text}`}>
      {text}
    </a>
  );
}

function keyOf({ session, backtest, moment }: OrderDifference): string {
  return `${session?.clientOrderId ?? ''} ${backtest?.clientOrderId ?? ''} ${moment}`;
}
