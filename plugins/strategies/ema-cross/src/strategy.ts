import { decimal, defineStrategy, ema, param } from '@libs/sdk';
import type { HookContext } from '@libs/sdk';
import { crossOf } from './cross';
import type { Side } from './cross';

interface Params {
  readonly symbol: string;
  readonly sizeFraction: number;
  readonly direction: 'both' | 'long';
}

/** What is wanted since the last cross. */
interface Aim {
  side: Side | null;
  /** Signed decimal text; null until it is sized, and again when the venue or the risk rules said no. */
  quantity: string | null;
}

/** Follows the crossing of two moving averages of the close, deciding on the closed bar. */
export const strategy = defineStrategy({
  name: 'ema-cross',
  version: '1.0.0',
  title: 'EMA cross',
  description: 'Long while the fast average of the close is above the slow one, short or flat while it is below.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '1m', description: 'Length of the bars that feed the averages' }),
    fast: param.integer({ default: 12, min: 1, max: 500, description: 'Period of the fast average, in bars' }),
    slow: param.integer({ default: 26, min: 2, max: 1000, description: 'Period of the slow average, in bars' }),
    sizeFraction: param.number({
      default: 0.05,
      min: 0.0001,
      max: 1,
      description: 'Size of a position as a fraction of account equity; keep it below MAX_POSITION_SIZE',
    }),
    direction: param.choice({ options: ['both', 'long'], default: 'both', description: 'Trade both ways, or go flat instead of short' }),
  },
  check: ({ fast, slow }) => (fast < slow ? null : `fast is ${fast} and slow is ${slow}; fast must be below slow`),
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: ({ slow }) => slow * 5,
  state: ({ fast, slow }) => ({
    fast: ema.create(fast),
    slow: ema.create(slow),
    aim: { side: null, quantity: null } as Aim,
  }),

  onBar: (ctx, { bar }) => {
    const { params, state } = ctx;
    const before = { fast: state.fast.value, slow: state.slow.value };
    const now = { fast: ema.update(state.fast, bar.close), slow: ema.update(state.slow, bar.close) };
    const cross = crossOf(before, now);
    if (cross !== null) turn(state.aim, cross, ctx.warmingUp);
    if (ctx.warmingUp) return;
    const { action, why } = follow(ctx, params, state.aim, cross);
    ctx.decide({ action, why, values: { fast: now.fast, slow: now.slow, close: bar.close } });
  },

  onOrder: ({ state }, { status }) => {
    if (status === 'DENIED' || status === 'REJECTED') state.aim.quantity = null;
  },
});

/** A cross sets a new aim. One seen in history counts only for a strategy that has traded before: entries wait for a fresh one. */
function turn(aim: Aim, cross: Side, warmingUp: boolean): void {
  if (aim.side === cross || (warmingUp && aim.side === null)) return;
  aim.side = cross;
  aim.quantity = null;
}

interface Verdict {
  readonly action: string;
  readonly why: string;
}

/** Sends at most one market order that brings the position to the aim. */
function follow(ctx: HookContext<Params, object>, params: Params, aim: Aim, cross: Side | null): Verdict {
  const { symbol } = params;
  const position = ctx.position(symbol);
  if (aim.side === null) return { action: 'wait', why: 'no cross since the start; the first entry waits for one' };
  const reason = cross === null ? `still ${aim.side === 'above' ? 'long' : 'short'} since the last cross` : `the fast average crossed ${cross} the slow one`;
  if (ctx.hasOpenOrders(symbol)) return { action: 'wait', why: `${reason}, but an order is still open` };
  aim.quantity ??= wanted(ctx, params, aim.side);
  const difference = decimal(aim.quantity).minus(decimal(position.quantity));
  if (difference.isZero) return { action: 'hold', why: `${reason}; the position is as wanted` };
  const side = difference.sign > 0 ? 'BUY' : 'SELL';
  const reduces = decimal(aim.quantity).isZero;
  const quantity = difference.abs().toString();
  ctx.submit({ symbol, side, quantity, reduceOnly: reduces, tag: cross === null ? 'complete' : `cross ${cross}` });
  return { action: side.toLowerCase(), why: `${reason}; ${side === 'BUY' ? 'buying' : 'selling'} ${quantity} to hold ${aim.quantity}` };
}

function wanted(ctx: HookContext<Params, object>, params: Params, side: Side): string {
  if (side === 'below' && params.direction === 'long') return '0';
  const quantity = ctx.quantityFor(params.symbol, ctx.equityShare(params.sizeFraction));
  return side === 'above' ? quantity : decimal(quantity).negated().toString();
}
