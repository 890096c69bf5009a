import { decimalAt, scaledColumn } from './scaled';
import { numbersOf, textsOf, timeColumn } from './row-format';
import type { RowFormat } from './row-format';
import type { PublicTrade } from './series';

/** Trades in the order of their time, those of one millisecond by id. */
export const tradeFormat: RowFormat<PublicTrade> = {
  keyOf: (trade) => trade.id,
  timeOf: (trade) => trade.at,
  compare: (a, b) => a.at - b.at || compareIds(a.id, b.id),
  isSame: (a, b) => a.at === b.at && a.side === b.side && a.price.eq(b.price) && a.quantity.eq(b.quantity),
  encode: (trades) => [
    timeColumn(
      'time',
      trades.map(({ at }) => at),
    ),
    { name: 'id', type: 'text', texts: trades.map(({ id }) => id) },
    { name: 'side', type: 'text', texts: trades.map(({ side }) => side) },
    { name: 'price', type: 'decimal', ...scaledColumn('price', prices(trades)) },
    { name: 'quantity', type: 'decimal', ...scaledColumn('quantity', quantities(trades)) },
  ],
  decode(columns) {
    const time = numbersOf(columns, 'time');
    const [price, quantity] = [numbersOf(columns, 'price'), numbersOf(columns, 'quantity')];
    const [ids, sides] = [textsOf(columns, 'id'), textsOf(columns, 'side')];
    return Array.from(time.units, (at, index) => ({
      id: ids[index]!,
      at: Number(at),
      side: sideOf(sides[index]!),
      price: decimalAt(price, index),
      quantity: decimalAt(quantity, index),
    }));
  },
  describe: ({ id, side, price, quantity }) => `${id} ${side} ${quantity.toString()} at ${price.toString()}`,
};

function prices(trades: readonly PublicTrade[]): PublicTrade['price'][] {
  return trades.map(({ price }) => price);
}

function quantities(trades: readonly PublicTrade[]): PublicTrade['quantity'][] {
  return trades.map(({ quantity }) => quantity);
}

function sideOf(text: string): PublicTrade['side'] {
  if (text === 'BUY' || text === 'SELL') return text;
  throw new Error(`it has a trade whose side is "${text}"`);
}

// Numbers that count up sort as numbers, whatever their length.
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
