import { createHash } from 'node:crypto';
import type { Bar, DataTrust, Instrument } from '@libs/kernel';
import type { FeedItem, MarketFeedHandlers, OrderBook } from '@libs/market-data';

const DEPTH = 50;

/** A span of virtual time in which a symbol was not trusted, milliseconds; `to` is Infinity while it lasts. */
export interface Blindness {
  readonly symbol: string;
  readonly from: number;
  to: number;
  readonly reasons: readonly string[];
}

/** Writes down what a feed gives: trust over time, closed bars, and a hash of every book that it shows. */
export class Observer {
  readonly blind: Blindness[] = [];
  readonly bars = new Map<string, Bar[]>();
  readonly notices: { readonly at: number; readonly text: string }[] = [];
  private readonly open = new Map<string, Blindness>();
  private readonly hashes = new Map<string, BookHash>();
  private isHashing = false;

  constructor(private readonly now: () => number) {}

  handlersOf(take: () => readonly FeedItem[]): MarketFeedHandlers {
    return {
      available: () => {
        for (const item of take()) if (item.type === 'bar') this.bars.set(item.symbol, [...(this.bars.get(item.symbol) ?? []), item.bar]);
      },
      forming: () => undefined,
      book: (symbol, book) => {
        if (this.isHashing) hashOf(this.hashes, symbol).add(book);
      },
      trust: (symbol, trust) => this.judge(symbol, trust),
      notice: (notice) => this.notices.push({ at: this.now(), text: JSON.stringify(notice) }),
    };
  }

  /** A symbol is blind until it is trusted first. */
  watch({ symbol }: Instrument): void {
    this.judge(symbol, { level: 'UNTRUSTED', reasons: ['STALE'] });
  }

  get isAllTrusted(): boolean {
    return this.open.size === 0;
  }

  get blindNow(): readonly string[] {
    return [...this.open.values()].map(({ symbol, reasons }) => `${symbol} ${reasons.join('+')}`);
  }

  hashBooks(): void {
    this.isHashing = true;
  }

  /** Hashes of all books shown since `hashBooks`, by symbol. */
  takeHashes(): ReadonlyMap<string, string> {
    this.isHashing = false;
    return new Map([...this.hashes].map(([symbol, hash]) => [symbol, hash.digest()]));
  }

  private judge(symbol: string, { level, reasons }: DataTrust): void {
    const known = this.open.get(symbol);
    if (level === 'UNTRUSTED' && !known) {
      const blindness = { symbol, from: this.now(), to: Infinity, reasons };
      this.open.set(symbol, blindness);
      this.blind.push(blindness);
    }
    if (level === 'UNTRUSTED' || !known) return;
    known.to = this.now();
    this.open.delete(symbol);
  }
}

/** A running hash over the states of a book, level by level. */
export class BookHash {
  private readonly hash = createHash('sha256');

  add(book: OrderBook): void {
    this.hash.update(`${book.last} ${book.at} ${book.levels('bids', DEPTH).join(' ')}|${book.levels('asks', DEPTH).join(' ')}\n`);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

export function hashOf(hashes: Map<string, BookHash>, key: string): BookHash {
  const known = hashes.get(key) ?? new BookHash();
  hashes.set(key, known);
  return known;
}
