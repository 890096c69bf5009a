import type { MarketCapabilities, Transport } from '@libs/sdk';
import type { Call, Member } from './member';

/** How one kind of data comes: by which call, as a stream or asked for again and again. */
export interface Source {
  readonly call: Call;
  readonly transport: Transport;
}

/** Best first. Quotes come from the book rather than from a ticker, which many venues slow down and send without sizes. */
const SOURCES = {
  quote: ['watchBidsAsks', 'watchOrderBook', 'watchTicker', 'fetchOrderBook', 'fetchTicker'],
  trades: ['watchTrades', 'fetchTrades'],
  ticker: ['watchTicker', 'fetchTicker'],
  bar: ['watchOHLCV', 'fetchOHLCV'],
  book: ['watchOrderBook', 'fetchOrderBook'],
} as const satisfies Record<string, readonly Call[]>;

export type Kind = keyof typeof SOURCES;

/** Depths that the venue wants to be named; everywhere else ccxt's own depth is taken and cut. */
const NAMED_DEPTHS: Readonly<Record<string, readonly number[]>> = {
  bybit: [50, 200, 1000],
  kraken: [10, 25, 100, 500, 1000],
};

/** Venues whose own depth is known to be at least this. */
const CUT_DEPTHS: Readonly<Record<string, readonly number[]>> = { binance: [10, 50, 200], coinbase: [10, 50, 200], okx: [10, 50, 200] };

const ANY_DEPTH: readonly number[] = [10];

/** Null where the exchange does not give it, or gives no closed bars that REST could confirm. */
export function sourceOf({ calls, intervals }: Member, kind: Kind): Source | null {
  if (kind === 'bar' && (intervals.length === 0 || !calls.includes('fetchOHLCV'))) return null;
  const call = SOURCES[kind].find((name) => calls.includes(name));
  return call === undefined ? null : { call, transport: call.startsWith('watch') ? 'stream' : 'poll' };
}

export function capabilitiesOf(member: Member): MarketCapabilities {
  const kinds = (Object.keys(SOURCES) as Kind[]).flatMap((kind) => {
    const source = sourceOf(member, kind);
    return source === null ? [] : [[kind, source.transport] as const];
  });
  const offered = Object.fromEntries(kinds) as Partial<Record<Kind, Transport>>;
  return {
    ...offered,
    bookDepths: offered.book ? (NAMED_DEPTHS[member.id] ?? CUT_DEPTHS[member.id] ?? ANY_DEPTH) : [],
    intervals: offered.bar ? member.intervals : [],
  };
}

/** What to ask the venue for; undefined leaves it to ccxt. */
export function askedDepth({ id }: Member, depth: number): number | undefined {
  return id in NAMED_DEPTHS ? depth : undefined;
}
