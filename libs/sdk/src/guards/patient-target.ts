import { Decimal } from '@libs/kernel';
import type { HookContext, PositionView } from '../strategy/hook-context';

/** State of a target position, as plain data. */
export interface PatientTargetState {
  /** Signed decimal text; null until it is sized, and again after a refusal. */
  quantity: string | null;
  /** True once the position has reached the target that was set. */
  isReached: boolean;
  /** Consecutive refusals, the reason of the last one, and the bars left to wait. */
  refusals: number;
  refusal: string | null;
  pause: number;
}

export interface Pursuit {
  readonly symbol: string;
  /** The newest close, to check the market's minimum notional. */
  readonly close: number;
  /** Returns the target as signed decimal text; called when the target has to be sized. `"0"` closes the position. */
  readonly size: () => string;
  /** Shown with the order, at most 64 characters. */
  readonly tag: string;
}

/** The result of a call, in words for `ctx.decide`. */
export interface Verdict {
  readonly action: 'wait' | 'hold' | 'buy' | 'sell';
  readonly why: string;
}

const LONGEST_PAUSE = 64;

/**
 * Moves a position to a target size with one market order at a time, once per bar. What an order did not fill is sent at the next bar.
 * After a refusal it sizes the target again and waits 1, 2, 4, … at most 64 bars, so that a halted account is not flooded. A position that
 * was reached and then closed from outside (by an operator or a liquidation) is not reopened before the next `set`.
 *
 * @example
 * if (entry) patientTarget.set(ctx.state.target);
 * const size = () => patientTarget.sizeOf(ctx, symbol, { side, fraction: 0.05 });
 * const verdict = patientTarget.follow(ctx, ctx.state.target, { symbol, close: bar.close, size, tag: 'entry' });
 * // onOrder: patientTarget.hear(ctx.state.target, event);  onFill: patientTarget.filled(ctx.state.target);
 */
export const patientTarget = Object.freeze({
  create(): PatientTargetState {
    return { quantity: null, isReached: false, refusals: 0, refusal: null, pause: 0 };
  },

  /** Starts over: the next `follow` sizes the target, without a pause. */
  set(state: PatientTargetState): void {
    Object.assign(state, patientTarget.create());
  },

  /**
   * The quantity for a fraction of equity at the newest close, signed for its side, decimal text; `"0"` when flat or too small to trade.
   */
  sizeOf(ctx: Ctx, symbol: string, { side, fraction }: { readonly side: PositionView['side']; readonly fraction: number }): string {
    if (side === 'FLAT') return '0';
    const quantity = ctx.quantityFor(symbol, ctx.equityShare(fraction));
    return side === 'LONG' ? quantity : Decimal.parse(quantity).negated().toString();
  },

  /** Call from `onOrder` with the order's outcome. */
  hear(state: PatientTargetState, { status, reason }: { readonly status: string; readonly reason?: string }): void {
    if (status !== 'DENIED' && status !== 'REJECTED') return;
    state.quantity = null;
    state.refusal = reason ?? status;
    state.refusals += 1;
    state.pause = Math.min(2 ** (state.refusals - 1), LONGEST_PAUSE) - 1;
  },

  /** Resets the back-off after a fill; call from `onFill`. */
  filled(state: PatientTargetState): void {
    state.refusals = 0;
    state.refusal = null;
  },

  /** Sends at most one market order towards the target, and says why or why not. */
  follow(ctx: Ctx, state: PatientTargetState, { symbol, close, size, tag }: Pursuit): Verdict {
    if (ctx.hasOpenOrders(symbol)) return { action: 'wait', why: 'an order is still open' };
    if (state.pause > 0) {
      state.pause -= 1;
      return { action: 'wait', why: `the last order was refused (${state.refusal}), trying again in ${state.pause + 1} bars` };
    }
    const wanted = (state.quantity ??= size());
    const held = ctx.position(symbol).quantity;
    if (wanted !== held) return approach(ctx, state, { symbol, close, tag, wanted, held });
    state.isReached = true;
    return { action: 'hold', why: `holding ${held} as wanted` };
  },
});

type Ctx = HookContext<unknown, unknown>;
type Step = Omit<Pursuit, 'size'> & { readonly wanted: string; readonly held: string };

function approach(ctx: Ctx, state: PatientTargetState, { symbol, close, tag, wanted, held }: Step): Verdict {
  const lots = lotsBetween(ctx, symbol, { wanted, held });
  const isOut = Decimal.parse(wanted).isZero;
  // A spot fee is taken from the bought coin, so a remainder below one lot stays behind.
  if (lots.isZero) {
    state.isReached = true;
    return { action: 'hold', why: `holding ${held}, within one lot of ${wanted}` };
  }
  if (state.isReached && !isOut && lotsBetween(ctx, symbol, { wanted: '0', held }).isZero)
    return { action: 'hold', why: `the position of ${wanted} was closed from outside` };
  const missing = lots.abs();
  if (isBelowMinimum(ctx, symbol, { quantity: missing, close, isOut }))
    return { action: 'hold', why: `${missing.toString()} are missing, less than the market trades` };
  const [side, doing] = lots.sign > 0 ? (['BUY', 'buying'] as const) : (['SELL', 'selling'] as const);
  ctx.submit({ symbol, side, quantity: missing.toString(), reduceOnly: isOut, tag });
  return { action: side === 'BUY' ? 'buy' : 'sell', why: `${doing} ${missing.toString()} to go from ${held} to ${wanted}` };
}

/** The difference to the target in whole lots, positive to buy. */
function lotsBetween(ctx: Ctx, symbol: string, { wanted, held }: { readonly wanted: string; readonly held: string }): Decimal {
  const lot = Decimal.parse(ctx.instrument(symbol).lotSize);
  return Decimal.parse(wanted).minus(Decimal.parse(held)).toMultipleOf(lot, 'DOWN');
}

interface Amount {
  readonly quantity: Decimal;
  readonly close: number;
  readonly isOut: boolean;
}

/** A contract position can be closed at any notional, a spot position cannot; spot symbols have no settle asset. */
function isBelowMinimum(ctx: Ctx, symbol: string, { quantity, close, isOut }: Amount): boolean {
  const { minQuantity, minNotional } = ctx.instrument(symbol);
  if (quantity.lt(Decimal.parse(minQuantity))) return true;
  return !(isOut && symbol.includes(':')) && quantity.times(Decimal.fromNumber(close)).lt(Decimal.parse(minNotional));
}
