import { SelfTrade } from '../matching/book-types';
import { coveredLots } from './attach-exits';
import { FULL_EXITS, type FullExit } from './exits';
import type { Client, LiveOrder } from './desk';
import { isOpen, type OrderPurpose, type SimOrder } from './order';
import { addTrigger } from './submit';
import type { VenueState } from './venue-state';

const EXIT_OF: Readonly<Partial<Record<OrderPurpose, FullExit | 'partial'>>> = {
  TAKE_PROFIT: 'takeProfit',
  STOP_LOSS: 'stopLoss',
  TRAILING_STOP: 'trailing',
  PARTIAL_TAKE_PROFIT: 'partial',
  PARTIAL_STOP_LOSS: 'partial',
};

/** Puts open orders back in their original order; nothing is matched or published. */
export function restore(state: VenueState): void {
  const orders = [...state.clients.values()].flatMap((client) =>
    [...client.account.orders.open.values()].map((order) => ({ client, order })),
  );
  orders.sort((one, other) => one.order.sequence - other.order.sequence);
  for (const { client, order } of orders) place(state, client, order);
  for (const { client, order } of orders) adoptExits(state, client, order);
  for (const client of state.clients.values()) hold(state, client);
  state.repriced.clear();
  state.flush();
  state.drain();
}

function place(state: VenueState, client: Client, order: SimOrder): void {
  const market = state.markets.get(order.market);
  if (!market) return;
  const desk = client.desk(market);
  const live = state.enlist(desk, order);
  const stored = client.account.orders.stored(order);
  if (stored) live.keep(stored);
  live.isTold = true;
  if (order.status === 'UNTRIGGERED') {
    addTrigger(state, live);
    keepExit(state, live);
    return;
  }
  live.state = 'RESTING';
  live.covered = coveredLots(live);
  if (live.closes) desk.closing.add(live);
  market.book.rest({
    order: live.number,
    owner: client.account.number,
    side: live.side,
    ticks: live.ticks,
    lots: live.lotsLeft,
    tif: order.timeInForce,
    selfTrade: SelfTrade[order.selfTrade],
    capped: live.closes,
  });
}

function keepExit(state: VenueState, live: LiveOrder): void {
  const { desk, order } = live;
  const exit = EXIT_OF[order.purpose];
  if (!exit) return;
  const exits = desk.exits[order.positionIndex];
  if (exit === 'partial') exits.partial.add(live);
  else exits[exit] = live;
  if (exit === 'trailing') state.trailing.get(desk.market)!.add(live);
}

/** An order with existing exits continues to enlarge them. */
function adoptExits(state: VenueState, { account }: Client, order: SimOrder): void {
  const { market, parentOrderId } = order;
  const parent = parentOrderId === undefined ? undefined : state.find(account, { market, orderId: parentOrderId });
  const live = state.find(account, order);
  if (!parent || !live || !isOpen(order) || FULL_EXITS.some((kind) => live.desk.exits[order.positionIndex][kind] === live)) return;
  parent.attached = [...parent.attached, live];
}

function hold(state: VenueState, client: Client): void {
  for (const { market, quantity } of client.account.positions()) {
    const found = state.markets.get(market);
    if (found && !quantity.isZero) state.holders.get(found)!.add(client.desk(found));
  }
}
