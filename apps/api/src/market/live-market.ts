import { Inject, Injectable } from '@nestjs/common';
import { TopicBoard } from '../streams/topic-board';
import { valueStream } from '../streams/value-streams';
import { MARKET_QUERIES } from '../tokens';
import { toInterval } from './interval';
import type { MarketQueries } from './market-queries';
import type { Candle, Ticker } from './market.types';

/** Bars that wait for a slow reader, so that a fast market leaves no hole in its chart. */
const BARS_KEPT = 500;

/** Prices as the account's trader hears them. */
@Injectable()
export class LiveMarket {
  constructor(
    @Inject(MARKET_QUERIES) private readonly queries: MarketQueries,
    @Inject(TopicBoard) private readonly board: TopicBoard,
  ) {}

  lastTicker(accountId: string, symbol: string): Ticker | undefined {
    return this.board
      .latest(`account.${accountId}.ticker`)
      .map((payload) => tickerOf(payload, symbol))
      .find(Boolean);
  }

  ticker(accountId: string, symbol: string): AsyncIterableIterator<Ticker> {
    const latest = async (): Promise<Ticker | undefined> => this.lastTicker(accountId, symbol);
    return valueStream(this.board, { topic: `account.${accountId}.ticker`, read: (payload) => tickerOf(payload, symbol), latest });
  }

  candle(accountId: string, symbol: string, interval: string): AsyncIterableIterator<Candle> {
    const checked = toInterval(interval);
    const topic = `account.${accountId}.bar`;
    const read = (payload: unknown): Candle | undefined => candleOf(payload, symbol, checked);
    const latest = async (): Promise<Candle | undefined> =>
      this.board.latest(topic).map(read).find(Boolean) ?? (await this.newestClosed(symbol, checked));
    return valueStream(this.board, { topic, read, latest, keyOf: ({ start }) => start.getTime(), keep: BARS_KEPT });
  }

  /** A market that does not answer must not end the stream: its next bar will come by fan-out. */
  private async newestClosed(symbol: string, interval: ReturnType<typeof toInterval>): Promise<Candle | undefined> {
    const bars = await this.queries.candles({ symbol, interval, limit: 1 }).catch(() => []);
    return bars.at(-1);
  }
}

function tickerOf(payload: unknown, symbol: string): Ticker | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const told = payload as { readonly symbol?: string; readonly bid: string; readonly ask: string; readonly marketTime: number };
  if (told.symbol !== symbol) return undefined;
  return { symbol, bid: told.bid, ask: told.ask, marketTime: new Date(told.marketTime) };
}

interface ToldBar {
  readonly symbol?: string;
  readonly interval?: string;
  readonly closed: boolean;
  readonly bar: {
    readonly start: number;
    readonly open: string;
    readonly high: string;
    readonly low: string;
    readonly close: string;
    readonly volume: string;
  };
}

function candleOf(payload: unknown, symbol: string, interval: string): Candle | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const told = payload as ToldBar;
  if (told.symbol !== symbol || told.interval !== interval) return undefined;
  return { ...told.bar, start: new Date(told.bar.start), closed: told.closed };
}
