import type { OrderSide, PublicTrade } from '@libs/sdk';
import type { Listing } from './normalise-market';
import { MalformedMessage, fields, list, millis, positive, told } from './read';

/** ccxt's trades, oldest first. */
export function normaliseTrades(trades: unknown, listing: Listing): PublicTrade[] {
  return list(trades, 'trades')
    .map((trade) => normaliseTrade(trade, listing))
    .sort((a, b) => a.at - b.at);
}

function normaliseTrade(trade: unknown, { contractSize }: Listing): PublicTrade {
  const { id, side, price, amount, timestamp } = fields(trade, 'a trade');
  const read = {
    side: toSide(side),
    price: positive(price, 'a trade price').toString(),
    quantity: positive(amount, 'a trade size').times(contractSize).toString(),
    at: millis(timestamp, 'a trade time'),
  };
  return { id: idOf(id) ?? `${read.at}-${read.side}-${read.price}-${read.quantity}`, ...read };
}

/** Some venues give their trades no id; equal trades of one millisecond then cannot be told apart. */
function idOf(id: unknown): string | null {
  if (told(id) === null || id === null) return null;
  return String(id);
}

function toSide(side: unknown): OrderSide {
  if (side === 'buy') return 'BUY';
  if (side === 'sell') return 'SELL';
  throw new MalformedMessage(`a trade of the side "${String(side)}"`);
}
