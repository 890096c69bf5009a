import { decimal } from '@libs/kernel';
import { Grid } from '@libs/simulation';
import type { WebSocket } from 'ws';
import { FrameLog } from '../../inspection/frame-log';
import type { FeedMarket } from '../../market/feed';
import { Connection } from '../connection';

/** Prices and sizes in ticks and lots, best first. */
export type Ladder = readonly (readonly [ticks: number, lots: number])[];

/** A market that is nothing but a book, set by the test; a tick is 0.1 and a lot 0.001. */
export class LadderMarket {
  readonly state;
  private readonly book = {
    version: 0,
    bids: { ticks: [] as number[], lots: [] as number[] },
    asks: { ticks: [] as number[], lots: [] as number[] },
    depth(side: 1 | -1, levels: number): { ticks: number[]; lots: number[] } {
      const { ticks, lots } = side === 1 ? this.bids : this.asks;
      return { ticks: ticks.slice(0, levels), lots: lots.slice(0, levels) };
    },
  };

  constructor(category: 'linear' | 'spot' = 'linear') {
    const instrument = { venueSymbol: 'BTCUSDT', category };
    this.state = {
      key: `${category}:BTCUSDT`,
      instrument,
      ticks: new Grid(decimal('0.1')),
      lots: new Grid(decimal('0.001')),
      book: this.book,
    };
  }

  get asFeedMarket(): FeedMarket {
    return this as unknown as FeedMarket;
  }

  set(bids: Ladder, asks: Ladder): void {
    for (const [side, ladder] of [[this.book.bids, bids] as const, [this.book.asks, asks] as const]) {
      side.ticks.splice(0, Infinity, ...ladder.map(([ticks]) => ticks));
      side.lots.splice(0, Infinity, ...ladder.map(([, lots]) => lots));
    }
    this.book.version += 1;
  }
}

export interface Listener {
  readonly connection: Connection;
  /** What was sent to it, as text. */
  readonly texts: string[];
}

/** A connection whose socket keeps what it is given; `unread` says how much the client has not taken yet. */
export function listener(unread = (): number => 0): Listener & { readonly isCut: () => boolean } {
  const texts: string[] = [];
  let cut = false;
  const socket = {
    OPEN: 1,
    readyState: 1,
    get bufferedAmount(): number {
      return unread();
    },
    send: (data: Buffer | string): number => texts.push(data.toString()),
    terminate: (): void => void (cut = true),
  };
  const connection = new Connection({
    id: 'listener',
    hub: 'public',
    path: '/v5/public/linear',
    address: '127.0.0.1',
    aliveMs: 600_000,
    taps: {},
    socket: socket as unknown as WebSocket,
    monotonic: () => 0,
    wallNow: () => 0,
    frames: new FrameLog(),
  });
  return { connection, texts, isCut: () => cut };
}
