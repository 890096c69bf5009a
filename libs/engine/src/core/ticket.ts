import { Decimal, reducibleQuantity } from '@libs/kernel';
import type { Denial, Instrument, Order, RiskContext } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import type { Cause } from './event';
import { moveOrder } from './orders';
import type { TrackedOrder } from './state';
import type { Turn } from './turn';

export interface Placed {
  readonly clientOrderId: string;
  readonly denial: Denial | null;
}

export function deny(turn: Turn, tracked: TrackedOrder, denial: Denial, cause: Cause): Placed {
  moveOrder(turn, tracked, { event: 'Denied', cause, denial, news: { reason: `${denial.code}: ${denial.message}` } });
  return { clientOrderId: tracked.order.clientOrderId, denial };
}

interface Submission {
  readonly instrument: Instrument;
  /** The account without the order. */
  readonly context: RiskContext;
  readonly cause: Cause;
}

/** Sends an order that passed the rules, and records whether the venue itself prevents it from opening a position. */
export function submit(turn: Turn, tracked: TrackedOrder, { instrument, context, cause }: Submission): void {
  moveOrder(turn, tracked, { event: 'Submitted', cause });
  const ticket = ticketOf(tracked.order, instrument, context);
  if (ticket.reduceOnly) tracked.isKeptToReduce = true;
  turn.effect({ type: 'submit', ticket });
}

/**
 * Passes `reduceOnly` to the venue only if the account's position covers it, because a strategy may close what another strategy still
 * holds. Manual orders do not reduce that cover: whichever fills first, the venue prevents the exit from opening a position.
 */
export function ticketOf(order: Order, instrument: Instrument, { account, openByHand = Decimal.ZERO }: RiskContext): OrderTicket {
  const openSameSide = account.openSameSide.minus(openByHand);
  const covered = order.quantity.lte(reducibleQuantity(order.side, { ...account, openSameSide }));
  return {
    clientOrderId: order.clientOrderId,
    instrument: { symbol: instrument.symbol, venueSymbol: instrument.venueSymbol, category: instrument.category },
    side: order.side,
    type: order.type,
    quantity: order.quantity.toString(),
    ...(order.price === undefined ? {} : { price: order.price.toString() }),
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly && instrument.category === 'linear' && covered,
  };
}
