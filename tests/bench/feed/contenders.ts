import { OrderBook } from '@libs/market-data';
import { urlsAt, type CodecStreams, type MarketEvent, type StreamCodec } from '@libs/sdk';
import { exchange as bybit } from '../../../plugins/exchanges/bybit/src/index';
import { DEPTH, SYMBOLS, type Recording } from './simulator-frames';

/** What turns the bytes of frames into something. */
export interface Contender {
  readonly name: string;
  take(frame: Buffer): void;
  /** Best levels of a symbol as numbers; null of who keeps no books. */
  book(symbol: string): { readonly bids: readonly Level[]; readonly asks: readonly Level[] } | null;
}

type Level = readonly [price: number, quantity: number];

/** Decimals of the simulator's instruments. */
const SCALES = { BTCUSDT: [1, 3], ETHUSDT: [2, 2], SOLUSDT: [2, 1] } as const;

/** Bytes to checked events and order books whose sequence is checked. */
export class Ours implements Contender {
  readonly name = 'plimsoll';
  trades = 0;
  private readonly codec: StreamCodec<MarketEvent>;
  private readonly books = new Map<string, OrderBook>();

  constructor() {
    const options = { ...urlsAt('http://127.0.0.1'), requestWindow: 5_000, now: Date.now };
    this.codec = (bybit.publicStream as CodecStreams).codec(options, 'linear');
    for (const symbol of SYMBOLS) {
      const [priceScale, quantityScale] = SCALES[symbol];
      this.books.set(symbol, new OrderBook({ depth: DEPTH, priceScale, quantityScale }));
    }
  }

  take(frame: Buffer): void {
    const parsed = this.codec.parse(frame.toString());
    if (parsed.kind !== 'data') throw new Error(`not taken for data: ${frame.toString()}`);
    for (const event of parsed.events) {
      if (event.type === 'trades') this.trades += event.trades.length;
      else if (event.type !== 'book' || this.books.get(event.venueSymbol)!.apply(event).kind !== 'applied') throw new Error('a gap');
    }
  }

  book(symbol: string): ReturnType<Contender['book']> {
    const book = this.books.get(symbol)!;
    const side = (name: 'bids' | 'asks'): Level[] => book.levels(name, DEPTH).map(([price, size]) => [Number(price), Number(size)]);
    return { bids: side('bids'), asks: side('asks') };
  }
}

/** Bytes through `JSON.parse` to `handleMessage`, as ccxt's own client does it. */
export class Ccxt implements Contender {
  readonly name = 'ccxt.pro';
  private readonly client;

  constructor(private readonly exchange: Recording['ccxt']) {
    exchange.orderbooks = {};
    exchange.trades = {};
    this.client = exchange.client('ws://127.0.0.1/v5/public/linear');
  }

  take(frame: Buffer): void {
    this.exchange.handleMessage(this.client, JSON.parse(frame.toString()));
  }

  book(symbol: string): ReturnType<Contender['book']> {
    const { bids, asks } = this.exchange.orderbooks[`${symbol.slice(0, -4)}/USDT:USDT`] as Record<'bids' | 'asks', Level[]>;
    // Its sides are arrays of a kind of their own, and so is what they make.
    const side = (levels: readonly Level[]): Level[] => Array.from(levels, ([price, size]): Level => [price, size]).slice(0, DEPTH);
    return { bids: side(bids), asks: side(asks) };
  }
}

/** What can hardly be beaten while frames are JSON. */
export class BareParse implements Contender {
  readonly name = 'JSON.parse';

  take(frame: Buffer): void {
    JSON.parse(frame.toString());
  }

  book(): null {
    return null;
  }
}
