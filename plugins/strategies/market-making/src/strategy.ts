import { Decimal, decimal, defineStrategy, param } from '@libs/sdk';
import type { HookContext } from '@libs/sdk';
import { touchOf, type Touch } from './fair-price';
import { quotesAt, type Quotes } from './quotes';
import { hearSide, noSide, tendSide, type SideState, type Wanted } from './side';
import { volatility } from './volatility';

interface Sizes {
  readonly symbol: string;
  readonly quoteFraction: number;
  readonly maxInventory: number;
}

/** Quotes a bid and an offer around a fair price, skews both against its inventory, and earns the spread when both fill. */
export const strategy = defineStrategy({
  name: 'market-making',
  version: '1.0.0',
  title: 'Market making',
  description: 'Quotes both sides of the book around a fair price, wider in rough markets and leaning against its inventory.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    depth: param.integer({ default: 5, min: 1, max: 50, description: 'Levels of the book a side that weigh in the micro-price' }),
    fair: param.choice({
      options: ['micro', 'mid'],
      default: 'micro',
      description: 'Fair price: leaning to the thinner side of the book, or the middle',
    }),
    window: param.integer({ default: 120, min: 10, max: 3_600, description: 'Seconds over which volatility is measured' }),
    horizon: param.number({ default: 30, min: 1, max: 3_600, description: 'Seconds that a position is expected to last' }),
    width: param.number({ default: 1, min: 0, max: 20, description: 'Half the spread in deviations of the price over the horizon' }),
    minSpread: param.number({
      default: 0.0008,
      min: 0,
      max: 0.1,
      description: 'Least distance of the two quotes as a fraction of the price; keep it above twice the maker fee',
    }),
    skew: param.number({ default: 1, min: 0, max: 5, description: 'Half spreads by which the quotes move at full inventory' }),
    requote: param.number({
      default: 0.25,
      min: 0,
      max: 1,
      description: 'How far a quote may be off before it is moved, as a fraction of half the spread',
    }),
    refresh: param.number({ default: 0.5, min: 0.05, max: 60, description: 'Least seconds between two moves of one quote' }),
    quoteFraction: param.number({ default: 0.01, min: 0.0001, max: 1, description: 'Size of a quote as a fraction of account equity' }),
    maxInventory: param.number({
      default: 0.04,
      min: 0.0001,
      max: 1,
      description: 'Most that is held either way as a fraction of account equity; keep it below MAX_POSITION_SIZE',
    }),
  },
  check: ({ quoteFraction, maxInventory }) =>
    quoteFraction > maxInventory ? `quoteFraction is ${quoteFraction}; it must be at most maxInventory (${maxInventory})` : null,
  watches: ({ symbol, depth }) => [{ symbol, book: depth }],
  warmUp: () => 0,
  state: ({ window }) => ({ volatility: volatility.create(window * 1_000), bid: noSide(), ask: noSide() }),

  onOrderBook: (ctx, { bids, asks }) => {
    const { state, params } = ctx;
    const { symbol, refresh, requote } = params;
    const touch = touchOf(bids, asks, params.fair);
    if (touch === null || ctx.trust(symbol).level !== 'TRUSTED') return pull(ctx, 'the book cannot be believed');
    const deviation = volatility.update(state.volatility, touch.fair, ctx.marketTime);
    if (deviation === null) return pull(ctx, `volatility is not known yet; it takes ${params.window} seconds`);
    const { most, held } = inventoryOf(ctx);
    if (most.isZero) return pull(ctx, 'the inventory is too small to trade');
    const inventory = held.toNumber() / most.toNumber();
    const quotes = quotesAt(touch.fair, inventory, deviation, params);
    const rules = { symbol, refresh: Math.round(refresh * 1_000), tolerance: requote * quotes.half };
    const size = decimal(ctx.quantityFor(symbol, ctx.equityShare(params.quoteFraction)));
    const [bid, ask] = [wantedBid(ctx, touch, quotes, most.minus(held)), wantedAsk(ctx, touch, quotes, leastOf(symbol, most).plus(held))];
    tendSide(ctx, state.bid, 'bid', sized(ctx, bid, size), rules);
    tendSide(ctx, state.ask, 'ask', sized(ctx, ask, size), rules);
    ctx.decide(() => ({ action: 'quote', why: wordsOf(state), values: { ...quotes, fair: touch.fair, inventory, deviation } }));
  },

  onDataTrust: (ctx, { level }) => {
    if (level !== 'TRUSTED') pull(ctx, `data is ${level}`);
  },

  onOrder: ({ state, marketTime }, { clientOrderId, status }) => {
    for (const side of [state.bid, state.ask]) if (side.order === clientOrderId) hearSide(side, status, marketTime);
  },

  onFill: ({ state }, { clientOrderId }) => {
    for (const side of [state.bid, state.ask]) if (side.order === clientOrderId) side.refusals = 0;
  },
});

