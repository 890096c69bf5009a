import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import type { Effect, InputBody } from '@libs/engine';
import { MarketFeed, WebSocketManager } from '@libs/market-data';
import type { FeedNotice, FeedQuality } from '@libs/market-data';
import { type Logger, backoffDelay, monotonicClock, systemTimers, wallClock } from '@libs/platform';
import type { ExchangePlugin } from '@libs/sdk';
import type { AccountTopics } from './account-topics';
import { BookTeller } from './book-teller';
import { publicOptions } from './exchange-options';
import { History } from './history';
import type { LiveAccount } from './live-account';

type WatchEffect = Extract<Effect, { type: 'watch' }>;

export interface MarketParts {
  readonly exchange: ExchangePlugin;
  readonly venueUrl: string;
  readonly reconnectDelaySeconds: number;
  readonly logger: Logger;
}

const now = (): number => wallClock.now();
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;

/** The public side of the venue for one account: instruments, live quotes and bars, history. */
export class Market {
  readonly history: History;
  private readonly sockets: WebSocketManager;
  private readonly instruments = new Map<string, Instrument>();
  /** Levels of the subscription that is told of each symbol; a shallower one that was there before is let be. */
  private readonly depths = new Map<string, number>();
  private feed: MarketFeed | null = null;
  private books: BookTeller | null = null;

  constructor(private readonly parts: MarketParts) {
    const { exchange, venueUrl, logger } = parts;
    this.sockets = new WebSocketManager({ reconnectDelaySeconds: parts.reconnectDelaySeconds });
    this.history = new History({
      market: exchange.marketData(publicOptions(venueUrl, now)),
      instrument: (symbol) => this.instruments.get(symbol),
      retryAfter: retryDelay,
      sleep,
      onFailure: ({ symbol, interval }, error) => logger.warn('history is not available yet', { symbol, interval, error }),
    });
  }

  /** What the venue lists, and its market's time, without which nothing may be stamped; asks until it answers. */
  async load(signal: AbortSignal): Promise<{ readonly instruments: readonly Instrument[]; readonly marketTime: number }> {
    const data = this.parts.exchange.marketData(publicOptions(this.parts.venueUrl, now));
    for (let failures = 1; ; failures += 1) {
      try {
        const instruments = await data.instruments();
        const [first] = instruments;
        if (!first) throw new Error('The venue lists no instrument.');
        const marketTime = await data.marketTime(first);
        for (const instrument of instruments) this.instruments.set(instrument.symbol, instrument);
        return { instruments, marketTime };
      } catch (error) {
        this.parts.logger.warn('the venue does not show its market yet', { error });
        await sleep(retryDelay(failures), undefined, { signal });
      }
    }
  }

  /** From now on what is watched flows into the account. */
  open(account: LiveAccount, topics: AccountTopics): void {
    const { exchange, venueUrl, logger } = this.parts;
    const books = new BookTeller({ feed: (body, at) => account.feed(body, at), timers: systemTimers, monotonic: monotonicClock });
    this.books = books;
    const feed: MarketFeed = new MarketFeed({
      plugin: exchange,
      options: publicOptions(venueUrl, now),
      manager: this.sockets,
      handlers: {
        available: () => account.feedMarket(feed.take()),
        forming: (symbol, interval, bar) => topics.bar(symbol, interval, bar, false),
        trades: (symbol, trades, at) => account.feed({ type: 'trades', symbol, trades }, at),
        book: (symbol, book, { depth }) => {
          if (depth === this.depths.get(symbol)) books.changed(symbol, book);
        },
        notice: (notice) => this.hear(notice, logger),
      },
    });
    this.feed = feed;
  }

  /** Whatever is watched of a symbol, its best prices come too: without them no order of it can be judged. */
  watch(wanted: WatchEffect): void {
    const { symbol } = wanted;
    const instrument = this.instruments.get(symbol);
    if (!instrument) return this.parts.logger.error('a deployment watches a symbol that the venue does not list', { symbol });
    this.feed?.watch({ kind: 'quote', instrument });
    if ('interval' in wanted) this.feed?.watch({ kind: 'bar', instrument, interval: wanted.interval });
    if ('trades' in wanted) this.feed?.watch({ kind: 'trades', instrument });
    if ('book' in wanted) this.watchBook(instrument, wanted.book);
  }

  /** Market time by the venue's clock, whatever comes or not; 0 while it is not known. */
  time(): number {
    return this.feed?.venueTime() ?? 0;
  }

  /** How well each subscription does. */
  quality(): readonly FeedQuality[] {
    return this.feed?.quality() ?? [];
  }

  private watchBook(instrument: Instrument, levels: number): void {
    const { exchange, logger } = this.parts;
    const { symbol } = instrument;
    const depth = offeredDepth(exchange.market.bookDepths, levels);
    if (depth === null) return logger.error('a deployment watches a book, and the venue shows none', { symbol });
    if (depth < levels) logger.warn('the venue shows fewer levels of the book than are watched', { symbol, levels, depth });
    this.books?.want(symbol, levels);
    this.depths.set(symbol, Math.max(depth, this.depths.get(symbol) ?? 0));
    this.feed?.watch({ kind: 'book', instrument, depth });
  }

  private hear(notice: FeedNotice, logger: Logger): void {
    // A new address is no trouble while it works; everything else wants eyes.
    if (notice.type === 'failover' || notice.type === 'restarted') logger.info('market data', { ...notice });
    else logger.warn('market data', { ...notice });
  }

  close(): void {
    this.books?.close();
    this.feed?.close();
    this.sockets.close();
  }
}

/** The shallowest subscription that has all the levels, else the deepest there is; null where the venue shows no book. */
export function offeredDepth(offered: readonly number[], levels: number): number | null {
  return offered.find((depth) => depth >= levels) ?? offered.at(-1) ?? null;
}

export function instrumentInput(instrument: Instrument): InputBody {
  const { maxPrice, ...rest } = instrument;
  const { tickSize, lotSize, minQuantity, maxQuantity, minNotional } = rest;
  return {
    type: 'instrument',
    instrument: {
      ...rest,
      ...defined({ maxPrice: maxPrice?.toString() }),
      tickSize: tickSize.toString(),
      lotSize: lotSize.toString(),
      minQuantity: minQuantity.toString(),
      maxQuantity: maxQuantity.toString(),
      minNotional: minNotional.toString(),
    },
  };
}

function retryDelay(failures: number): number {
  return backoffDelay(failures, { step: FIRST_RETRY_MS, cap: LONGEST_RETRY_MS });
}
