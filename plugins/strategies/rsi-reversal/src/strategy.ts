import {
  cooldown,
  crossedAbove,
  crossedBelow,
  decimal,
  defineStrategy,
  duration,
  holding,
  param,
  patientTarget,
  rsi,
  stopLoss,
} from '@libs/sdk';
import { FIRST_SIDE, decideSide } from './decide-side';

/** Buys the return from an oversold market and exits in the middle; the reverse if it may go short. */
export const strategy = defineStrategy({
  name: 'rsi-reversal',
  version: '1.0.0',
  title: 'RSI reversal',
  description: 'Enters when the RSI comes back from an extreme and leaves when it is back in the middle.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '15m', description: 'Length of the bars that feed the RSI' }),
    period: param.integer({ default: 14, min: 2, max: 200, description: 'Period of the RSI, in bars' }),
    oversold: param.number({ default: 30, min: 1, max: 49, description: 'RSI from below which a return is bought' }),
    overbought: param.number({ default: 70, min: 51, max: 99, description: 'RSI from above which a return is sold short' }),
    exit: param.number({
      default: 50,
      min: 2,
      max: 98,
      description: 'RSI at which a long position is closed; a short one at the same distance below 100',
    }),
    stop: param.number({
      default: 0.03,
      min: 0.001,
      max: 0.5,
      description: 'Loss at which a position is closed, as a fraction of its entry price',
    }),
    rest: param.integer({ default: 10, min: 0, max: 10_000, description: 'Bars without an entry after an exit at a loss' }),
    sizeFraction: param.number({
      default: 0.05,
      min: 0.0001,
      max: 1,
      description: 'Size of a position as a fraction of account equity; keep it below MAX_POSITION_SIZE',
    }),
    direction: param.choice({
      options: ['both', 'long'],
      default: 'both',
      description: 'Trade both ways, or only long, as on a spot market always',
    }),
  },
  check: ({ oversold, overbought, exit }) =>
    exit > oversold && 100 - exit < overbought
      ? null
      : `exit is ${exit}; it must be above oversold (${oversold}), and 100 − exit below overbought (${overbought})`,
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: ({ period }) => period * 10,
  state: ({ period, stop, rest, interval }) => ({
    rsi: rsi.create(period),
    up: crossedAbove.create(),
    down: crossedBelow.create(),
    side: FIRST_SIDE,
    tag: '',
    stop: stopLoss.create({ fraction: stop }),
    cooldown: cooldown.create({ afterLoss: `${rest * duration(interval)}ms` }),
    target: patientTarget.create(),
  }),

  onBar: (ctx, { bar }) => {
    const { state, params } = ctx;
    const { symbol, oversold, overbought } = params;
    const value = rsi.update(state.rsi, bar.close);
    const isUp = crossedAbove.update(state.up, value, oversold);
    const isDown = crossedBelow.update(state.down, value, overbought);
    if (ctx.warmingUp || value === null) return;
    const held = holding(ctx, symbol);
    const isResting = cooldown.update(state.cooldown, held, { price: bar.close, at: ctx.marketTime });
    const isStopped = stopLoss.update(state.stop, held, bar);
    const { side, why } = decideSide({ value, isUp, isDown, isStopped, isResting }, state.side, params);
    if (side !== state.side) {
      Object.assign(state, { side, tag: why });
      patientTarget.set(state.target);
    }
    const size = (): string => patientTarget.sizeOf(ctx, symbol, { side, fraction: params.sizeFraction });
    const verdict = patientTarget.follow(ctx, state.target, { symbol, close: bar.close, size, tag: state.tag });
    ctx.decide({ action: verdict.action, why: `${why}; ${verdict.why}`, values: { rsi: value, close: bar.close } });
  },

  onOrder: ({ state }, event) => patientTarget.hear(state.target, event),

  onFill: (ctx, { symbol, price }) => {
    patientTarget.filled(ctx.state.target);
    cooldown.update(ctx.state.cooldown, holding(ctx, symbol), { price: decimal(price).toNumber(), at: ctx.marketTime });
  },
});
