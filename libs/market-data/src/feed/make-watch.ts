import { INTERVALS, defined } from '@libs/kernel';
import type { LevelText, MarketCapabilities, MarketData, Subscription } from '@libs/sdk';
import { BarWatch } from './bar-watch';
import { BookWatch } from './book-watch';
import { offersBars } from './built-bars';
import type { MarketFeedHandlers } from './feed-handlers';
import type { QualityCounter } from './feed-quality';
import type { FeedItem } from './feed-queue';
import { QuoteWatch } from './quote-watch';
import { TickerWatch } from './ticker-watch';
import { TradesWatch } from './trades-watch';
import { keyOf } from './watch';
import type { Watch, WatchNews } from './watch';

/** Dependencies of all watches of a feed. */
export interface WatchPorts {
  readonly market: MarketData;
  readonly capabilities: MarketCapabilities;
  readonly handlers: MarketFeedHandlers;
  /** As the feed's source has them. */
  readonly source: {
    readonly checksum?: (bids: readonly LevelText[], asks: readonly LevelText[]) => number;
    readonly requestsSnapshots?: true;
  };
  readonly monotonic: () => number;
  /** As the feed knows it; 0 before the first event. */
  readonly marketTime: () => number;
  push(item: FeedItem): void;
}

/** What a watch reports to its feed. */
export interface WatchLife {
  /** It was removed: results still in flight are ignored. */
  isOver: boolean;
  readonly news: WatchNews;
  readonly counter: QualityCounter;
}

export function makeWatch(subscription: Subscription, after: number | null, ports: WatchPorts, life: WatchLife): Watch {
  const { handlers } = ports;
  const { symbol } = subscription.instrument;
  switch (subscription.kind) {
    case 'quote':
      return new QuoteWatch(
        subscription,
        whileAlive(life, { ...life.news, quote: (quote, at) => ports.push({ type: 'quote', symbol, quote, at }) }),
      );
    case 'book':
      return makeBook(subscription, ports, life);
    case 'bar':
      return makeBars(subscription, after, ports, life);
    case 'ticker':
      return new TickerWatch(
        subscription,
        whileAlive(life, { ...life.news, ticker: (ticker, at) => handlers.ticker?.(symbol, ticker, at) }),
      );
    case 'trades':
      return makeTrades(subscription, ports, life);
  }
}

type Kind<Name extends Subscription['kind']> = Extract<Subscription, { readonly kind: Name }>;

function makeTrades(subscription: Subscription, ports: WatchPorts, life: WatchLife): TradesWatch {
  const { instrument } = subscription;
  const { market, marketTime, handlers } = ports;
  return new TradesWatch(
    subscription,
    whileAlive(life, {
      ...life.news,
      ...lossesOf(subscription, ports, life),
      trades: (trades, at) => handlers.trades?.(instrument.symbol, trades, at),
    }),
    { recent: (limit) => market.trades(instrument, limit), marketTime },
  );
}

function makeBook(subscription: Kind<'book'>, ports: WatchPorts, life: WatchLife): BookWatch {
  const { handlers, market, monotonic, source } = ports;
  const { instrument, depth } = subscription;
  const { checksum, requestsSnapshots } = source;
  return new BookWatch(
    subscription,
    whileAlive(life, {
      ...life.news,
      ...lossesOf(subscription, ports, life),
      book: (book, change) => handlers.book?.(instrument.symbol, book, change),
      unreadable: (error) => {
        life.counter.dropped += 1;
        handlers.notice({ type: 'unreadable', feed: keyOf(subscription), error });
      },
    }),
    {
      monotonic,
      ...defined({ checksum }),
      ...(requestsSnapshots ? { request: () => market.book(instrument, depth) } : {}),
    },
  );
}

function makeBars(subscription: Kind<'bar'>, after: number | null, ports: WatchPorts, life: WatchLife): BarWatch {
  const { capabilities, handlers, market, marketTime, monotonic, push } = ports;
  const { instrument, interval } = subscription;
  const { symbol } = instrument;
  const feed = keyOf(subscription);
  return new BarWatch(subscription, {
    after,
    marketTime,
    monotonic,
    fetch: async (limit, end) => (offersBars(capabilities, interval) ? market.bars(instrument, interval, limit, end) : []),
    news: whileAlive(life, {
      ...life.news,
      closed: (bar) => push({ type: 'bar', symbol, interval, bar, at: Math.max(marketTime(), bar.start + INTERVALS[interval]) }),
      forming: (bar, at) => handlers.forming(symbol, interval, bar, at),
      corrected: (bar) => handlers.notice({ type: 'corrected', feed, bar }),
      unfilled: (error) => {
        life.counter.gaps += 1;
        handlers.notice({ type: 'unfilled', feed, error });
      },
    }),
  });
}

/** How a watch reports that something is missing. */
function lossesOf(subscription: Subscription, { handlers }: WatchPorts, { counter }: WatchLife) {
  const feed = keyOf(subscription);
  return {
    gap: (reason: string) => {
      counter.gaps += 1;
      handlers.notice({ type: 'gap', feed, reason });
    },
    unanswered: (error: unknown) => handlers.notice({ type: 'unanswered', error }),
  };
}

/** The same, silent after the watch was removed, so that late results are ignored. */
function whileAlive<News extends { readonly [Name in keyof News]: (...given: never[]) => void }>(life: WatchLife, news: News): News {
  const guarded = Object.entries(news).map(([name, tell]) => [
    name,
    (...given: never[]) => {
      if (!life.isOver) (tell as (...given: never[]) => void)(...given);
    },
  ]);
  return Object.fromEntries(guarded) as News;
}
