import { defined } from '@libs/kernel';
import type { BookChange, BookSnapshot, LevelText, MarketEvent, ParsedFrame, StreamCodec } from '@libs/sdk';

/**
 * Depth updates of Binance as its combined streams carry them: ranges of update numbers, and the snapshot asked for over
 * REST. A venue for tests of our own ports, unlike V5 in both.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/How-to-manage-a-local-order-book-correctly
 */
export class BinanceCodec implements StreamCodec<MarketEvent> {
  readonly urls = ['wss://binance.invalid/stream'];
  readonly limits = { topics: 1_024, topicCharacters: 100_000, opensPer5Minutes: 300 };
  readonly heartbeatMs = 60_000;
  readonly requestsSnapshots = true;

  private readonly asked: string[] = [];

  opening(): readonly string[] {
    return [];
  }

  subscribe(topics: readonly string[]): readonly string[] {
    this.asked.push(...topics);
    return [JSON.stringify({ method: 'SUBSCRIBE', params: topics, id: 1 })];
  }

  unsubscribe(topics: readonly string[]): readonly string[] {
    return [JSON.stringify({ method: 'UNSUBSCRIBE', params: topics, id: 2 })];
  }

  heartbeat(): string {
    return JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 3 });
  }

  promisedSilence(): null {
    return null;
  }

  parse(text: string): ParsedFrame<MarketEvent> {
    const { stream, data, id } = JSON.parse(text) as { readonly stream?: string; readonly data?: Depth; readonly id?: number };
    if (id === 1) return { kind: 'subscribed', topics: this.asked.splice(0) };
    if (stream === undefined || data?.e !== 'depthUpdate') return { kind: 'ignored' };
    return { kind: 'data', topic: stream, events: [toChange(data)] };
  }
}

/** The answer of `GET /depth`; spot tells no time. */
export function binanceSnapshot(text: string): BookSnapshot {
  const { lastUpdateId, E = 0, bids, asks } = JSON.parse(text) as Snapshot;
  if (!Number.isSafeInteger(lastUpdateId)) throw new Error('a depth snapshot without lastUpdateId');
  return { bids, asks, last: lastUpdateId, at: E };
}

interface Depth {
  readonly e: string;
  readonly E: number;
  readonly s: string;
  readonly U: number;
  readonly u: number;
  readonly pu?: number;
  readonly b: readonly LevelText[];
  readonly a: readonly LevelText[];
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly E?: number;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
}

const DEPTH = 1_000;

function toChange({ E, s, U, u, pu, b, a }: Depth): BookChange {
  if (!Number.isSafeInteger(U) || !Number.isSafeInteger(u)) throw new Error('a depth update without its numbers');
  const numbers = { first: U, last: u, ...defined({ previous: pu }) };
  return { type: 'book', venueSymbol: s, depth: DEPTH, kind: 'delta', bids: b, asks: a, ...numbers, at: E };
}
