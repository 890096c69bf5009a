import { cooldown, decimal, defineStrategy, duration, holding, param, patience, patientTarget, rsi } from '@libs/sdk';
import type { CooldownState, PatienceState, PositionView, RsiState, StrategyBar, Verdict } from '@libs/sdk';
import { beginLeaving, booked, closed, enter, hold, leave, noDeal, open, tend, type DealContext, type DealState } from './deal';
import { depthsOf } from './plan';

interface State extends DealState {
  readonly rsi: RsiState;
  readonly cooldown: CooldownState;
  readonly patience: PatienceState;
}

/** Buys once, buys more at fixed distances while the price moves against it, and sells everything at a profit on the average. */
export const strategy = defineStrategy({
  name: 'dca',
  version: '1.0.0',
  title: 'DCA',
  description: 'Averages into a position with a base order and safety orders, and takes the profit on the average price.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '5m', description: 'Length of the bars at whose close deals begin and the stop is looked at' }),
    direction: param.choice({ options: ['long', 'short'], default: 'long', description: 'Buy falling prices, or sell rising ones' }),
    start: param.choice({
      options: ['now', 'rsi'],
      default: 'now',
      description: 'Begin a deal whenever there is none, or only while the RSI is beyond startRsi',
    }),
    startRsi: param.number({
      default: 35,
      min: 1,
      max: 99,
      description: 'With start rsi: RSI below which a long deal begins; a short one above 100 less this',
    }),
    rsiPeriod: param.integer({ default: 14, min: 2, max: 200, description: 'Period of the RSI, in bars' }),
    safetyOrders: param.integer({ default: 5, min: 1, max: 25, description: 'Most safety orders of a deal' }),
    deviation: param.number({
      default: 0.015,
      min: 0.0005,
      max: 0.5,
      description: 'From the base order to the first safety order, as a fraction of the price',
    }),
    stepScale: param.number({ default: 1.2, min: 0.5, max: 5, description: 'Each next step to a safety order in the one before' }),
    safetySize: param.number({ default: 1, min: 0.1, max: 20, description: 'Cost of the first safety order in base orders' }),
    volumeScale: param.number({ default: 1.4, min: 0.5, max: 5, description: 'Cost of each next safety order in the one before' }),
    takeProfit: param.number({
      default: 0.015,
      min: 0.0005,
      max: 1,
      description: 'Beyond the average price at which all is sold, as a fraction of it, before fees',
    }),
    stop: param.number({
      default: 0,
      min: 0,
      max: 0.9,
      description: 'From the price of the base order to where all is closed, as a fraction of it; 0: never',
    }),
    rest: param.integer({ default: 0, min: 0, max: 10_000, description: 'Bars from the end of a deal to the next' }),
    restAfterLoss: param.integer({ default: 48, min: 0, max: 10_000, description: 'Bars after a deal that ended at a loss, if more' }),
    sizeFraction: param.number({
      default: 0.05,
      min: 0.0001,
      max: 1,
      description: 'Cost of a deal with all its safety orders as a fraction of account equity; keep it below MAX_POSITION_SIZE',
    }),
  },
  check: ({ symbol, direction, safetyOrders, deviation, stepScale, stop, ...rest }) => {
    // Spot symbols have no settle asset, and spot cannot be sold short.
    if (direction === 'short' && !symbol.includes(':')) return `direction is short; on the spot market ${symbol} it must be long`;
    const deepest = depthsOf({ symbol, direction, safetyOrders, deviation, stepScale, ...rest })
      .at(-1)!
      .toNumber();
    const words = `the last of ${safetyOrders} safety orders lies ${percent(deepest)} from the base order`;
    if (deepest >= 1) return `${words}; with deviation ${deviation} and stepScale ${stepScale} plan fewer, below 100 %`;
    if (stop > 0 && stop <= deepest) return `stop is ${percent(stop)}, but ${words}; put the stop behind it, or 0 for none`;
    return null;
  },
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: ({ start, rsiPeriod }) => (start === 'rsi' ? rsiPeriod * 10 : 0),
  state: ({ rsiPeriod, rest, restAfterLoss, interval }): State => ({
    ...noDeal(),
    rsi: rsi.create(rsiPeriod),
    cooldown: cooldown.create({
      afterExit: `${rest * duration(interval)}ms`,
      afterLoss: `${restAfterLoss * duration(interval)}ms`,
    }),
    patience: patience.create(),
  }),

  onBar: (ctx, { bar }) => {
    const { state, params } = ctx;
    const value = params.start === 'rsi' ? rsi.update(state.rsi, bar.close) : null;
    if (ctx.warmingUp) return;
    state.close = bar.close;
    const held = holding(ctx, params.symbol);
    const isResting = cooldown.update(state.cooldown, held, { price: bar.close, at: ctx.marketTime });
    const mayAdd = !patience.waits(state.patience);
    if (state.phase === 'holding') endDeal(ctx, held, bar);
    if (state.phase === 'idle' && !state.isOver && !isResting && isStart(params, value)) open(ctx);
    const verdict = goOn(ctx, mayAdd);
    const said = state.phase === 'idle' ? waitingFor(state, isResting) : verdict;
    const average = decimal(ctx.position(params.symbol).averagePrice).toNumber();
    ctx.decide(() => ({ ...said, values: { close: bar.close, average, ...(value === null ? {} : { rsi: value }) } }));
  },

  onFill: (ctx, { symbol, tag, quantity, price }) => {
    const { state } = ctx;
    patientTarget.filled(state.target);
    patience.end(state.patience);
    cooldown.update(state.cooldown, holding(ctx, symbol), { price: decimal(price).toNumber(), at: ctx.marketTime });
    booked(state, tag, quantity);
    if (state.phase === 'holding' && !ctx.warmingUp) tend(ctx, false);
  },

  onOrder: (ctx, event) => {
    const { state, params } = ctx;
    const { status, tag, reason } = event;
    if (status === 'ACCEPTED' || status === 'UNKNOWN') return;
    closed(state, tag);
    if (tag?.startsWith('safety ')) patience.hear(state.patience, { status, reason });
    else if (tag !== 'take') patientTarget.hear(state.target, event);
    if (ctx.warmingUp || status === 'DENIED' || status === 'REJECTED') return;
    const isTaken = state.phase === 'holding' && tag === 'take' && status === 'FILLED' && holding(ctx, params.symbol).side === 'FLAT';
    if (isTaken) beginLeaving(state, 'profit taken');
    if (state.phase === 'entering' && tag === 'base' && status === 'FILLED') hold(ctx);
    else if (state.phase === 'holding') tend(ctx, false);
    else if (state.phase === 'leaving') leave(ctx);
  },
});

