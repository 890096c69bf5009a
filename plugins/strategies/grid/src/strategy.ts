import { defineStrategy, holding, param, patience, patientTarget } from '@libs/sdk';
import type { PatienceState, PatientTargetState, StrategyBar } from '@libs/sdk';
import { isHeld } from './cell';
import { booked, closed, layGrid, takeProfit, tend, type Grid, type GridContext } from './grid';

interface State {
  /** Null until the first live bar. */
  grid: Grid | null;
  /** Why it has ended; null while it trades. */
  over: string | null;
  readonly patience: PatienceState;
  readonly target: PatientTargetState;
}

/** Buys a little at each level below the price and sells it one level higher, or the reverse. */
export const strategy = defineStrategy({
  name: 'grid',
  version: '1.0.0',
  title: 'Grid',
  description: 'Rests limit orders at the levels of a price range and takes the profit of each at the next level.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    interval: param.interval({ default: '1m', description: 'Length of the bars at whose close it looks after its orders and the stop' }),
    range: param.choice({
      options: ['around', 'fixed'],
      default: 'around',
      description: 'A range around a price, or one from lower to upper',
    }),
    lower: param.decimal({ default: '0', min: '0', max: '1000000000', description: 'Lowest level of a fixed range, in quote units' }),
    upper: param.decimal({ default: '0', min: '0', max: '1000000000', description: 'Highest level of a fixed range, in quote units' }),
    centre: param.decimal({
      default: '0',
      min: '0',
      max: '1000000000',
      description: 'Middle of a range around a price, in quote units; 0: the first close',
    }),
    span: param.number({
      default: 0.05,
      min: 0.001,
      max: 0.9,
      description: 'From the middle to each end of a range around a price, as a fraction of the price',
    }),
    cells: param.integer({ default: 10, min: 2, max: 40, description: 'Cells of the range; there is one level more' }),
    spacing: param.choice({
      options: ['geometric', 'arithmetic'],
      default: 'geometric',
      description: 'Levels at the same proportion from each other, or at the same amount',
    }),
    direction: param.choice({
      options: ['long', 'neutral', 'short'],
      default: 'long',
      description: 'Only buys first; buys below the first price and sells short above it; only sells short first',
    }),
    maxHeld: param.integer({ default: 10, min: 1, max: 40, description: 'Most cells that are held at once on a side' }),
    sizeFraction: param.number({
      default: 0.05,
      min: 0.0001,
      max: 1,
      description: 'What all cells that may be held at once cost, as a fraction of account equity; keep it below MAX_POSITION_SIZE',
    }),
    stop: param.number({
      default: 0.02,
      min: 0,
      max: 0.5,
      description: 'Beyond the end of the range at which everything is closed for good, as a fraction of the price; 0: never',
    }),
  },
  check: ({ symbol, range, lower, upper, direction }) => {
    if (range === 'fixed' && !(Number(lower) > 0 && Number(lower) < Number(upper)))
      return `a fixed range goes from lower (${lower}) up to upper (${upper}); give both, lower above 0 and upper above lower`;
    // Spot symbols have no settle asset, and spot cannot be sold short.
    if (direction !== 'long' && !symbol.includes(':')) return `direction is ${direction}; on the spot market ${symbol} it must be long`;
    return null;
  },
  watches: ({ symbol, interval }) => [{ symbol, interval }],
  warmUp: () => 0,
  state: (): State => ({ grid: null, over: null, patience: patience.create(), target: patientTarget.create() }),

  onBar: (ctx, { bar }) => {
    const { state } = ctx;
    if (ctx.warmingUp) return;
    const grid = (state.grid ??= layGrid(ctx, bar.close));
    grid.price = bar.close;
    state.over ??= endOf(ctx, grid, bar);
    if (state.over !== null) return leave(ctx, bar.close);
    const isWaiting = patience.waits(state.patience);
    tend(ctx, grid, !isWaiting);
    ctx.decide(() => ({ action: isWaiting ? 'wait' : 'quote', why: pictureOf(grid, state.patience), values: valuesOf(grid) }));
  },

  onFill: (ctx, fill) => {
    const { grid, over } = ctx.state;
    patientTarget.filled(ctx.state.target);
    patience.end(ctx.state.patience);
    if (grid === null) return;
    booked(grid, fill.tag, fill);
    if (over === null && !ctx.warmingUp) grid.cells.forEach((cell, index) => takeProfit(ctx, cell, index));
  },

  onOrder: (ctx, { status, tag, reason }) => {
    const { grid, over, patience: waiting } = ctx.state;
    const isRefused = status === 'DENIED' || status === 'REJECTED';
    if (grid === null || status === 'ACCEPTED' || status === 'UNKNOWN') return;
    closed(grid, tag);
    if (tag?.startsWith('open ')) patience.hear(waiting, { status, reason });
    if (ctx.warmingUp) return;
    if (over !== null) {
      patientTarget.hear(ctx.state.target, { status, ...(reason === undefined ? {} : { reason }) });
      if (!isRefused) leave(ctx, grid.price);
    } else if (status === 'FILLED') tend(ctx, grid, waiting.pause === 0);
  },
});

/** After the stop, or a close by somebody else, the cells are wrong; whoever closed the position decides about starting again. */
function endOf(ctx: GridContext, grid: Grid, { low, high }: StrategyBar): string | null {
  if (grid.stopBelow !== null && low <= grid.stopBelow) return `stop: ${low} is at or below ${grid.stopBelow}`;
  if (grid.stopAbove !== null && high >= grid.stopAbove) return `stop: ${high} is at or above ${grid.stopAbove}`;
  const isGone = holding(ctx, ctx.params.symbol).side === 'FLAT' && grid.cells.some(({ held }) => held !== '0');
  return isGone && grid.cells.every(({ opening, taking, held }) => !taking && !(opening && held !== '0'))
    ? 'the position was closed from outside'
    : null;
}

/** Cancels every order, then closes the position. */
function leave(ctx: GridContext & { readonly state: State }, close: number): void {
  const { symbol } = ctx.params;
  for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
  const { action, why } = patientTarget.follow(ctx, ctx.state.target, { symbol, close, size: () => '0', tag: 'stop' });
  ctx.decide({ action, why: `${ctx.state.over}; ${why}`, values: { close } });
}

function pictureOf({ cells }: Grid, { reason, pause }: PatienceState): string {
  const held = cells.filter(isHeld).length;
  const opening = cells.filter((cell) => cell.opening).length;
  const waiting = pause > 0 ? `; the last order was refused (${reason}), no new ones for ${pause} bars` : '';
  return `${held} of ${cells.length} cells are held, ${opening} wait to open${waiting}`;
}

function valuesOf({ cells, price }: Grid): Record<string, number> {
  return { close: price, held: cells.filter(isHeld).length, opening: cells.filter((cell) => cell.opening).length };
}
