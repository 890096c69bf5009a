import { defineStrategy, ema, param } from '@libs/sdk';
import { accepted, follow, noAim, refused, turn, verdictOf } from './aim';
import { crossOf } from './cross';

/** Follows the cross of two moving averages of the close, on closed bars. */
export const strategy = defineStrategy({
  name: 'ema-cross',
  version: '1.0.0',
  title: 'EMA cross',
  description: 'Long while the fast average of the close is above the slow one, short or flat while it is below.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '1m', description: 'Length of the bars that feed the averages' }),
    fast: param.integer({ default: 12, min: 1, max: 500, description: 'Period of the fast average, in bars; below slow' }),
    slow: param.integer({ default: 26, min: 2, max: 1000, description: 'Period of the slow average, in bars' }),
    sizeFraction: param.number({
      default: 0.05,
      min: 0.0001,
      max: 1,
      description: 'Size of a position as a fraction of account equity; keep it below MAX_POSITION_SIZE',
    }),
    direction: param.choice({
      options: ['both', 'long'],
      default: 'both',
      description: 'Trade both ways, or go flat instead of short, as on a spot market always',
    }),
  },
  check: ({ fast, slow }) => (fast < slow ? null : `fast is ${fast} and slow is ${slow}; fast must be below slow`),
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: ({ slow }) => slow * 5,
  state: ({ fast, slow }) => ({ fast: ema.create(fast), slow: ema.create(slow), aim: noAim() }),

  onBar: (ctx, { bar }) => {
    const { state } = ctx;
    const before = (state.fast.value ?? NaN) - (state.slow.value ?? NaN);
    const fast = ema.update(state.fast, bar.close);
    const slow = ema.update(state.slow, bar.close);
    const cross = crossOf(before, fast - slow);
    if (cross !== null) turn(state.aim, cross, ctx.warmingUp);
    if (ctx.warmingUp) return;
    const step = follow(ctx, state.aim, cross, bar);
    if (ctx.keepsDecisions) ctx.decide({ ...verdictOf(ctx, state.aim, cross, step), values: { fast, slow, close: bar.close } });
  },

  onOrder: ({ state }, { status, reason }) => {
    if (status === 'DENIED' || status === 'REJECTED') refused(state.aim, reason ?? status);
  },

  onFill: ({ state }) => accepted(state.aim),
});
