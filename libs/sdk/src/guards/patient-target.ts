import { Decimal } from '@libs/kernel';
import type { HookContext, PositionView } from '../strategy/hook-context';

/** A position that is wanted, as plain data. */
export interface PatientTargetState {
  /** Signed decimal text; null while it is not sized, and again after a refusal. */
  quantity: string | null;
  /** Whether the position was as wanted since the target was set. */
  isReached: boolean;
  /** Refusals in a row, the reason of the last one, and the bars still to wait after it. */
  refusals: number;
  refusal: string | null;
  pause: number;
}

export interface Pursuit {
  readonly symbol: string;
  /** The newest close, for the market's least notional. */
  readonly close: number;
  /** Signed decimal text; asked when the target is not sized yet. `"0"` wants out. */
  readonly size: () => string;
  /** Shown with the order, at most 64 characters. */
  readonly tag: string;
}

/** What came of it, in words for `ctx.decide`. */
export interface Verdict {
  readonly action: 'wait' | 'hold' | 'buy' | 'sell';
  readonly why: string;
}

const LONGEST_PAUSE = 64;

/**
 * Brings a position to a wanted size with one market order at a time, once per bar: what an order did not fill follows at the next bar, and
 * after a refusal it sizes anew and waits 1, 2, 4, … at most 64 bars, so that a halted account is not flooded. A position that was reached
 * and then closed from outside (by an operator, or a liquidation) is not opened again before the next `set`.
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

  /** Begins anew: the next `follow` asks for the size, and no pause is left. */
  set(state: PatientTargetState): void {
    Object.assign(state, patientTarget.create());
  },

  /** The size of a fraction of equity at the newest close, signed for its side, decimal text; `"0"` when flat or too small to trade. */
  sizeOf(ctx: Ctx, symbol: string, { side, fraction }: { readonly side: PositionView['side']; readonly fraction: number }): string {
    if (side === 'FLAT') return '0';
    const quantity = ctx.quantityFor(symbol, ctx.equityShare(fraction));
    return side === 'LONG' ? quantity : Decimal.parse(quantity).negated().toString();
  },

  /** Takes in what became of an order; call it from `onOrder`. */
  hear(state: PatientTargetState, { status, reason }: { readonly status: string; readonly reason?: string }): void {
    if (status !== 'DENIED' && status !== 'REJECTED') return;
    state.quantity = null;
    state.refusal = reason ?? status;
    state.refusals += 1;
    state.pause = Math.min(2 ** (state.refusals - 1), LONGEST_PAUSE) - 1;
  },

  /** An order was filled, so the next refusal is the first of its kind; call it from `onFill`. */
  filled(state: PatientTargetState): void {
    state.refusals = 0;
    state.refusal = null;
  },

  /** Sends at most one market order that brings the position to the target, and says why or why not. */
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
  // A spot fee is taken from what was bought, so that a rest below one lot stays behind.
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

/** What is missing in whole lots, positive to buy. */
function lotsBetween(ctx: Ctx, symbol: string, { wanted, held }: { readonly wanted: string; readonly held: string }): Decimal {
  const lot = Decimal.parse(ctx.instrument(symbol).lotSize);
  return Decimal.parse(wanted).minus(Decimal.parse(held)).toMultipleOf(lot, 'DOWN');
}

interface Amount {
  readonly quantity: Decimal;
  readonly close: number;
  readonly isOut: boolean;
}

/** A contract may be left with any notional, coins may not; spot has no settle asset in its symbol. */
function isBelowMinimum(ctx: Ctx, symbol: string, { quantity, close, isOut }: Amount): boolean {
  const { minQuantity, minNotional } = ctx.instrument(symbol);
  if (quantity.lt(Decimal.parse(minQuantity))) return true;
  return !(isOut && symbol.includes(':')) && quantity.times(Decimal.fromNumber(close)).lt(Decimal.parse(minNotional));
}
