import { crc32 } from 'node:zlib';
import type { BookChange, LevelText, MarketEvent, ParsedFrame, StreamCodec } from '@libs/sdk';

interface BookFrame {
  readonly kind: 'snapshot' | 'update';
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly checksum: number;
}

const CHECKED = 10;

/**
 * A venue that, unlike V5, sends a checksum of its ten best levels instead of update numbers, and leaves it to the client to
 * cut the book to its depth: https://docs.kraken.com/api/docs/guides/spot-ws-book-v2
 */
export class ChecksumBookVenue {
  private readonly bids = new Map<string, string>();
  private readonly asks = new Map<string, string>();

  constructor(private readonly depth = CHECKED) {}

  snapshot(): string {
    const [bids, asks] = [best(this.bids, -1, this.depth), best(this.asks, 1, this.depth)];
    return frame({ kind: 'snapshot', bids, asks, checksum: checksumOf(bids, asks) });
  }

  /** Changes levels, '0' taking one out, and tells it; `lie` makes the checksum wrong, as a lost update would. */
  update(bids: readonly LevelText[], asks: readonly LevelText[], lie = false): string {
    change(this.bids, bids);
    change(this.asks, asks);
    const checksum = checksumOf(best(this.bids, -1, this.depth), best(this.asks, 1, this.depth));
    return frame({ kind: 'update', bids, asks, checksum: lie ? checksum ^ 1 : checksum });
  }
}

/** Reads that venue; its updates have no numbers, so they are counted here and only their checksum tells of a loss. */
export class ChecksumBookCodec implements StreamCodec<MarketEvent> {
  readonly urls = ['wss://checksum.invalid'];
  readonly limits = { topics: 10, topicCharacters: 1_000, opensPer5Minutes: 500 };
  readonly heartbeatMs = 1_000;
  readonly checksum = checksumOf;
  private count = 0;

  constructor(private readonly depth = CHECKED) {}

  opening(): readonly string[] {
    return [];
  }

  subscribe(topics: readonly string[]): readonly string[] {
    return topics.map((topic) => JSON.stringify({ method: 'subscribe', topic }));
  }

  unsubscribe(topics: readonly string[]): readonly string[] {
    return topics.map((topic) => JSON.stringify({ method: 'unsubscribe', topic }));
  }

  heartbeat(): string {
    return '{"method":"ping"}';
  }

  promisedSilence(): null {
    return null;
  }

  parse(text: string): ParsedFrame<MarketEvent> {
    const { kind, bids, asks, checksum } = JSON.parse(text) as BookFrame;
    this.count += 1;
    const change: BookChange = {
      type: 'book',
      venueSymbol: 'BTC/USD',
      depth: this.depth,
      kind: kind === 'snapshot' ? kind : 'delta',
      bids,
      asks,
      checksum,
      first: this.count,
      last: this.count,
      at: this.count,
    };
    return { kind: 'data', topic: 'book', events: [change] };
  }
}

function frame(content: BookFrame): string {
  return JSON.stringify(content);
}

function change(side: Map<string, string>, levels: readonly LevelText[]): void {
  for (const [price, quantity] of levels) {
    if (Number(quantity) === 0) side.delete(price);
    else side.set(price, quantity);
  }
}

function best(side: ReadonlyMap<string, string>, direction: 1 | -1, depth: number): readonly LevelText[] {
  return [...side].sort(([a], [b]) => direction * (Number(a) - Number(b))).slice(0, depth);
}

/** CRC-32 of the best asks, then the best bids, each number without its point and leading zeros. */
export function checksumOf(bids: readonly LevelText[], asks: readonly LevelText[]): number {
  const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '');
  return crc32([...asks.slice(0, CHECKED), ...bids.slice(0, CHECKED)].flatMap((level) => level.map(digits)).join(''));
}
