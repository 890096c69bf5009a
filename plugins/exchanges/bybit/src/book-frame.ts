import type { BookChange, LevelText, ParsedFrame } from '@libs/sdk';
import type { BookFields } from './scan-book';
import { MalformedMessage, fields, list, millis } from './wire';
import type { Fields } from './wire';

/**
 * `orderbook.<depth>.<symbol>`, deeper than the best level: a snapshot, then what changed, numbered one by one; the digits
 * are judged by the book that takes them. https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 */
export function bookFrame(topic: string, message: Fields): ParsedFrame<BookChange> {
  const data = fields(message['data'], 'an order book');
  return changeFrame({
    topic,
    type: kindOf(message['type']),
    s: data['s'],
    u: updateNumber(data['u']),
    b: levels(data['b'], 'bids'),
    a: levels(data['a'], 'asks'),
    ts: millis(message['ts'], 'an order book time'),
  });
}

/** The same of a frame that was scanned. */
export function scannedBookFrame(scanned: BookFields): ParsedFrame<BookChange> {
  return changeFrame({ ...scanned, type: kindOf(scanned.type) });
}

type Checked = Omit<BookFields, 's' | 'type'> & { readonly s: unknown; readonly type: BookChange['kind'] };

function changeFrame({ topic, type, ts: at, s, b: bids, a: asks, u }: Checked): ParsedFrame<BookChange> {
  const { depth, venueSymbol } = bookTopic(topic);
  if (s !== venueSymbol) throw new MalformedMessage(`a book of ${JSON.stringify(s)} as ${topic}`);
  const content = { type: 'book' as const, venueSymbol, depth, bids, asks, first: u, last: u, at };
  const isSnapshot = type === 'snapshot' || u === RESTARTED;
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
