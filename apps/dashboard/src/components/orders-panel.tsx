import type { Order } from '@libs/client';
import { memo } from 'react';
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

/** Memoised: the account's value moves many times a second and this does not. */
export const OrdersPanel = memo(function OrdersPanel({ isLoaded, orders, waitingFor, loadOlder }: OrdersPanelProps) {
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
});

function columns(digits: (symbol: string) => Digits): readonly Column<Order>[] {
  return [
    { key: 'at', header: 'Market time', narrow: 'plain', cell: ({ createdAt }) => <MarketTime at={createdAt} /> },
    { key: 'side', header: 'Side', narrow: 'lead', cell: ({ side }) => <Side side={side} /> },
    {
      key: 'quantity',
      header: 'Filled',
      isNumber: true,
      narrow: 'lead',
      cell: (order) => <Filled order={order} digits={digits(order.symbol)} />,
    },
    {
      key: 'price',
      header: 'Price',
      isNumber: true,
      narrow: 'lead',
      cell: (order) => <Price order={order} digits={digits(order.symbol)} />,
    },
    { key: 'status', header: 'Status', narrow: 'trail', cell: ({ status }) => <Badge word={orderStatusWord(status)} /> },
    { key: 'reason', header: 'Reason', narrow: 'plain', cell: ({ reason }) => reason && <span className="reason">{reason}</span> },
    { key: 'terms', header: 'Terms', narrow: 'plain', cell: (order) => <span className="terms">{termsOf(order)}</span> },
    { key: 'symbol', header: 'Symbol', narrow: 'plain', cell: ({ symbol }) => symbol },
    { key: 'id', header: 'Order', cell: ({ clientOrderId }) => <code title={clientOrderId}>…{clientOrderId.slice(-8)}</code> },
  ];
}

/** `market, IOC, reduce only, exit` */
function termsOf({ type, timeInForce, postOnly, reduceOnly, tag }: Order): string {
  const terms = [
    readable(type),
    timeInForce === 'GTC' ? '' : timeInForce,
    postOnly ? 'post only' : '',
    reduceOnly ? 'reduce only' : '',
    tag ?? '',
  ];
  return terms.filter((term) => term !== '').join(', ');
}

function Filled({ order, digits }: { readonly order: Order; readonly digits: Digits }) {
  const filled = formatAmount(order.filledQuantity, digits.quantity);
  const quantity = formatAmount(order.quantity, digits.quantity);
  return filled === quantity ? quantity : `${filled} of ${quantity}`;
}

function Price({ order, digits }: { readonly order: Order; readonly digits: Digits }) {
  if (order.averagePrice !== null) return <span title="average of its fills">{formatAmount(order.averagePrice, digits.price)}</span>;
  return order.price === null ? <span className="even">market</span> : <span title="limit">{formatAmount(order.price, digits.price)}</span>;
}
