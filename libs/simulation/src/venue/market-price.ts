import { Decimal } from '@libs/kernel';
import type { Desk } from './desk';
import type { OrderDraft } from './order-draft';
import type { VenueMarket } from './market';
import { leavesOf, type SelfTradePolicy } from './order';

/** Digits of a quantity bought by value, before it is truncated to whole lots. */
const VALUE_SCALE = 18;

/** The worst price of a market order: the price limit, or the tolerated slippage from the best price if that is nearer. */
export function marketLimit(market: VenueMarket, side: 1 | -1, slippage: Decimal | undefined): number {
  const { lowest, highest } = market.tickLimits;
  const best = side === 1 ? market.book.bestAsk : market.book.bestBid;
  if (!slippage || best === undefined) return side === 1 ? highest : lowest;
  const edge = market.prices.value(best).times(side === 1 ? Decimal.ONE.plus(slippage) : Decimal.ONE.minus(slippage));
  return side === 1 ? Math.min(highest, market.ticks.floorUnits(edge)) : Math.max(lowest, market.ticks.ceilUnits(edge));
}

/** The expected price of a market order now (on spot the average, by value too); the last price if there are no offers. */
export function takerPrice({ desk, market, side, lots, request }: OrderDraft): Decimal {
  const { book, prices } = market;
  const best = side === 1 ? book.bestAsk : book.bestBid;
  if (best === undefined) return market.lastPrice;
  if (!market.isSpot) return prices.value(best);
  const offers = offersFor(desk, side, request.selfTrade);
  if (!request.quoteQuantity) return averagePrice(market, offers, lots);
  const needed = lotsForValue(market, offers, { side, value: request.quoteQuantity, limit: marketLimit(market, side, request.slippage) });
  // At the average price of walking down the book.
  return needed.lots === 0 ? prices.value(best) : request.quoteQuantity.dividedBy(market.quantities.value(needed.lots), VALUE_SCALE, 'UP');
}

/** Offers of one side of the book, best first. */
export interface Offers {
  readonly ticks: readonly number[];
  readonly lots: readonly number[];
}

/** What an order of this account can trade with: with CANCEL_MAKER its own orders are excluded, because they are cancelled first. */
export function offersFor({ account, market }: Desk, side: 1 | -1, selfTrade: SelfTradePolicy | undefined): Offers {
  const { ticks, lots } = market.book.depth(side === 1 ? -1 : 1);
  if (selfTrade !== 'CANCEL_MAKER' || market.book.openOf(account.number) === 0) return { ticks, lots };
  const own = new Map<number, number>();
  for (const order of account.orders.open.values()) {
    if (order.market !== market.key || order.side === (side === 1 ? 'BUY' : 'SELL') || order.status === 'UNTRIGGERED' || !order.price)
      continue;
    const place = market.prices.units(order.price);
    own.set(place, (own.get(place) ?? 0) + market.quantities.units(leavesOf(order)));
  }
  return { ticks, lots: lots.map((all, level) => all - (own.get(ticks[level]!) ?? 0)) };
}

/** Lots that a value buys or sells at the offers up to `limit`; less than one lot stays unspent. */
export function lotsForValue(
  market: VenueMarket,
  { ticks, lots }: Offers,
  { side, value, limit }: { side: 1 | -1; value: Decimal; limit: number },
): { readonly lots: number; readonly isAll: boolean } {
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

function averagePrice(market: VenueMarket, { ticks, lots }: Offers, wanted: number): Decimal {
  let [left, cost, taken] = [wanted, Decimal.ZERO, 0];
  for (let level = 0; level < ticks.length && left > 0; level += 1) {
    const some = Math.min(left, lots[level]!);
    cost = cost.plus(market.quantities.value(some).times(market.prices.value(ticks[level]!)));
    left -= some;
    taken += some;
  }
  return taken === 0 ? market.lastPrice : cost.dividedBy(market.quantities.value(taken), VALUE_SCALE, 'UP');
}
