import { Decimal } from '@libs/kernel';
import type { InputBody } from '@libs/engine';
import type { LevelText } from '@libs/sdk';
import { leavesOf } from '@libs/simulation';
import type { SimOrder } from '@libs/simulation';

/** What a market tells of its best prices and its book, with orders that rest there beside those of others. */
export function withOwn(body: InputBody, own: readonly SimOrder[]): InputBody {
  if (body.type === 'book') {
    const { bids, asks } = body;
    return { ...body, bids: added(bids, own, 'BUY'), asks: added(asks, own, 'SELL') };
  }
  if (body.type !== 'quote') return body;
  const [[bid, bidSize], [ask, askSize]] = [
    added([[body.bid, body.bidSize]], own, 'BUY')[0]!,
    added([[body.ask, body.askSize]], own, 'SELL')[0]!,
  ];
  return { ...body, bid, bidSize, ask, askSize };
}

/** As many levels as there were, best first. */
function added(levels: readonly LevelText[], own: readonly SimOrder[], side: SimOrder['side']): LevelText[] {
  const all = levels.map(([price, quantity]) => [Decimal.parse(price), Decimal.parse(quantity)] as const);
  for (const order of own) if (order.side === side && order.price) all.push([order.price, leavesOf(order)]);
  const byPrice = Map.groupBy(all, ([price]) => price.toString());
  const sums = [...byPrice].map(([price, parts]): LevelText => [
    price,
    parts.reduce((sum, [, quantity]) => sum.plus(quantity), Decimal.ZERO).toString(),
  ]);
  const rising = sums.toSorted(([one], [other]) => Decimal.parse(one).compare(Decimal.parse(other)));
  return (side === 'BUY' ? rising.toReversed() : rising).slice(0, levels.length);
}
