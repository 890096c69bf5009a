import { Decimal, decimal, isOpen } from '@libs/sdk';
import type { HookContext, OrderStatus } from '@libs/sdk';

/** State of one side of the quotes, as plain data. */
export interface SideState {
  /** Its order, from sending until it has ended. */
  order: string | null;
  /** True if that order is being cancelled. */
  isLeaving: boolean;
  /** Decimal text of the order's price. */
  price: string;
  /** Market time before which no order of this side is sent, or cancelled for a better price; epoch milliseconds. */
  notBefore: number;
  /** Consecutive refusals. */
  refusals: number;
}

/** The target of a side: null for no quote. Amounts are decimal text; `room` is the largest quantity that the inventory limit allows. */
export type Wanted = { readonly price: string; readonly quantity: string; readonly room: Decimal } | null;

export interface SideRules {
  readonly symbol: string;
  /** Milliseconds. */
  readonly refresh: number;
  /** Largest distance between the wanted and the resting price, quote units. */
  readonly tolerance: number;
}

export type SideName = 'bid' | 'ask';

const LONGEST_PAUSE = 64_000;
const SLACK = decimal('1.05');

export function noSide(): SideState {
  return { order: null, isLeaving: false, price: '0', notBefore: 0, refusals: 0 };
}

type Ctx = HookContext<unknown, unknown>;

/** Moves one side towards its target, by at most one order or one cancel. */
export function tendSide(ctx: Ctx, side: SideState, name: SideName, wanted: Wanted, rules: SideRules): void {
  if (side.isLeaving) return;
  if (side.order !== null) {
    if (wanted === null) return callBack(ctx, side, side.order);
    const isFar = decimal(wanted.price).minus(decimal(side.price)).abs().toNumber() > rules.tolerance;
    // The room changes with price and equity; cancelling for a tiny change would repeatedly lose the place in the queue.
    const isTooMuch = leavesOf(ctx, side.order).gt(wanted.room.times(SLACK));
    if (isTooMuch || (isFar && ctx.marketTime >= side.notBefore)) callBack(ctx, side, side.order);
    return;
  }
  if (wanted === null || ctx.marketTime < side.notBefore) return;
  const { symbol, refresh } = rules;
  const { price, quantity } = wanted;
  const order = ctx.submit({ symbol, side: name === 'bid' ? 'BUY' : 'SELL', quantity, price, postOnly: true, tag: name });
  Object.assign(side, { order, price, notBefore: ctx.marketTime + refresh });
}

/** Processes the status of this side's order; after a refusal it waits 1, 2, 4, … at most 64 seconds. */
export function hearSide(side: SideState, status: OrderStatus, at: number): void {
  if (isOpen(status)) return;
  Object.assign(side, { order: null, isLeaving: false });
  if (status !== 'DENIED' && status !== 'REJECTED') return;
  side.refusals += 1;
  side.notBefore = at + Math.min(1_000 * 2 ** (side.refusals - 1), LONGEST_PAUSE);
}

function callBack(ctx: Ctx, side: SideState, order: string): void {
  side.isLeaving = true;
  ctx.cancel(order);
}

function leavesOf({ openOrders }: Ctx, order: string): Decimal {
  return decimal(openOrders.find(({ clientOrderId }) => clientOrderId === order)?.leaves ?? '0');
}
