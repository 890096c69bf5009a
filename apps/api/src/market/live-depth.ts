import { Inject, Injectable } from '@nestjs/common';
import type { Accounts } from '../accounts/accounts';
import { mustExist } from '../accounts/known-account';
import { abortableStream } from '../streams/abortable-stream';
import { Conflation } from '../streams/conflation';
import { ACCOUNTS, MARKET_STREAMS } from '../tokens';
import { bookDepth } from './book-depth';
import type { OrderBookUpdate, TradesUpdate } from './book.types';
import type { MarketStreams } from './market-streams';
import { TradeBuffer } from './trade-buffer';

/** Five updates a second are as many as an eye follows. */
const INTERVAL = 200;
const TRADES_PER_UPDATE = 200;

/** Books and trades as they happen, coalesced for each reader: a slow one gets the newest book and loses old trades, counted. */
@Injectable()
export class LiveDepth {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(MARKET_STREAMS) private readonly streams: MarketStreams,
  ) {}

  async orderBook(accountId: string, symbol: string, depth: number): Promise<AsyncIterableIterator<OrderBookUpdate>> {
    const wanted = bookDepth(depth);
    await mustExist(this.accounts, accountId);
    const source = await this.streams.book(symbol, wanted);
    return abortableStream(async function* (signal) {
      const changes = signals();
      const view = source.follow(() => changes.push(true));
      try {
        changes.push(true);
        for await (const _ of changes.read(signal)) yield view.now();
      } finally {
        view.leave();
      }
    });
  }

  async trades(accountId: string, symbol: string): Promise<AsyncIterableIterator<TradesUpdate>> {
    await mustExist(this.accounts, accountId);
    const source = await this.streams.trades(symbol);
    return abortableStream(async function* (signal) {
      const buffer = new TradeBuffer(TRADES_PER_UPDATE);
      const changes = signals();
      const view = source.follow({
        trades: (trades) => {
          buffer.add(trades);
          changes.push(true);
        },
        trustChanged: () => changes.push(true),
      });
      try {
        changes.push(true);
        for await (const _ of changes.read(signal)) yield { ...buffer.take(), trust: view.trust() };
      } finally {
        view.leave();
      }
    });
  }
}

/** Says at most once an interval that there is something new. */
function signals(): Conflation<true> {
  return new Conflation<true>({ interval: INTERVAL, keyOf: () => 0, keep: 1 });
}
