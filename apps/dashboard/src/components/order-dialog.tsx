import { mutation } from '@libs/client';
import type { Order } from '@libs/client';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api';
import { orderStatusWord } from '../format/words';
import type { Command } from '../hooks/use-command';
import { useCommand } from '../hooks/use-command';
import { actsOn, changesOf } from '../state/order-acts';
import type { OrderAct, TypedTerms } from '../state/order-acts';
import { CommandDialog } from './command-dialog';

export interface OrderDialogProps {
  /** The current order, not as it was when the dialog was opened. */
  readonly order: Order;
  readonly act: OrderAct;
  /** What was done, in a sentence; null if nothing was. */
  readonly onEnd: (done: string | null) => void;
}

/** Open from its first moment; sending is the confirmation. */
export function OrderDialog({ order, act, onEnd }: OrderDialogProps) {
  const { request } = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const done = useRef<string | null>(null);
  const command = useCommand();
  const [typed, setTyped] = useState<TypedTerms>({ quantity: order.quantity, price: order.price ?? '' });
  useEffect(() => dialog.current?.showModal(), []);
  const { accountId, clientOrderId } = order;
  const changes = changesOf(order, typed);
  const isPossible = actsOn(order).includes(act);
  const isReady = isPossible && (act === 'cancel' || Object.keys(changes).length > 0);
  const what = `${order.side === 'BUY' ? 'Buy' : 'Sell'} order for ${order.quantity} ${order.symbol}`;

  const submit = async (): Promise<boolean> => {
    const isDone = await command.send((idempotencyKey) =>
      act === 'cancel'
        ? request(mutation.cancelOrder, { accountId, clientOrderId })
        : request(mutation.amendOrder, { input: { accountId, clientOrderId, ...changes, idempotencyKey } }),
    );
    if (isDone) done.current = act === 'cancel' ? `${what}: the cancel was sent.` : `${what}: the amendment was sent.`;
    return isDone;
  };

  return (
    <CommandDialog
      ref={dialog}
      title={act === 'cancel' ? 'Cancel this order?' : 'Amend this order'}
      // The result of the last attempt is irrelevant once the order is over.
      command={isPossible ? command : { ...command, message: null }}
      verb={act === 'cancel' ? 'Cancel order' : 'Amend order'}
      isDanger={act === 'cancel'}
      isReady={isReady}
      submit={submit}
      onClose={() => onEnd(done.current)}
    >
      <OrderTerms order={order} />
      {act === 'cancel' ? <CancelHint order={order} /> : <AmendFields typed={typed} set={setTyped} command={command} order={order} />}
      {!isPossible && (
        <p className="dialog-message" role="status">
          The order is {orderStatusWord(order.status).label.toLowerCase()} by now: this cannot be done any more.
        </p>
      )}
    </CommandDialog>
  );
}

function OrderTerms({ order }: { readonly order: Order }) {
  const { side, quantity, filledQuantity, symbol, price, tag, status, clientOrderId } = order;
  const rows = [
    ['Order', `${side === 'BUY' ? 'Buy' : 'Sell'} ${quantity} ${symbol} ${price === null ? 'at market' : `at ${price}`}`],
    ['Filled', `${filledQuantity} of ${quantity}`],
    ['Status', orderStatusWord(status).label],
    ...(tag === null ? [] : [['Tag', tag] as const]),
    ['Id', clientOrderId],
  ] as const;
  return (
    <dl className="order-terms">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function CancelHint({ order }: { readonly order: Order }) {
  return (
    <p>
      Filled parts stay, and more may fill before the exchange receives it.
      {order.reduceOnly && ' This order only reduces: without it nothing closes what it was to close.'}
    </p>
  );
}

interface AmendFieldsProps {
  readonly order: Order;
  readonly typed: TypedTerms;
  readonly set: (typed: TypedTerms) => void;
  readonly command: Command;
}

function AmendFields({ order, typed, set, command }: AmendFieldsProps) {
  const field = (name: keyof TypedTerms, label: string, hint: string) => (
    <label className="field">
      <span>{label}</span>
      <input
        value={typed[name]}
        onChange={({ target }) => set({ ...typed, [name]: target.value })}
        inputMode="decimal"
        autoComplete="off"
        required
        disabled={command.isSending}
        autoFocus={name === 'price'}
      />
      <small className="hint">{hint}</small>
    </label>
  );
  return (
    <>
      {field('price', 'Price', 'Another price loses the place in the queue.')}
      {field(
        'quantity',
        'Quantity',
        order.filledQuantity === '0'
          ? 'The whole of the order.'
          : `The whole of the order, with the ${order.filledQuantity} that have filled.`,
      )}
    </>
  );
}