type Ctx = HookContext<Sizes, { readonly bid: SideState; readonly ask: SideState }>;

/** A price and the largest quantity to quote there. */
type Place = { readonly price: string; readonly most: Decimal };

/** Cancels both quotes. */
function pull(ctx: Ctx, why: string): void {
  const rules = { symbol: ctx.params.symbol, refresh: 0, tolerance: 0 };
  tendSide(ctx, ctx.state.bid, 'bid', null, rules);
  tendSide(ctx, ctx.state.ask, 'ask', null, rules);
  ctx.decide({ action: 'wait', why, values: {} });
}

/** The signed position, and the position limit either way; base units. */
function inventoryOf(ctx: Ctx): { readonly most: Decimal; readonly held: Decimal } {
  const { symbol, maxInventory } = ctx.params;
  return { most: decimal(ctx.quantityFor(symbol, ctx.equityShare(maxInventory))), held: decimal(ctx.position(symbol).quantity) };
}

/** Spot symbols have no settle asset, and spot cannot be sold short. */
function leastOf(symbol: string, most: Decimal): Decimal {
  return symbol.includes(':') ? most : Decimal.ZERO;
}

/** At least one tick below the best offer, otherwise post-only would reject it. */
function wantedBid(ctx: Ctx, { ask }: Touch, { bid }: Quotes, most: Decimal): Place {
  const { symbol } = ctx.params;
  const tick = decimal(ctx.instrument(symbol).tickSize);
  const highest = Decimal.fromNumber(ask).minus(tick);
  const price = decimal(ctx.roundedPrice(symbol, bid, 'DOWN'));
  return { price: Decimal.min(price, highest).toString(), most };
}

function wantedAsk(ctx: Ctx, { bid }: Touch, { ask }: Quotes, most: Decimal): Place {
  const { symbol } = ctx.params;
  const tick = decimal(ctx.instrument(symbol).tickSize);
  const lowest = Decimal.fromNumber(bid).plus(tick);
  const price = decimal(ctx.roundedPrice(symbol, ask, 'UP'));
  return { price: Decimal.max(price, lowest).toString(), most };
}

function sized(ctx: Ctx, { price, most }: Place, size: Decimal): Wanted {
  const { symbol } = ctx.params;
  const room = Decimal.min(size, most);
  if (room.sign <= 0 || decimal(price).sign <= 0) return null;
  const quantity = ctx.roundedQuantity(symbol, room.toString());
  const isTooSmall =
    quantity === '0' ||
    decimal(quantity)
      .times(decimal(price))
      .lt(decimal(ctx.instrument(symbol).minNotional));
  return isTooSmall ? null : { price, quantity, room: most };
}

function wordsOf({ bid, ask }: { readonly bid: SideState; readonly ask: SideState }): string {
  const of = ({ order, isLeaving, price }: SideState): string => (order === null ? 'none' : isLeaving ? `${price}, called back` : price);
  return `bid ${of(bid)}, offer ${of(ask)}`;
}
