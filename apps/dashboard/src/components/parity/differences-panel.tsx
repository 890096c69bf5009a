import { formatAmount, signOf } from '../../format/amount';
import { reasonsOf } from '../../state/parity';
import type { OrderDifference, OrderSummary, StoredParityReport } from '../../state/parity';
import { DataTable } from '../data-table';
import type { Column } from '../data-table';
import { Delta, MarketTime, Side } from '../figures';
import { Empty, Panel } from '../panel';

const SHOWN = 200;

export interface DifferencesPanelProps {
  readonly report: NonNullable<StoredParityReport['report']>;
  readonly asset: string;
}

/** Every order with a different result, the latest first. */
export function DifferencesPanel({ report, asset }: DifferencesPanelProps) {
  const { differences } = report;
  const rows = differences.toReversed().slice(0, SHOWN);
  const even = differences.filter(({ total }) => signOf(total) === 0).length;
  return (
    <Panel id="differences" title="Orders that differ" aside={<span className="count">{countWords(differences.length, even)}</span>}>
      {rows.length === 0 ? (
        <Empty>Every order was filled as in the backtest, for the same money.</Empty>
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
    { key: 'total', header: 'Difference', isNumber: true, narrow: 'trail', cell: ({ total }) => <Total total={total} asset={asset} /> },
    { key: 'why', header: 'Why', cell: (difference) => <Why difference={difference} /> },
  ];
}

function Total({ total, asset }: { readonly total: string; readonly asset: string }) {
  return signOf(total) === 0 ? <span className="even">evens out</span> : <Delta text={total} unit={asset} />;
}

function Why({ difference }: { readonly difference: OrderDifference }) {
  return (
    <span className="causes-of">
      {reasonsOf(difference).map(({ cause, amount }) => (
        <span key={cause}>
          {cause} <Delta text={amount} />
        </span>
      ))}
    </span>
  );
}

/** `16, of which 6 even out`, `16, the latest 200 shown` */
function countWords(count: number, even: number): string {
  return [String(count), even > 0 ? `of which ${even} even out` : '', count > SHOWN ? `the latest ${SHOWN} shown` : '']
    .filter((words) => words !== '')
    .join(', ');
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
