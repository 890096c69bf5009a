import { Decimal, decimal, holding, patientTarget } from '@libs/sdk';
import type { HookContext, PatientTargetState, Verdict } from '@libs/sdk';
import { baseNotional, safetyOrdersOf, takePrice, type PlanParams, type SafetyOrder } from './plan';

/** The phase of a deal: none open; base order sent; waiting for the profit order; cancelling and closing everything. */
export type Phase = 'idle' | 'entering' | 'holding' | 'leaving';

export interface DealState {
  phase: Phase;
  /** Why it exits, or why the strategy has ended. */
  why: string;
  isOver: boolean;
  /** Decimal texts: the cost limit of the base order, and its average fill price. */
  base: string;
  entry: string;
  safety: SafetyOrder[];
  /** The newest close, to check the market's minimum notional. */
  close: number;
  /** True while a profit order is open. */
  isTaking: boolean;
  readonly target: PatientTargetState;
}

export interface DealParams extends PlanParams {
  readonly takeProfit: number;
  readonly stop: number;
}

export type DealContext = HookContext<DealParams, DealState>;

export function noDeal(): DealState {
  return {
    phase: 'idle',
    why: '',
    isOver: false,
    base: '0',
    entry: '0',
    safety: [],
    close: 0,
    isTaking: false,
    target: patientTarget.create(),
  };
}

/** Begins a deal: sizes the base order, which `enter` sends. */
export function open(ctx: DealContext): void {
  const base = baseNotional(ctx).toString();
  if (ctx.quantityFor(ctx.params.symbol, base) === '0')
    throw new RangeError(`the base order would be worth ${base}, less than ${ctx.params.symbol} trades; raise sizeFraction`);
  Object.assign(ctx.state, { phase: 'entering', base, safety: [], isTaking: false });
  patientTarget.set(ctx.state.target);
}

/** Brings the position to the base order's size. */
export function enter(ctx: DealContext): Verdict {
  const { symbol, direction } = ctx.params;
  const { close } = ctx.state;
  const size = (): string => {
    const quantity = ctx.quantityFor(symbol, ctx.state.base);
    return direction === 'long' ? quantity : decimal(quantity).negated().toString();
  };
  const verdict = patientTarget.follow(ctx, ctx.state.target, { symbol, close, size, tag: 'base' });
  // Also if the remainder is too small for an order.
  if (verdict.action === 'hold') hold(ctx);
  return verdict;
}

/** The base order has filled: its price determines the safety orders. */
export function hold(ctx: DealContext): void {
  const { averagePrice, side } = holding(ctx, ctx.params.symbol);
  if (side === 'FLAT') return;
  const safety = safetyOrdersOf(ctx, decimal(averagePrice), decimal(ctx.state.base));
  Object.assign(ctx.state, { phase: 'holding', entry: averagePrice, safety });
  tend(ctx);
}

/** Sends missing safety orders, and the profit order for the whole position. */
export function tend(ctx: DealContext, mayAdd = true): void {
  const { symbol, direction } = ctx.params;
  const side = direction === 'long' ? 'BUY' : 'SELL';
  takeProfit(ctx);
  if (!mayAdd || ctx.trust(symbol).level === 'UNTRUSTED') return;
  ctx.state.safety.forEach((order, index) => {
    if (order.isOpen || isTooSmall(ctx, order)) return;
    order.isOpen = true;
    ctx.submit({ symbol, side, quantity: order.left, price: order.price, tag: `safety ${index + 1}` });
  });
}

/** One order for the whole position; an order at the old price is cancelled first. */
export function takeProfit(ctx: DealContext): void {
  const { symbol, direction, takeProfit: gain } = ctx.params;
  const { side, averagePrice, quantity: held } = holding(ctx, symbol);
  if (side === 'FLAT') return;
  const price = takePrice(ctx, averagePrice, gain);
  const quantity = ctx.roundedQuantity(symbol, decimal(held).abs().toString());
  if (ctx.state.isTaking) {
    for (const order of ctx.openOrders)
      if (order.tag === 'take' && (order.price !== price || order.leaves !== quantity)) ctx.cancel(order.clientOrderId);
    return;
  }
  ctx.state.isTaking = true;
  ctx.submit({ symbol, side: direction === 'long' ? 'SELL' : 'BUY', quantity, price, reduceOnly: true, tag: 'take' });
}

/** Cancels every order and closes the position; the deal is over when neither is left. */
export function leave(ctx: DealContext): Verdict {
  const { symbol } = ctx.params;
  const { close, why } = ctx.state;
  for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
  const verdict = patientTarget.follow(ctx, ctx.state.target, { symbol, close, size: () => '0', tag: why });
  if (!ctx.hasOpenOrders(symbol) && holding(ctx, symbol).side === 'FLAT') ctx.state.phase = 'idle';
  return verdict;
}

function isTooSmall(ctx: DealContext, { left, price }: SafetyOrder): boolean {
  const { symbol } = ctx.params;
  const isNothing = ctx.roundedQuantity(symbol, left) === '0';
  return (
    isNothing ||
    decimal(left)
      .times(decimal(price))
      .lt(decimal(ctx.instrument(symbol).minNotional))
  );
}

export function beginLeaving(state: DealState, why: string): void {
  Object.assign(state, { phase: 'leaving', why });
  patientTarget.set(state.target);
}

/** Counts a fill, possibly partial, of a safety order. */
export function booked({ safety }: DealState, tag: string | undefined, quantity: string): void {
  const order = safety[safetyIndex(tag)];
  if (order) order.left = Decimal.max(Decimal.ZERO, decimal(order.left).minus(decimal(quantity))).toString();
}

/** An order has ended, filled or not. */
export function closed(state: DealState, tag: string | undefined): void {
  if (tag === 'take') state.isTaking = false;
  const order = state.safety[safetyIndex(tag)];
  if (order) order.isOpen = false;
}

function safetyIndex(tag = ''): number {
  return tag.startsWith('safety ') ? Number(tag.slice('safety '.length)) - 1 : -1;
}
