import type { Order } from '@libs/client';
import { formatAmount } from '../format/amount';
import { orderStatusWord, readable } from '../format/words';
import { Badge } from './badge';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { MarketTime, Side } from './figures';
import { Count } from './fills-panel';
import { useDigits } from './instruments';
import type { Digits } from './instruments';
import { OlderButton } from './older-button';
import { Empty, Panel } from './panel';

export interface OrdersPanelProps {
  readonly isLoaded: boolean;
  readonly orders: readonly Order[];
  readonly waitingFor: string;
  readonly loadOlder: (() => Promise<void>) | null;
}

export function OrdersPanel({ isLoaded, orders, waitingFor, loadOlder }: OrdersPanelProps) {
  const digits = useDigits();
  return (
    <Panel id="orders" title="Orders" aside={<Count count={orders.length} hasMore={loadOlder !== null} />}>
      {orders.length === 0 ? (
        <Empty>{isLoaded ? `No orders yet. ${waitingFor}` : 'Loading orders…'}</Empty>
      ) : (
        <DataTable
          label="Orders, newest first"
          columns={columns(digits)}
          rows={orders}
          keyOf={(order) => order.clientOrderId}
          footer={loadOlder && <OlderButton what="orders" load={loadOlder} />}
        />
      )}
    </Panel>
  );
}

function columns(digits: (symbol: string) => Digits): readonly Column<Order>[] {
  return [
    { key: 'at', header: 'Market time', cell: ({ createdAt }) => <MarketTime at={createdAt} /> },
    { key: 'side', header: 'Side', phone: 'lead', cell: (order) => <Kind order={order} /> },
    { key: 'quantity', header: 'Filled / quantity', isNumber: true, cell: (order) => <Filled order={order} digits={digits(order.symbol)} /> },
    { key: 'price', header: 'Price', isNumber: true, cell: (order) => <Price order={order} digits={digits(order.symbol)} /> },
    { key: 'status', header: 'Status', phone: 'trail', cell: ({ status, reason }) => <Status status={status} reason={reason} /> },
    { key: 'symbol', header: 'Symbol', cell: ({ symbol }) => symbol },
    { key: 'id', header: 'Order', cell: ({ clientOrderId }) => <code title={clientOrderId}>…{clientOrderId.slice(-8)}</code> },
  ];
}

function Kind({ order }: { readonly order: Order }) {
  const terms = [readable(order.type), order.timeInForce === 'GTC' ? '' : order.timeInForce, order.postOnly ? 'post only' : '', order.reduceOnly ? 'reduce only' : '', order.tag ?? ''];
  const said = terms.filter((term) => term !== '').join(', ');
  return (
    <>
      <Side side={order.side} /> <span className="terms">{said}</span>
    </>
  );
}

function Filled({ order, digits }: { readonly order: Order; readonly digits: Digits }) {
  const filled = formatAmount(order.filledQuantity, digits.quantity);
  const quantity = formatAmount(order.quantity, digits.quantity);
  return filled === quantity ? quantity : `${filled} / ${quantity}`;
}

function Price({ order, digits }: { readonly order: Order; readonly digits: Digits }) {
  if (order.averagePrice !== null) return <span title="average of its fills">{formatAmount(order.averagePrice, digits.price)}</span>;
  return order.price === null ? <span className="even">market</span> : <span title="limit">{formatAmount(order.price, digits.price)}</span>;
}

function Status({ status, reason }: { readonly status: string; readonly reason: string | null }) {
  const word = orderStatusWord(status);
  return (
    <>
      <Badge word={word} />
      {reason && <span className="reason">{reason}</span>}
    </>
  );
}