function isStart(
  { start, startRsi, direction }: DealContext['params'] & { start: string; startRsi: number },
  value: number | null,
): boolean {
  if (start === 'now') return true;
  return value !== null && (direction === 'long' ? value < startRsi : value > 100 - startRsi);
}

/** After the stop, or a close by somebody else, the strategy ends; whoever closed it decides about starting again. */
function endDeal(ctx: DealContext, held: PositionView, { low, high }: StrategyBar): void {
  const { state, params } = ctx;
  if (held.side === 'FLAT' && !state.isTaking) {
    state.isOver = true;
    return beginLeaving(state, 'the position was closed from outside');
  }
  const entry = decimal(state.entry).toNumber();
  const isStopped = params.direction === 'long' ? low <= entry * (1 - params.stop) : high >= entry * (1 + params.stop);
  if (params.stop > 0 && isStopped) beginLeaving(state, 'stop');
}

function goOn(ctx: DealContext, mayAdd: boolean): Verdict {
  const { state } = ctx;
  if (state.phase === 'entering') return enter(ctx);
  if (state.phase === 'leaving') return leave(ctx);
  if (state.phase === 'holding') tend(ctx, mayAdd);
  const filled = state.safety.filter(({ left }) => left === '0').length;
  return { action: 'hold', why: `${filled} of ${state.safety.length} safety orders are filled` };
}

function waitingFor({ isOver, why }: State, isResting: boolean): Verdict {
  if (isOver) return { action: 'wait', why: `${why}; it stays out` };
  return { action: 'wait', why: isResting ? 'resting after the last deal' : 'no deal yet' };
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 10_000) / 100} %`;
}
