import { atrStop, bollinger, crossedAbove, crossedBelow, defineStrategy, holding, param, patientTarget } from '@libs/sdk';
import { FIRST_SIDE, decideSide } from './decide-side';

/** Trades in the direction of a close outside the bands, and exits when the move has come back to the middle. */
export const strategy = defineStrategy({
  name: 'bollinger-breakout',
  version: '1.0.0',
  title: 'Bollinger breakout',
  description: 'Enters in the direction in which the close leaves its Bollinger bands and leaves at the middle or the other band.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '1h', description: 'Length of the bars that feed the bands' }),
    period: param.integer({ default: 20, min: 2, max: 500, description: 'Bars of the bands' }),
    width: param.number({ default: 2, min: 0.1, max: 10, description: 'Standard deviations from the middle to a band' }),
    exit: param.choice({
      options: ['middle', 'opposite'],
      default: 'middle',
      description: 'Leave when the close is back beyond the middle, or only beyond the opposite band',
    }),
    atrPeriod: param.integer({ default: 14, min: 1, max: 500, description: 'Bars of the average true range of the stop' }),
    stopWidth: param.number({ default: 3, min: 0.1, max: 50, description: 'Average true ranges from the entry price to the stop' }),
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
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: ({ period, atrPeriod }) => Math.max(period + 1, atrPeriod * 10),
  state: ({ period, width, atrPeriod, stopWidth }) => ({
    bands: bollinger.create({ period, width }),
    up: crossedAbove.create(),
    down: crossedBelow.create(),
    side: FIRST_SIDE,
    tag: '',
    stop: atrStop.create({ period: atrPeriod, width: stopWidth }),
    target: patientTarget.create(),
  }),

  onBar: (ctx, { bar }) => {
    const { state, params } = ctx;
    const { symbol } = params;
    const bands = bollinger.update(state.bands, bar.close);
    const isUp = crossedAbove.update(state.up, bar.close, bands?.upper ?? null);
    const isDown = crossedBelow.update(state.down, bar.close, bands?.lower ?? null);
    const isStopped = atrStop.update(state.stop, holding(ctx, symbol), bar);
    if (ctx.warmingUp || bands === null) return;
    const { side, why } = decideSide({ close: bar.close, bands, isUp, isDown, isStopped }, state.side, params);
    if (side !== state.side) {
      Object.assign(state, { side, tag: why });
      patientTarget.set(state.target);
    }
    const size = (): string => patientTarget.sizeOf(ctx, symbol, { side, fraction: params.sizeFraction });
    const verdict = patientTarget.follow(ctx, state.target, { symbol, close: bar.close, size, tag: state.tag });
    const { lower, middle, upper } = bands;
    ctx.decide({ action: verdict.action, why: `${why}; ${verdict.why}`, values: { lower, middle, upper, close: bar.close } });
  },

  onOrder: ({ state }, event) => patientTarget.hear(state.target, event),

  onFill: ({ state }) => patientTarget.filled(state.target),
});
