import { Decimal, decimal } from '@libs/sdk';
import type { HookContext } from '@libs/sdk';

/** The parameters that a deal is planned by. */
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
  /** What of it is not filled. */
  left: string;
  isOpen: boolean;
}

/** Digits behind the point that steps and weights are kept to. */
const SCALE = 12;

/** How far each safety order lies from the base order's price, as fractions of it: deviation, deviation + deviation × stepScale, … */
export function depthsOf({ safetyOrders, deviation, stepScale }: PlanParams): readonly Decimal[] {
  let sum = Decimal.ZERO;
  return scaled(deviation, stepScale, safetyOrders).map((step) => (sum = sum.plus(step)));
}

/** What each order costs in base orders: 1, safetySize, safetySize × volumeScale, … */
export function weightsOf({ safetyOrders, safetySize, volumeScale }: PlanParams): readonly Decimal[] {
  return [Decimal.ONE, ...scaled(safetySize, volumeScale, safetyOrders)];
}

/** first, first × scale, first × scale², … in decimals, since they become prices and amounts. */
function scaled(first: number, scale: number, count: number): Decimal[] {
  let part = Decimal.fromNumber(first);
  return Array.from({ length: count }, () => {
    const now = part;
    part = part.times(Decimal.fromNumber(scale)).roundTo(SCALE);
    return now;
  });
}

/** What the base order may cost, so that with all safety orders the deal costs `sizeFraction` of equity; quote units. */
export function baseNotional(ctx: PlanContext): Decimal {
  const sum = weightsOf(ctx.params).reduce((total, weight) => total.plus(weight), Decimal.ZERO);
  return decimal(ctx.equityShare(ctx.params.sizeFraction)).dividedBy(sum, SCALE, 'DOWN');
}

/**
 * The safety orders of a deal, nearest first, by the price at which its base order was filled; prices on the tick, a long one's rounded
 * down and a short one's up. Throws where one would be less than the market takes.
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

/** Where the profit is taken: `takeProfit` beyond the average price, rounded to the tick away from it. */
export function takePrice(ctx: Pick<PlanContext, 'params' | 'roundedPrice'>, averagePrice: string, takeProfit: number): string {
  const { symbol, direction } = ctx.params;
  const gain = decimal(averagePrice).times(Decimal.fromNumber(takeProfit));
  const level = direction === 'long' ? decimal(averagePrice).plus(gain) : decimal(averagePrice).minus(gain);
  return ctx.roundedPrice(symbol, level.toString(), direction === 'long' ? 'UP' : 'DOWN');
}
