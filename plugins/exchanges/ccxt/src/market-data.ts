import { INTERVALS } from '@libs/sdk';
import type { Bar, BookSnapshot, FundingSettlement, Instrument, Interval, MarketData, PublicTrade, TradePage } from '@libs/sdk';
import { askedDepth } from './capabilities';
import type { Catalogue } from './catalogue';
import type { Member } from './member';
import { normaliseBars } from './normalise-bars';
import { bookSnapshot } from './normalise-book';
import { normaliseFunding } from './normalise-funding';
import { normaliseTrades } from './normalise-trades';
import { fields, millis, told } from './read';
import { tradePage } from './trade-pages';
import { can } from './vendor';
import type { Vendor } from './vendor';

const LARGEST_PAGE = 1000;
const MOST_PAGES = 20;
/** Eight days of a venue that settles every hour have fewer. */
const MOST_SETTLEMENTS = 200;

/** Public data on request through ccxt's unified calls. */
export class CcxtMarketData implements MarketData {
  /** Whether the venue's books say when they were; unknown until one was seen. */
  private booksTellTime: boolean | null = null;
  readonly funding?: NonNullable<MarketData['funding']>;

  constructor(
    private readonly member: Member,
    private readonly catalogue: Catalogue,
    private readonly now: () => number,
  ) {
    if (can(member, 'fetchFundingRateHistory')) this.funding = (instrument, span) => this.settlements(instrument, span);
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.catalogue.instruments();
  }

  async bars(instrument: Instrument, interval: Interval, limit: number, end?: number): Promise<readonly Bar[]> {
    // Asked before the candles, so a candle that is over by this time is complete in the answer.
    const now = await this.marketTime(instrument);
    const length = INTERVALS[interval];
    const wanted = Math.min(limit, LARGEST_PAGE);
    const newest = Math.min(end ?? now, now - length);
    const last = Math.floor(newest / length) * length;
    const found = new Map<number, Bar>();
    let from = last - (wanted - 1) * length;
    for (let page = 0; page < MOST_PAGES && from <= last; page += 1) {
      const bars = await this.page(instrument, interval, from, Math.round((last - from) / length) + 1);
      for (const bar of bars) if (bar.start <= newest) found.set(bar.start, bar);
      const next = (bars.at(-1)?.start ?? last) + length;
      // A venue that answers with what is newest instead of what was asked for has given all that it has.
      if (next <= from) break;
      from = next;
    }
    return [...found.values()].sort((a, b) => a.start - b.start).slice(-wanted);
  }

  async book(instrument: Instrument, depth: number): Promise<BookSnapshot> {
    const listing = await this.catalogue.listing(instrument);
    const vendor = await this.vendor();
    const book = await vendor.fetchOrderBook(instrument.symbol, askedDepth(this.member, depth));
    return bookSnapshot(book, listing, Math.max(depth, 1), this.now());
  }

  async trades(instrument: Instrument, limit: number): Promise<readonly PublicTrade[]> {
    return (await this.ask(instrument, Math.min(limit, LARGEST_PAGE))).slice(-limit);
  }

  async tradesSince(instrument: Instrument, since: number): Promise<TradePage> {
    const { title } = this.member;
    if (!can(this.member, 'fetchTrades')) throw new Error(`ccxt gives no past trades of ${title}.`);
    const ask = (from?: number): Promise<readonly PublicTrade[] | null> =>
      this.ask(instrument, LARGEST_PAGE, from).catch((error: unknown) => {
        // So ccxt says that a venue (Coinbase) takes a beginning only together with an end.
        if (from !== undefined && error instanceof Error && error.name === 'ArgumentsRequired') return null;
        throw error;
      });
    return tradePage(title, ask, since);
  }

  /** The time of the order book, or of the venue's clock where its books have none. */
  async marketTime(instrument: Instrument): Promise<number> {
    if (this.booksTellTime === false) return this.serverTime();
    const vendor = await this.vendor();
    const { timestamp } = fields(await vendor.fetchOrderBook(instrument.symbol), 'an order book');
    this.booksTellTime = told(timestamp) !== null;
    return this.booksTellTime ? millis(timestamp, 'an order book time') : this.serverTime();
  }

  /** The venue's clock; the `Date` header of an answer, which has whole seconds, where no call tells it. */
  async serverTime(): Promise<number> {
    const vendor = await this.vendor();
    if (can(this.member, 'fetchTime')) return millis(await vendor.fetchTime(), 'a server time');
    const [symbol] = Object.keys(vendor.markets ?? {});
    if (symbol !== undefined) await vendor.fetchOrderBook(symbol);
    const date = Object.entries(vendor.last_response_headers ?? {}).find(([name]) => name.toLowerCase() === 'date')?.[1];
    const time = Date.parse(date ?? '');
    if (Number.isFinite(time)) return time;
    throw new Error(`${this.member.title} tells its time neither by a call nor in the Date header of its answers.`);
  }

  private async settlements(
    { symbol }: Instrument,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly FundingSettlement[]> {
    const vendor = await this.vendor();
    const found = normaliseFunding(await vendor.fetchFundingRateHistory(symbol, from, MOST_SETTLEMENTS, { until: to - 1 }));
    // Some venues leave the end out of account and show their newest ones.
    return found.filter(({ at }) => at >= from && at < to);
  }

  private async ask(instrument: Instrument, limit: number, since?: number): Promise<readonly PublicTrade[]> {
    const listing = await this.catalogue.listing(instrument);
    const vendor = await this.vendor();
    return normaliseTrades(await vendor.fetchTrades(instrument.symbol, since, limit), listing);
  }

  private async page(instrument: Instrument, interval: Interval, since: number, limit: number): Promise<readonly Bar[]> {
    const vendor = await this.vendor();
    return normaliseBars(await vendor.fetchOHLCV(instrument.symbol, interval, since, Math.min(limit, LARGEST_PAGE)));
  }

  private vendor(): Promise<Vendor> {
    return this.catalogue.loaded();
  }
}
