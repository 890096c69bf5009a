import { Decimal, decimal } from '@libs/sdk';
import type { HookContext, StrategyBar } from '@libs/sdk';
import type { Side } from './cross';

/** The target since the last cross; part of the strategy's state. */
export interface Aim {
  side: Side | null;
  /** Signed decimal text; null until it is sized, and again after a refusal. */
  quantity: string | null;
  /** Consecutive refusals, the reason of the last one, and the bars left to wait. */
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
const TAGS = { above: 'cross above', below: 'cross below' } as const;

export function noAim(): Aim {
  return { side: null, quantity: null, refusals: 0, refusal: null, pause: 0 };
}

/** A cross sets a new target. During the warm-up it counts only for a strategy that has traded before: entries wait for a new cross. */
export function turn(aim: Aim, cross: Side, warmingUp: boolean): void {
  if (aim.side === cross || (warmingUp && aim.side === null)) return;
  aim.side = cross;
  aim.quantity = null;
  aim.pause = 0;
  accepted(aim);
}

/** The order was refused: size it again and retry at the next bar, then after 2, 4, … bars, so that a halted account is not flooded. */
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

/** The outcome of a bar. */
export type Step = 'no-cross' | 'order-open' | 'paused' | 'as-wanted' | 'within-a-lot' | 'too-small' | 'sent';

/** Sends at most one market order towards the target. */
export function follow(ctx: HookContext<Sizing, object>, aim: Aim, cross: Side | null, { close }: StrategyBar): Step {
  const { symbol } = ctx.params;
  if (aim.side === null) return 'no-cross';
  if (ctx.hasOpenOrders(symbol)) return 'order-open';
  if (aim.pause > 0) {
    aim.pause -= 1;
    return 'paused';
  }
  aim.quantity ??= wanted(ctx, aim.side);
  const held = ctx.position(symbol).quantity;
  if (held === aim.quantity) return 'as-wanted';
  const { side, lots } = missing(ctx, held, aim.quantity);
  const quantity = lots.toString();
  const flattens = aim.quantity === '0';
  // A spot fee is taken from the bought coin, so a remainder below one lot stays behind.
  if (lots.isZero) return 'within-a-lot';
  if (!flattens && isBelowMinimum(ctx, lots, close)) return 'too-small';
  ctx.submit({ symbol, side, quantity, reduceOnly: flattens, tag: cross === null ? 'complete' : TAGS[cross] });
  return 'sent';
}

/** Explains the outcome of `follow`. Separate, because the text is built only if somebody reads it. */
export function verdictOf(ctx: HookContext<Sizing, object>, aim: Aim, cross: Side | null, step: Step): Verdict {
  if (step === 'no-cross') return { action: 'wait', why: 'no cross since the start; the first entry waits for one' };
  const reason = reasonOf(aim, cross);
  if (step === 'order-open') return { action: 'wait', why: `${reason}; an order is still open` };
  if (step === 'paused') {
    const why = `${reason}; the last order was refused (${aim.refusal}), trying again in ${aim.pause + 1} bars`;
    return { action: 'wait', why };
  }
  const held = ctx.position(ctx.params.symbol).quantity;
  const to = aim.quantity ?? '0';
  if (step === 'as-wanted') return { action: 'hold', why: `${reason}; holding ${held} as wanted` };
  if (step === 'within-a-lot') return { action: 'hold', why: `${reason}; holding ${held}, within one lot of ${to}` };
  const { side, lots } = missing(ctx, held, to);
  if (step === 'too-small') return { action: 'hold', why: `${reason}; ${lots.toString()} are missing, less than the market trades` };
  const verb = side === 'BUY' ? 'buying' : 'selling';
  return { action: side.toLowerCase(), why: `${reason}; ${verb} ${lots.toString()} to go from ${held} to ${to}` };
}

/** The order from one position to another, in whole lots. */
function missing(ctx: HookContext<Sizing, object>, held: string, to: string): { side: 'BUY' | 'SELL'; lots: Decimal } {
  const difference = decimal(to).minus(decimal(held));
  const lots = difference.abs().toMultipleOf(decimal(ctx.instrument(ctx.params.symbol).lotSize), 'DOWN');
  return { side: difference.sign > 0 ? 'BUY' : 'SELL', lots };
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

/** Spot symbols have no settle asset, and spot cannot be sold short. */
function isSpot(symbol: string): boolean {
  return !symbol.includes(':');
}

function isBelowMinimum(ctx: HookContext<Sizing, object>, amount: Decimal, close: number): boolean {
  const { minQuantity, minNotional } = ctx.instrument(ctx.params.symbol);
  return amount.lt(decimal(minQuantity)) || amount.times(Decimal.fromNumber(close)).lt(decimal(minNotional));
}
