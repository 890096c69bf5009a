import { decimal } from '@libs/sdk';
import type { HookContext } from '@libs/sdk';
import type { Side } from './cross';

/** What is wanted since the last cross; part of the strategy's state. */
export interface Aim {
  side: Side | null;
  /** Signed decimal text; null until it is sized, and again after a refusal. */
  quantity: string | null;
  /** Refusals in a row, with the reason of the last one and the bars still to wait after it. */
  refusals: number;
  refusal: string | null;
  pause: number;
}

export interface Sizing {
  readonly symbol: string;
  readonly sizeFraction: number;
  readonly direction: 'both' | 'long';
}

export interface Verdict {
  readonly action: string;
  readonly why: string;
}

const LONGEST_PAUSE = 64;

export function noAim(): Aim {
  return { side: null, quantity: null, refusals: 0, refusal: null, pause: 0 };
}

/** A cross sets a new aim. One seen in history counts only for a strategy that has traded before: entries wait for a fresh one. */
export function turn(aim: Aim, cross: Side, warmingUp: boolean): void {
  if (aim.side === cross || (warmingUp && aim.side === null)) return;
  Object.assign(aim, noAim(), { side: cross });
}

/** The order was refused: size anew and try at the next bar, then after 2, 4, … bars, so that a halted account is not flooded. */
export function refused(aim: Aim, reason: string): void {
  aim.quantity = null;
  aim.refusal = reason;
  aim.refusals += 1;
  aim.pause = Math.min(2 ** (aim.refusals - 1), LONGEST_PAUSE) - 1;
}

export function accepted(aim: Aim): void {
  aim.refusals = 0;
  aim.refusal = null;
}

/** Sends at most one market order that brings the position to the aim; the function says why or why not, if asked at once. */
export function follow(ctx: HookContext<Sizing, object>, aim: Aim, cross: Side | null, close: number): () => Verdict {
  const { symbol } = ctx.params;
  if (aim.side === null) return () => ({ action: 'wait', why: 'no cross since the start; the first entry waits for one' });
  if (ctx.hasOpenOrders(symbol)) return () => ({ action: 'wait', why: `${reasonOf(aim, cross)}; an order is still open` });
  if (aim.pause > 0) {
    aim.pause -= 1;
    return () => ({
      action: 'wait',
      why: `${reasonOf(aim, cross)}; the last order was refused (${aim.refusal}), trying again in ${aim.pause + 1} bars`,
    });
  }
  aim.quantity ??= wanted(ctx, aim.side);
  const held = ctx.position(symbol).quantity;
  if (held === aim.quantity) return () => ({ action: 'hold', why: `${reasonOf(aim, cross)}; holding ${held} as wanted` });
  return approach(ctx, aim, { cross, close, held, wanted: aim.quantity });
}

interface Step {
  readonly cross: Side | null;
  readonly close: number;
  /** Signed decimal texts. */
  readonly held: string;
  readonly wanted: string;
}

function approach(ctx: HookContext<Sizing, object>, aim: Aim, { cross, close, held, wanted: to }: Step): () => Verdict {
  const { symbol } = ctx.params;
  const difference = decimal(to).minus(decimal(held));
  const lots = difference.abs().toMultipleOf(decimal(ctx.instrument(symbol).lotSize), 'DOWN');
  const quantity = lots.toString();
  const flattens = to === '0';
  // A spot fee is taken from what was bought, so that a rest below one lot stays behind.
  if (lots.isZero) return () => ({ action: 'hold', why: `${reasonOf(aim, cross)}; holding ${held}, within one lot of ${to}` });
  if (!flattens && isBelowMinimum(ctx, quantity, close))
    return () => ({ action: 'hold', why: `${reasonOf(aim, cross)}; ${quantity} are missing, less than the market trades` });
  const side = difference.sign > 0 ? 'BUY' : 'SELL';
  ctx.submit({ symbol, side, quantity, reduceOnly: flattens, tag: cross === null ? 'complete' : `cross ${cross}` });
  return () => ({
    action: side.toLowerCase(),
    why: `${reasonOf(aim, cross)}; ${side === 'BUY' ? 'buying' : 'selling'} ${quantity} to go from ${held} to ${to}`,
  });
}

function reasonOf({ side }: Aim, cross: Side | null): string {
  return cross === null ? `the fast average is still ${side} the slow one` : `the fast average crossed ${cross} the slow one`;
}

function wanted(ctx: HookContext<Sizing, object>, side: Side): string {
  const { symbol, sizeFraction, direction } = ctx.params;
  if (side === 'below' && (direction === 'long' || isSpot(symbol))) return '0';
  const quantity = ctx.quantityFor(symbol, ctx.equityShare(sizeFraction));
  return side === 'above' ? quantity : decimal(quantity).negated().toString();
}

/** Spot has no settle asset in its symbol, and nothing in it can be sold that is not held. */
function isSpot(symbol: string): boolean {
  return !symbol.includes(':');
}

function isBelowMinimum(ctx: HookContext<Sizing, object>, quantity: string, close: number): boolean {
  const { minQuantity, minNotional } = ctx.instrument(ctx.params.symbol);
  const amount = decimal(quantity);
  return amount.lt(decimal(minQuantity)) || amount.times(decimal(String(close))).lt(decimal(minNotional));
}
