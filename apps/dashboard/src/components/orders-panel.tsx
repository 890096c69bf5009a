import type { Order } from '@libs/client';
import { memo, useState } from 'react';
import { formatAmount } from '../format/amount';
import { orderStatusWord, readable } from '../format/words';
import { Badge } from './badge';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { MarketTime, Side } from './figures';
import { Count } from './fills-panel';
import { useDigits } from './instruments';
import type { Digits } from './instruments';
import { isOpenOrder, openFirst } from '../state/open-orders';
import { actsOn } from '../state/order-acts';
import type { OrderAct } from '../state/order-acts';
import { hasSeveralOwners } from '../state/owners';
import type { OwnerOf } from '../state/owners';
import { OlderButton } from './older-button';
import { OrderDialog } from './order-dialog';
import { Empty, Panel } from './panel';

export interface OrdersPanelProps {
  readonly isLoaded: boolean;
  readonly orders: readonly Order[];
  readonly ownerOf: OwnerOf;
  readonly waitingFor: string;
  readonly loadOlder: (() => Promise<void>) | null;
}

/** Memoised: the account's value changes many times a second and this does not. */
export const OrdersPanel = memo(function OrdersPanel({ isLoaded, orders, ownerOf, waitingFor, loadOlder }: OrdersPanelProps) {
  const digits = useDigits();
  const [asked, ask] = useState<Asked | null>(null);
  const [said, say] = useState('');
  const order = orders.find(({ clientOrderId }) => clientOrderId === asked?.clientOrderId);
  const end = (done: string | null): void => {
    ask(null);
    say(done ?? '');
    // The pressed button disappears with the action.
    if (done !== null) document.getElementById('orders')?.focus();
  };
  return (
    <Panel id="orders" title="Orders" aside={<OrderCount orders={orders} hasMore={loadOlder !== null} />}>
      {orders.length === 0 ? (
        <Empty>{isLoaded ? `No orders yet. ${waitingFor}` : 'Loading orders…'}</Empty>
      ) : (
        <DataTable
          label="Orders, open ones first, newest first"
          columns={columnsOf(orders, { digits, ask, ownerOf })}
          rows={openFirst(orders)}
          keyOf={(order) => order.clientOrderId}
          footer={loadOlder && <OlderButton what="orders" load={loadOlder} />}
        />
      )}
      {asked && order && <OrderDialog key={`${asked.act} ${asked.clientOrderId}`} order={order} act={asked.act} onEnd={end} />}
      <p className="heard-only" role="status" aria-live="polite">
        {said}
      </p>
    </Panel>
  );
});

interface Asked {
  readonly clientOrderId: string;
  readonly act: OrderAct;
}

function OrderCount({ orders, hasMore }: { readonly orders: readonly Order[]; readonly hasMore: boolean }) {
  const open = orders.filter(isOpenOrder).length;
  return (
    <span className="count">
      {open > 0 && `${open} open · `}
      <Count count={orders.length} hasMore={hasMore} />
    </span>
  );
}

interface ColumnParts {
  readonly digits: (symbol: string) => Digits;
  readonly ask: (asked: Asked) => void;
  readonly ownerOf: OwnerOf;
}

/** Columns with content for at least one order. */
function columnsOf(orders: readonly Order[], { digits, ask, ownerOf }: ColumnParts): readonly Column<Order>[] {
  const owner: Column<Order> = { key: 'owner', header: 'Strategy', narrow: 'plain', cell: (order) => ownerOf(order) };
  const reason: Column<Order> = {
    key: 'reason',
    header: 'Reason',
    narrow: 'plain',
    cell: ({ reason: why }) => why && <span className="reason">{why}</span>,
  };
  const acts: Column<Order> = { key: 'acts', header: 'Actions', narrow: 'plain', cell: (order) => <Acts order={order} ask={ask} /> };
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
    ...(orders.some((order) => actsOn(order).length > 0) ? [acts] : []),
    ...(hasSeveralOwners(orders) ? [owner] : []),
    ...(orders.some(({ reason: why }) => why) ? [reason] : []),
    { key: 'terms', header: 'Terms', narrow: 'plain', cell: (order) => <span className="terms">{termsOf(order)}</span> },
    { key: 'symbol', header: 'Symbol', narrow: 'plain', cell: ({ symbol }) => symbol },
    { key: 'id', header: 'Order', cell: ({ clientOrderId }) => <code title={clientOrderId}>…{clientOrderId.slice(-8)}</code> },
  ];
}

const VERBS: Readonly<Record<OrderAct, string>> = { amend: 'Amend', cancel: 'Cancel' };

function Acts({ order, ask }: { readonly order: Order; readonly ask: (asked: Asked) => void }) {
  const acts = actsOn(order);
  if (acts.length === 0) return null;
  const { clientOrderId, side, quantity, symbol, price } = order;
  const words = `${side.toLowerCase()} ${quantity} ${symbol} ${price === null ? 'at market' : `at ${price}`}`;
  return (
    <span className="acts">
      {acts.map((act) => (
        <button
          key={act}
          type="button"
          className="button small"
          aria-haspopup="dialog"
          aria-label={`${VERBS[act]} ${words}`}
          onClick={() => ask({ clientOrderId, act })}
        >
          {VERBS[act]}
        </button>
      ))}
    </span>
  );
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
