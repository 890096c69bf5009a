import type { BookChange, LevelText, ParsedFrame } from '@libs/sdk';
import { MalformedMessage, fields, list, millis } from './wire';
import type { Fields } from './wire';

/**
 * `orderbook.<depth>.<symbol>`, deeper than the best level: a snapshot, then what changed, numbered one by one; the digits
 * are judged by the book that takes them. https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 */
export function bookFrame(topic: string, message: Fields): ParsedFrame<BookChange> {
  const { depth, venueSymbol } = bookTopic(topic);
  const data = fields(message['data'], 'an order book');
  if (data['s'] !== venueSymbol) throw new MalformedMessage(`a book of ${JSON.stringify(data['s'])} as ${topic}`);
  const u = updateNumber(data['u']);
  const content = {
    ...{ type: 'book' as const, venueSymbol, depth },
    bids: levels(data['b'], 'bids'),
    asks: levels(data['a'], 'asks'),
    ...{ first: u, last: u, at: millis(message['ts'], 'an order book time') },
  };
  const isSnapshot = kindOf(message['type']) === 'snapshot' || u === RESTARTED;
  return { kind: 'data', topic, events: [isSnapshot ? { ...content, kind: 'snapshot' } : { ...content, kind: 'delta', previous: u - 1 }] };
}

/** "Occasionally, you'll receive u=1, which is a snapshot data due to the restart of the service." */
const RESTARTED = 1;

function bookTopic(topic: string): { readonly depth: number; readonly venueSymbol: string } {
  const [, depth, venueSymbol = ''] = topic.split('.');
  if (!/^\d+$/.test(depth ?? '') || venueSymbol === '') throw new MalformedMessage(`the topic ${topic}`);
  return { depth: Number(depth), venueSymbol };
}

function kindOf(type: unknown): 'snapshot' | 'delta' {
  if (type === 'snapshot' || type === 'delta') return type;
  throw new MalformedMessage(`an order book of the type ${JSON.stringify(type)}`);
}

function updateNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new MalformedMessage('an order book without its update number');
  return value;
}

function levels(value: unknown, what: string): readonly LevelText[] {
  const rows = list(value, what);
  for (const row of rows) {
    const isLevel = Array.isArray(row) && row.length === 2 && typeof row[0] === 'string' && typeof row[1] === 'string';
    if (!isLevel) throw new MalformedMessage(`${what} with the level ${JSON.stringify(row)}, which must be price and quantity in text`);
  }
  return rows as readonly LevelText[];
}
