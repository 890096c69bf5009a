import { Decimal } from '@libs/kernel';
import type { OrderDraft } from './order-draft';
import type { VenueMarket } from './market';

/** Digits of a quantity bought by value, before it is cut to whole lots. */
const VALUE_SCALE = 18;

/** How far a market order may go: the price limits, or the tolerated slippage from the best price where that is nearer. */
export function marketLimit(market: VenueMarket, side: 1 | -1, slippage: Decimal | undefined): number {
  const { lowest, highest } = market.tickLimits;
  const best = side === 1 ? market.book.bestAsk : market.book.bestBid;
  if (!slippage || best === undefined) return side === 1 ? highest : lowest;
  const edge = market.prices.value(best).times(side === 1 ? Decimal.ONE.plus(slippage) : Decimal.ONE.minus(slippage));
  return side === 1 ? Math.min(highest, market.ticks.floorUnits(edge)) : Math.max(lowest, market.ticks.ceilUnits(edge));
}

/** The worst price that a market order would pay now; the last price when nothing is offered. */
export function takerPrice({ market, side, lots, request }: OrderDraft): Decimal {
  const { book, prices } = market;
  const best = side === 1 ? book.bestAsk : book.bestBid;
  if (best === undefined || request.quoteQuantity) return best === undefined ? market.lastPrice : prices.value(best);
  return market.isSpot ? averagePrice(market, side, lots) : prices.value(best);
}

/** Lots that a value buys or sells at the offers up to `limit`; less than one lot stays unspent. */
export function lotsForValue(
  market: VenueMarket,
  side: 1 | -1,
  { value, limit }: { value: Decimal; limit: number },
): { readonly lots: number; readonly isAll: boolean } {
  const { ticks, lots } = market.book.depth(side === 1 ? -1 : 1);
  let [left, sum] = [value, 0];
  for (let level = 0; level < ticks.length; level += 1) {
    if (side === 1 ? ticks[level]! > limit : ticks[level]! < limit) break;
    const price = market.prices.value(ticks[level]!);
    const wanted = market.lots.floorUnits(left.dividedBy(price, VALUE_SCALE, 'DOWN'));
    const taken = Math.min(wanted, lots[level]!);
    sum += taken;
    if (taken === wanted) return { lots: sum, isAll: true };
    left = left.minus(market.quantities.value(taken).times(price));
  }
  return { lots: sum, isAll: false };
}

function averagePrice(market: VenueMarket, side: 1 | -1, wanted: number): Decimal {
  const { ticks, lots } = market.book.depth(side === 1 ? -1 : 1);
  let [left, cost, taken] = [wanted, Decimal.ZERO, 0];
  for (let level = 0; level < ticks.length && left > 0; level += 1) {
    const some = Math.min(left, lots[level]!);
    cost = cost.plus(market.quantities.value(some).times(market.prices.value(ticks[level]!)));
    left -= some;
    taken += some;
  }
  return taken === 0 ? market.lastPrice : cost.dividedBy(market.quantities.value(taken), VALUE_SCALE, 'UP');
}
