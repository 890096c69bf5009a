import { Decimal, decimal } from '@libs/sdk';
import type { HookContext } from '@libs/sdk';

/** The parameters that define a deal. */
export interface PlanParams {
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  readonly safetyOrders: number;
  readonly deviation: number;
  readonly stepScale: number;
  readonly safetySize: number;
  readonly volumeScale: number;
  readonly sizeFraction: number;
}

type PlanContext = Pick<HookContext<PlanParams, object>, 'params' | 'equityShare' | 'roundedPrice' | 'roundedQuantity' | 'instrument'>;

/** An order that averages in; amounts are decimal text. */
export interface SafetyOrder {
  readonly price: string;
  /** Unfilled quantity. */
  left: string;
  isOpen: boolean;
}

/** Fraction digits of steps and weights. */
const SCALE = 12;

/** Distance of each safety order from the base order's price, as a fraction of it: deviation, deviation + deviation × stepScale, … */
export function depthsOf({ safetyOrders, deviation, stepScale }: PlanParams): readonly Decimal[] {
  let sum = Decimal.ZERO;
  return scaled(deviation, stepScale, safetyOrders).map((step) => (sum = sum.plus(step)));
}

/** Cost of each order relative to the base order: 1, safetySize, safetySize × volumeScale, … */
export function weightsOf({ safetyOrders, safetySize, volumeScale }: PlanParams): readonly Decimal[] {
  return [Decimal.ONE, ...scaled(safetySize, volumeScale, safetyOrders)];
}

/** first, first × scale, first × scale², … as decimals, because they become prices and amounts. */
function scaled(first: number, scale: number, count: number): Decimal[] {
  let part = Decimal.fromNumber(first);
  return Array.from({ length: count }, () => {
    const now = part;
    part = part.times(Decimal.fromNumber(scale)).roundTo(SCALE);
    return now;
  });
}

/** Cost of the base order such that the deal with all safety orders costs `sizeFraction` of equity; quote units. */
export function baseNotional(ctx: PlanContext): Decimal {
  const sum = weightsOf(ctx.params).reduce((total, weight) => total.plus(weight), Decimal.ZERO);
  return decimal(ctx.equityShare(ctx.params.sizeFraction)).dividedBy(sum, SCALE, 'DOWN');
}

/**
 * The safety orders of a deal, nearest first, from the fill price of its base order; prices rounded to the tick, down for a long deal and
 * up for a short one. Throws if one would be below the market's minimum.
 */
export function safetyOrdersOf(ctx: PlanContext, entry: Decimal, base: Decimal): SafetyOrder[] {
  const { symbol, direction } = ctx.params;
  const { minNotional } = ctx.instrument(symbol);
  const [, ...weights] = weightsOf(ctx.params);
  return depthsOf(ctx.params).map((depth, index) => {
    const distance = entry.times(depth);
    const level = direction === 'long' ? entry.minus(distance) : entry.plus(distance);
    const price = ctx.roundedPrice(symbol, level.toString(), direction === 'long' ? 'DOWN' : 'UP');
    const notional = base.times(weights[index]!);
    const left = ctx.roundedQuantity(symbol, notional.dividedBy(decimal(price), SCALE, 'DOWN').toString());
    if (left === '0' || decimal(left).times(decimal(price)).lt(decimal(minNotional)))
      throw new RangeError(
        `safety order ${index + 1} would be worth ${notional} at ${price}, less than ${symbol} trades; raise sizeFraction or plan fewer`,
      );
    return { price, left, isOpen: false };
  });
}

/** The price of the profit order: `takeProfit` beyond the average price, rounded to the tick away from it. */
export function takePrice(ctx: Pick<PlanContext, 'params' | 'roundedPrice'>, averagePrice: string, takeProfit: number): string {
  const { symbol, direction } = ctx.params;
  const gain = decimal(averagePrice).times(Decimal.fromNumber(takeProfit));
  const level = direction === 'long' ? decimal(averagePrice).plus(gain) : decimal(averagePrice).minus(gain);
  return ctx.roundedPrice(symbol, level.toString(), direction === 'long' ? 'UP' : 'DOWN');
}
