import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decimal } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import type { BookChange, BookSnapshot, ExchangeOptions, ExchangePlugin, MarketEvent } from '@libs/sdk';
import { SeededRandom } from '@libs/simulation';
import { BinanceCodec, ManualClock, binanceSnapshot } from '@libs/testkit';
import { ManualStreams } from '../../test/manual-stream';
import { PlainBook } from '../../test/plain-book';
import { OrderBook } from '../book/order-book';
import { WebSocketManager } from '../stream/web-socket-manager';
import { MarketFeed } from './market-feed';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const suite = existsSync(DATA) ? describe : describe.skip;
const OPTIONS: ExchangeOptions = { restUrl: '', publicWebSocketUrl: '', privateWebSocketUrl: '', requestWindow: 1, now: () => 0 };
const DEPTH = 1_000;
/** The best levels are compared after each change, all of them after so many. */
const WHOLE_EVERY = 250;
const HEALED_WITHIN_MS = 60_000;

suite(`books of real exchanges (skipped without ${DATA})`, () => {
  describe.each([
    ['futures', 'usdm_btcusdt_20240808.gz', 'btcusdt@depth@0ms', decimal('0.1'), decimal('0.001')],
    ['spot', 'spot_btcusdt_20240808.gz', 'btcusdt@depth@100ms', decimal('0.01'), decimal('0.00001')],
  ])('of Binance, %s', (_market, file, topic, tickSize, lotSize) => {
    let recording: Recording;
    // Not sooner, for the body of a suite runs even where the suite is skipped.
    beforeAll(() => void (recording = readRecording(join(DATA, 'l2-binance-raw', file), topic)));

    const instrument = { symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT', category: 'linear', tickSize, lotSize } as Instrument;

    it('are rebuilt without a gap', async () => {
      const run = new Run(recording, instrument, topic);
      await run.open();
      for (const frame of recording.frames) await run.frame(frame, [frame]);
      expect(run.notices).toEqual([]);
      expect(run.shown).toBeGreaterThan(recording.frames.length - 5);
      expect(run.isRight).toBe(true);
      run.close();
    });

    it.each([1, 2])('are never wrong while trusted, with a frame in a hundred lost, doubled or swapped (seed %i)', async (seed) => {
      const run = new Run(recording, instrument, topic);
      const random = new SeededRandom(seed);
      await run.open();
      let late: string[] = [];
      for (const frame of recording.frames) {
        const fate = Math.floor(random.uniform() * 300);
        const frames = fate === 0 ? [] : fate === 1 ? [frame, frame] : [frame];
        // A swapped one comes after the next.
        if (fate === 2) await run.frame(frame, []);
        else await run.frame(frame, [...frames, ...late]);
        late = fate === 2 ? [frame] : [];
      }
      expect(run.notices.filter((notice) => notice === 'gap').length).toBeGreaterThan(5);
      expect(run.shown).toBeGreaterThan(recording.frames.length / 10);
      await run.heal(HEALED_WITHIN_MS);
      expect(run.isRight).toBe(true);
      run.close();
    });
  });

  it('of Bybit, 500 levels deep, are rebuilt from its own frames', () => {
    const text = execFileSync('unzip', ['-p', join(DATA, 'l2-bybit/xrpusdt-ob500.data.zip')], { encoding: 'utf8', maxBuffer: 1e8 });
    const book = new OrderBook({ depth: 500, priceScale: 4, quantityScale: 0 });
    const plain = new PlainBook();
    const changes = text.trim().split('\n').map(changeOf);
    for (const change of changes) {
      if (change.kind === 'snapshot') plain.replace(change);
      else plain.apply(change);
      expect(book.apply(change)).toEqual({ kind: 'applied' });
      for (const side of ['bids', 'asks'] as const) expect(numbers(book.levels(side, 9_999))).toEqual(plain.levels(side));
    }
    expect(changes).toHaveLength(50);
  });
});

interface Recording {
  readonly snapshot: BookSnapshot;
  /** Changes of the book, as the socket brought them. */
  readonly frames: readonly string[];
}

function readRecording(file: string, topic: string): Recording {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const texts = lines.map((line) => line.slice(line.indexOf(' ') + 1));
  const snapshot = binanceSnapshot(texts.find((text) => text.startsWith('{"lastUpdateId"'))!);
  return { snapshot, frames: texts.filter((text) => text.startsWith(`{"stream":"${topic}"`)) };
}

/** A feed of one book, and the venue's own book beside it. */
class Run {
  readonly notices: string[] = [];
  shown = 0;
  private readonly streams: ManualStreams;
  private readonly feed: MarketFeed;
  private readonly codec = new BinanceCodec();
  /** The venue's book now, and as it was at the update that the feed shows. */
  private readonly venue = new PlainBook();
  private readonly then = new PlainBook();
  private readonly changes: BookChange[] = [];

  constructor(
    recording: Recording,
    private readonly instrument: Instrument,
    private readonly topic: string,
  ) {
    for (const book of [this.venue, this.then]) book.replace(recording.snapshot);
    this.streams = new ManualStreams(new ManualClock(this.parse(recording.frames[0]!).at));
    this.streams.answer = (frame, socket) => {
      const { id } = JSON.parse(frame) as { readonly id: number };
      queueMicrotask(() => socket.handlers.frame(JSON.stringify({ result: null, id })));
    };
    this.feed = new MarketFeed({
      plugin: this.plugin(),
      options: OPTIONS,
      manager: new WebSocketManager({ reconnectDelaySeconds: 1, environment: this.streams.environment }),
      handlers: {
        available: () => void this.feed.take(),
        forming: () => undefined,
        book: (_symbol, book) => this.compare(book),
        notice: (notice) => this.notices.push(notice.type === 'unreadable' ? String(notice.error) : notice.type),
      },
    });
  }

  get isRight(): boolean {
    const book = this.feed.book(this.instrument, DEPTH);
    return book?.isWhole === true && book.last === this.venue.last && this.feed.trust('BTC/USDT')?.level === 'TRUSTED';
  }

  async open(): Promise<void> {
    this.feed.watch({ kind: 'book', instrument: this.instrument, depth: DEPTH });
    await this.streams.clock.pass(0);
  }

  /** The venue's book changes by one frame; what the socket brings of it may be another matter. */
  async frame(happened: string, brought: readonly string[]): Promise<void> {
    const change = this.parse(happened);
    await this.streams.clock.pass(Math.max(0, change.at - this.streams.clock.wall()));
    if (change.last > this.venue.last) {
      this.venue.apply(change);
      this.changes.push(change);
    }
    for (const frame of brought) this.streams.newest.handlers.frame(frame);
    await this.streams.clock.pass(0);
  }

  /** Time in which the venue's book stands still. */
  async heal(milliseconds: number): Promise<void> {
    await this.streams.clock.pass(milliseconds);
  }

  close(): void {
    this.feed.close();
  }

  private parse(frame: string): BookChange {
    const parsed = this.codec.parse(frame);
    const [event] = parsed.kind === 'data' ? parsed.events : [];
    if (event?.type !== 'book') throw new Error(`not a change of a book: ${frame.slice(0, 100)}`);
    return event;
  }

  private compare(book: OrderBook): void {
    if (this.feed.trust('BTC/USDT')?.level !== 'TRUSTED') throw new Error('a book is shown that is not trusted');
    while (this.then.last < book.last) this.then.apply(this.changes.shift()!);
    expect(this.then.last).toBe(book.last);
    this.shown += 1;
    const isWhole = this.shown % WHOLE_EVERY === 0;
    for (const side of ['bids', 'asks'] as const) {
      const [own, theirs] = isWhole ? [book.levels(side, 99_999), this.then.levels(side)] : [book.levels(side, 1), [this.then.best(side)]];
      expect(numbers(own)).toEqual(theirs);
    }
  }

  private plugin(): ExchangePlugin {
    return {
      publicStream: { kind: 'codec', codec: () => new BinanceCodec(), topic: () => this.topic },
      marketData: () => ({
        instruments: async () => [this.instrument],
        book: async () => this.venue.snapshot(this.streams.clock.wall()),
        serverTime: async () => this.streams.clock.wall(),
        marketTime: async () => this.streams.clock.wall(),
      }),
    } as unknown as ExchangePlugin;
  }
}

function numbers(levels: readonly (readonly [string, string])[]): readonly (readonly [number, number])[] {
  return levels.map(([price, quantity]) => [Number(price), Number(quantity)]);
}

interface V5Frame {
  readonly type: 'snapshot' | 'delta';
  readonly ts: number;
  readonly data: Pick<BookChange, never> & {
    readonly s: string;
    readonly b: BookChange['bids'];
    readonly a: BookChange['asks'];
    readonly u: number;
  };
}

function changeOf(frame: string): BookChange {
  const { type: kind, ts: at, data } = JSON.parse(frame) as V5Frame;
  const { s: venueSymbol, b: bids, a: asks, u } = data;
  const change: MarketEvent = { type: 'book', venueSymbol, depth: 500, kind, bids, asks, first: u, last: u, at };
  return change;
}
