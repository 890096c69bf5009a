import { createHash } from 'node:crypto';
import type { Category } from '@libs/kernel';
import { FrameRecorder, OrderBook, codecStreamsOf, readRecording } from '@libs/market-data';
import type { FrameTap, FrameTime } from '@libs/market-data';
import type { BookChange, ExchangeOptions, MarketEvent, StreamCodec } from '@libs/sdk';
import type { Instrument } from '@libs/kernel';
import { exchange as bybit } from '../../../plugins/exchanges/bybit/src/index';
import { BookHash, hashOf } from './observer';

/** Hashes all that passes, and hands it on to a recorder. */
export class HashedTap implements FrameTap {
  private readonly hash = createHash('sha256');
  private isOn = true;
  frames = 0;

  constructor(private readonly recorder: FrameRecorder | null) {}

  opened(connection: string, url: string, at: FrameTime): void {
    if (!this.isOn) return;
    this.add('opened', connection, url, at);
    this.recorder?.opened(connection, url, at);
  }

  frame(connection: string, direction: 'IN' | 'OUT', text: string, at: FrameTime): void {
    if (!this.isOn) return;
    this.frames += 1;
    this.add(direction, connection, text, at);
    this.recorder?.frame(connection, direction, text, at);
  }

  closed(connection: string, reason: string, at: FrameTime): void {
    if (!this.isOn) return;
    this.add('closed', connection, reason, at);
    this.recorder?.closed(connection, reason, at);
  }

  /** Ends here; gives the hash. */
  end(): string {
    this.isOn = false;
    return this.hash.digest('hex');
  }

  private add(what: string, connection: string, text: string, { wall, monotonic }: FrameTime): void {
    this.hash.update(`${what} ${connection} ${wall} ${monotonic} ${text}\n`);
  }
}

export interface ReplayedHour {
  readonly frames: number;
  readonly frameHash: string;
  readonly bookHashes: ReadonlyMap<string, string>;
}

/** Reads a recording back, and builds its books from nothing but its frames. */
export async function replayHour(folder: string, options: ExchangeOptions, instruments: readonly Instrument[]): Promise<ReplayedHour> {
  const tap = new HashedTap(null);
  const books = new ReplayedBooks(options, instruments);
  for await (const frame of readRecording(folder)) {
    if (frame.type === 'lost') throw new Error(`The recorder lost ${frame.count} frames.`);
    if (frame.type === 'opened') tap.opened(frame.connection, frame.url, frame.at);
    else if (frame.type === 'closed') tap.closed(frame.connection, frame.reason, frame.at);
    else tap.frame(frame.connection, frame.type === 'in' ? 'IN' : 'OUT', frame.text, frame.at);
    if (frame.type === 'in') books.take(frame.connection, frame.text);
  }
  return { frames: tap.frames, frameHash: tap.end(), bookHashes: books.digests() };
}

class ReplayedBooks {
  private readonly codecs = new Map<string, StreamCodec<MarketEvent>>();
  private readonly books = new Map<string, OrderBook>();
  private readonly hashes = new Map<string, BookHash>();

  constructor(
    private readonly options: ExchangeOptions,
    private readonly instruments: readonly Instrument[],
  ) {}

  take(connection: string, text: string): void {
    const category = connection.split(' ')[1] as Category;
    const codec = this.codecs.get(connection) ?? codecStreamsOf(bybit).codec(this.options, category);
    this.codecs.set(connection, codec);
    const parsed = codec.parse(text);
    if (parsed.kind === 'data') for (const event of parsed.events) if (event.type === 'book') this.apply(category, event);
  }

  digests(): ReadonlyMap<string, string> {
    return new Map([...this.hashes].map(([symbol, hash]) => [symbol, hash.digest()]));
  }

  private apply(category: Category, change: BookChange): void {
    const instrument = this.instruments.find((one) => one.category === category && one.venueSymbol === change.venueSymbol)!;
    const scales = { priceScale: instrument.tickSize.scale, quantityScale: instrument.lotSize.scale };
    const book = this.books.get(instrument.symbol) ?? new OrderBook({ depth: change.depth, ...scales });
    this.books.set(instrument.symbol, book);
    if (book.apply(change).kind === 'applied') hashOf(this.hashes, instrument.symbol).add(book);
  }
}
