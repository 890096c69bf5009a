import type { Logger } from '@libs/platform';
import type { Instrument } from '@libs/kernel';
import { UnknownSubject } from '../results/unknown-subject';
import type { OrderBookUpdate } from './book.types';
import { MarketUnavailable, NotOffered, type MarketQueries } from './market-queries';
import type { BookSource, BookView, MarketStreams, TradesHandlers, TradesSource, TradesView } from './market-streams';
import { SharedFeed } from './shared-feed';
import type { OpenVenue, Venue } from './venue';
import { toLevels, toTrade } from './venue-market';

export interface VenueStreamsParts {
  readonly venue: Pick<Venue, 'open'>;
  readonly queries: Pick<MarketQueries, 'instruments'>;
  readonly reconnectDelaySeconds: number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Books and trades for screens, over connections of the api's own: a trader's feed carries what its strategies act on, and must
 * not grow because somebody looks at a chart.
 */
export class VenueStreams implements MarketStreams {
  private readonly feed: SharedFeed;

  constructor(private readonly parts: VenueStreamsParts) {
    this.feed = new SharedFeed(parts.reconnectDelaySeconds, parts.logger);
  }

  async book(symbol: string, depth: number): Promise<BookSource> {
    const venue = await this.open();
    const { book, bookDepths } = venue.plugin.market;
    const carried = book && bookDepths.find((offered) => offered >= depth);
    if (!carried) throw new NotOffered(venue.plugin.title, book ? `order books of ${depth} levels` : 'order books');
    const instrument = await this.instrument(symbol);
    return { follow: (changed) => this.followBook(venue, { instrument, carried, depth }, changed) };
  }

  async trades(symbol: string): Promise<TradesSource> {
    const venue = await this.open();
    if (!venue.plugin.market.trades) throw new NotOffered(venue.plugin.title, 'public trades');
    const instrument = await this.instrument(symbol);
    return { follow: (handlers) => this.followTrades(venue, instrument, handlers) };
  }

  close(): void {
    this.feed.close();
  }

  private followBook(
    venue: OpenVenue,
    { instrument, carried, depth }: { readonly instrument: Instrument; readonly carried: number; readonly depth: number },
    changed: () => void,
  ): BookView {
    const { symbol } = instrument;
    const subscription = { kind: 'book', instrument, depth: carried } as const;
    const leave = this.feed.follow(venue, { subscription, changed });
    const shown = (): OrderBookUpdate['book'] => {
      const book = this.feed.book(subscription);
      if (!book?.isWhole) return null;
      const side = (name: 'bids' | 'asks') => toLevels(book.levels(name, depth));
      return { symbol, bids: side('bids'), asks: side('asks'), marketTime: new Date(book.at) };
    };
    return { now: () => ({ book: shown(), trust: this.feed.trust(symbol) }), leave };
  }

  private followTrades(venue: OpenVenue, instrument: Instrument, { trades, trustChanged }: TradesHandlers): TradesView {
    const subscription = { kind: 'trades', instrument } as const;
    const leave = this.feed.follow(venue, { subscription, changed: trustChanged, trades: (heard) => trades(heard.map(toTrade)) });
    return { trust: () => this.feed.trust(instrument.symbol), leave };
  }

  private async open(): Promise<OpenVenue> {
    try {
      return await this.parts.venue.open();
    } catch (cause) {
      throw new MarketUnavailable('The market', { cause });
    }
  }

  private async instrument(symbol: string): Promise<Instrument> {
    const found = (await this.parts.queries.instruments()).find((one) => one.symbol === symbol);
    if (!found) throw new UnknownSubject('symbol', symbol);
    return found;
  }
}
