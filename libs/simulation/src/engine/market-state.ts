import { Decimal } from '@libs/kernel';
import { MarketBook } from '../book/market-book';
import { Grid } from '../market/grid';
import { marketKey, type MarketInstrument, type MarketKey } from '../market/market-instrument';
import type { SimOrder } from './order';

/** One market of the engine: its book, its last trade and the client orders that wait in it. */
export class MarketState {
  readonly key: MarketKey;
  readonly ticks: Grid;
  readonly lots: Grid;
  readonly book = new MarketBook();
  readonly buys: SimOrder[] = [];
  readonly sells: SimOrder[] = [];
  /** Ticks of the last trade; 0 before the first. */
  last = 0;
  rising = true;
  isOpen = false;

  constructor(readonly instrument: MarketInstrument) {
    this.key = marketKey(instrument);
    this.ticks = new Grid(instrument.tickSize);
    this.lots = new Grid(instrument.lotSize);
  }

  get lastPrice(): Decimal {
    return this.last === 0 ? Decimal.ZERO : this.ticks.fromUnits(this.last);
  }

  /** Keeps each side in price-time order, best first. */
  rest(order: SimOrder): void {
    const side = this.side(order);
    let low = 0;
    let high = side.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comesBefore(order, side[middle]!)) high = middle;
      else low = middle + 1;
    }
    side.splice(low, 0, order);
  }

  replace(order: SimOrder): void {
    const side = this.side(order);
    side[side.findIndex(({ orderId }) => orderId === order.orderId)] = order;
  }

  remove(order: SimOrder): void {
    const side = this.side(order);
    const index = side.findIndex(({ orderId }) => orderId === order.orderId);
    if (index >= 0) side.splice(index, 1);
  }

  private side(order: SimOrder): SimOrder[] {
    return order.side === 'BUY' ? this.buys : this.sells;
  }
}

function comesBefore(a: SimOrder, b: SimOrder): boolean {
  const byPrice = a.price!.compare(b.price!);
  if (byPrice !== 0) return a.side === 'BUY' ? byPrice > 0 : byPrice < 0;
  return a.sequence < b.sequence;
}
