import { Inject, Injectable } from '@nestjs/common';
import { Decimal, type Instrument as KernelInstrument, type OrderSetting } from '@libs/kernel';
import type { Accounts } from '../accounts/accounts';
import { mustExist } from '../accounts/known-account';
import { between, UnknownSubject } from '../results/unknown-subject';
import { ACCOUNTS, MARKET_QUERIES } from '../tokens';
import { bookDepth } from './book-depth';
import type { OrderBook, PublicTrade } from './book.types';
import { toInterval } from './interval';
import { LiveMarket } from './live-market';
import type { MarketQueries } from './market-queries';
import type { Candle, Instrument } from './market.types';

const MOST_CANDLES = 1000;
const MOST_TRADES = 1000;
export const USUAL_TRADES = 100;

/** Answers what an account can trade and how it moved. */
@Injectable()
export class MarketDesk {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(MARKET_QUERIES) private readonly queries: MarketQueries,
    @Inject(LiveMarket) private readonly live: LiveMarket,
  ) {}

  async instruments(accountId: string): Promise<readonly Instrument[]> {
    await mustExist(this.accounts, accountId);
    return (await this.queries.instruments()).map(toInstrument);
  }

  tradable(): Promise<readonly KernelInstrument[]> {
    return this.queries.instruments();
  }

  async candles(
    accountId: string,
    request: { readonly symbol: string; readonly interval: string; readonly limit: number },
  ): Promise<readonly Candle[]> {
    const { symbol } = request;
    const interval = toInterval(request.interval);
    const limit = between('limit', request.limit, { least: 1, most: MOST_CANDLES });
    await mustExist(this.accounts, accountId);
    return this.queries.candles({ symbol, interval, limit });
  }

  async orderBook(accountId: string, symbol: string, depth: number): Promise<OrderBook> {
    const wanted = bookDepth(depth);
    await mustExist(this.accounts, accountId);
    return known(symbol, await this.queries.book(symbol, wanted));
  }

  /** Newest first. */
  async trades(accountId: string, symbol: string, limit: number): Promise<readonly PublicTrade[]> {
    const wanted = between('limit', limit, { least: 1, most: MOST_TRADES });
    await mustExist(this.accounts, accountId);
    return known(symbol, await this.queries.trades(symbol, wanted));
  }

  /** Null while the account's trader has told no price of this symbol. */
  lastPrice(accountId: string, symbol: string): OrderSetting['price'] {
    const ticker = this.live.lastTicker(accountId, symbol);
    return ticker ? { bid: Decimal.parse(ticker.bid), ask: Decimal.parse(ticker.ask) } : null;
  }
}

function known<T>(symbol: string, found: T | null): T {
  if (found === null) throw new UnknownSubject('symbol', symbol);
  return found;
}

function toInstrument({ symbol, venueSymbol, category, ...filters }: KernelInstrument): Instrument {
  return {
    symbol,
    venueSymbol,
    category,
    tickSize: filters.tickSize.toString(),
    lotSize: filters.lotSize.toString(),
    minQuantity: filters.minQuantity.toString(),
    maxQuantity: filters.maxQuantity.toString(),
    minNotional: filters.minNotional.toString(),
  };
}
