import type { Instrument } from '@libs/kernel';
import type { World } from './world';

/** One fault as it was dealt. */
export interface Dealt {
  readonly name: string;
  /** The symbol that it concerns; null for a whole connection. */
  readonly symbol: string | null;
  readonly struckAt: number;
  readonly endedAt: number;
}

interface Kind {
  readonly name: string;
  /** Of one symbol's topic, or of one connection. */
  readonly topic?: string;
  /** Seconds for which it stays. */
  readonly lasts: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

const LASTS = 60;
const KINDS: readonly Kind[] = [
  ...['orderbook.1', 'orderbook.50', 'publicTrade', 'kline.1'].map((topic): Kind => ({ name: 'topic-stops', topic, lasts: LASTS })),
  ...['delta-lost', 'delta-duplicated', 'delta-reordered', 'book-crossed'].map((name): Kind => ({
    name,
    topic: 'orderbook.50',
    lasts: LASTS,
    more: { count: 1 },
  })),
  ...['candle-lost', 'candle-late'].map((name): Kind => ({ name, topic: 'kline.1', lasts: LASTS, more: { count: 1 } })),
  ...['silent-death', 'half-dead'].map((name): Kind => ({ name, lasts: LASTS, more: { count: 1 } })),
  { name: 'connect-refused', lasts: 20 },
  { name: 'cut', lasts: 0 },
];

/** Deals one fault of all kinds by chance to one topic or one connection, and lets it last. */
export async function dealFault(world: World, instruments: readonly Instrument[]): Promise<Dealt> {
  const { random, exchange, venue } = world;
  const kind = KINDS[Math.floor(random.uniform() * KINDS.length)]!;
  const instrument = kind.topic === undefined ? null : instruments[Math.floor(random.uniform() * instruments.length)]!;
  const struckAt = world.now;
  const target = instrument ? { target: { symbol: instrument.venueSymbol, topic: `${kind.topic}.*` } } : {};
  const disarm = kind.name === 'cut' ? null : exchange.arm({ faults: [{ fault: kind.name, ...target, ...kind.more }] });
  if (kind.name === 'cut' || kind.name === 'connect-refused') venue.cutOne(random.uniform());
  await world.pass(kind.lasts * 1_000);
  disarm?.();
  const name = kind.topic === undefined ? kind.name : `${kind.name} ${kind.topic}`;
  return { name, symbol: instrument?.venueSymbol ?? null, struckAt, endedAt: world.now };
}
