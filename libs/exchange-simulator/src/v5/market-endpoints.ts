import { bookSequence } from '../market/book-sequence';
import type { FeedMarket } from '../market/feed';
import { ok, type Reply } from './envelope';
import { badParameter, type Parameters } from './parameters';
import { renderInstrument } from './render-instrument';
import { renderSide, renderTicker } from './render-market';
import type { Handler, Request } from './request';

const CATEGORIES = ['spot', 'linear', 'inverse', 'option'] as const;
type AnyCategory = (typeof CATEGORIES)[number];

export const MARKET_ENDPOINTS: Readonly<Record<string, Handler>> = {
  'GET /v5/market/time': time,
  'GET /v5/market/instruments-info': instruments,
  'GET /v5/market/tickers': tickers,
  'GET /v5/market/orderbook': orderBook,
  'GET /v5/market/recent-trade': recentTrades,
  'GET /v5/market/price-limit': priceLimit,
  'GET /v5/market/insurance': insurance,
  'GET /v5/market/delivery-price': () => ok({ category: 'linear', list: [], nextPageCursor: '' }),
  'GET /v5/announcements/index': () => ok({ total: 0, list: [] }),
  'GET /v5/system/status': () => ok({ list: [] }, ''),
};

function time({ wallNow }: Request): Reply {
  return ok({ timeSecond: String(Math.floor(wallNow / 1000)), timeNano: `${wallNow}000000` });
}

/** Spot has no pages; contracts come in the order of their names, as the cursor expects. */
function instruments({ exchange, parameters }: Request): Reply {
  const category = parameters.oneOf('category', CATEGORIES);
  const [symbol, base] = [parameters.text('symbol'), parameters.text('baseCoin')];
  const limit = parameters.integer('limit', { least: 1, most: 1000, default: 500 });
  const isTrading = (parameters.text('status') ?? 'Trading') === 'Trading' && (parameters.text('symbolType') ?? '') === '';
  const found = marketsOf(exchange.feed.markets, category)
    .filter(({ state }) => !state.isDelisted)
    .map(({ state }) => state.instrument)
    .filter(
      (it) =>
        isTrading && (symbol === undefined || it.venueSymbol === symbol) && (base === undefined || category === 'spot' || it.base === base),
    )
    .sort((a, b) => (a.venueSymbol < b.venueSymbol ? -1 : 1));
  if (category === 'spot') return ok({ category, list: found.map(renderInstrument), nextPageCursor: '' });
  const last = lastOf(parameters);
  const rest = found.filter(({ venueSymbol }) => last === undefined || venueSymbol > last);
  const page = rest.slice(0, limit);
  const isMore = rest.length > limit;
  const nextPageCursor = isMore ? encodeURIComponent(`first=${page[0]!.venueSymbol}&last=${page.at(-1)!.venueSymbol}`) : '';
  return ok({ category, list: page.map(renderInstrument), nextPageCursor });
}

function lastOf(parameters: Parameters): string | undefined {
  const cursor = parameters.text('cursor');
  if (cursor === undefined) return undefined;
  const match = /last(?:=|%3D)([A-Za-z0-9-]{1,40})$/i.exec(cursor);
  if (!match) throw badParameter('params error: cursor invalid');
  return match[1];
}

function tickers({ exchange, parameters }: Request): Reply {
  const category = parameters.oneOf('category', CATEGORIES);
  const symbol = parameters.text('symbol');
  const markets = marketsOf(exchange.feed.markets, category).filter(
    ({ state }) => symbol === undefined || state.instrument.venueSymbol === symbol,
  );
  if (symbol !== undefined && markets.length === 0) throw badParameter('params error: symbol invalid');
  return ok({ category, list: markets.map((market) => renderTicker(market, exchange.marketTime)) });
}

function orderBook({ exchange, parameters }: Request): Reply {
  const category = parameters.category();
  const market = parameters.market(exchange, category);
  const depth = parameters.integer('limit', { least: 1, most: 1000, default: category === 'spot' ? 1 : 25 });
  const at = exchange.marketTime;
  const { book } = market.state;
  return ok({
    s: market.state.instrument.venueSymbol,
    b: renderSide(market, book.depth(1, depth), depth),
    a: renderSide(market, book.depth(-1, depth), depth),
    ts: at,
    u: book.version,
    seq: bookSequence(market, at),
    cts: at,
  });
}

function recentTrades({ exchange, parameters, trades }: Request): Reply {
  const category = parameters.category();
  const market = parameters.market(exchange, category);
  const most = category === 'spot' ? 60 : 1000;
  const limit = parameters.integer('limit', { least: 1, most, default: category === 'spot' ? 60 : 500 });
  const list = trades.latest(market.state.key, limit).map((trade) => ({
    execId: trade.i,
    symbol: trade.s,
    price: trade.p,
    size: trade.v,
    side: trade.S,
    time: String(trade.T),
    isBlockTrade: false,
    isRPITrade: false,
    seq: String(trade.seq),
  }));
  return ok({ category, list });
}

/** The highest price to buy and the lowest to sell at. */
function priceLimit({ exchange, parameters, wallNow }: Request): Reply {
  const category = parameters.text('category') === undefined ? 'linear' : parameters.category();
  const { state } = parameters.market(exchange, category);
  const { highest, lowest } = state.priceLimits();
  const symbol = state.instrument.venueSymbol;
  return ok({ symbol, buyLmt: highest.toString(), sellLmt: lowest.toString(), ts: String(wallNow) });
}

/** One pool for all contracts, large and still: no fund here pays for anybody's losses. */
function insurance({ exchange, parameters }: Request): Reply {
  const coin = parameters.text('coin') ?? 'USDT';
  const contracts = marketsOf(exchange.feed.markets, 'linear').filter(({ state }) => state.instrument.settle === coin);
  const symbols = contracts.map(({ state }) => state.instrument.venueSymbol).join(',');
  const list = symbols === '' ? [] : [{ coin, symbols, balance: '10000000', value: '10000000' }];
  return ok({ updatedTime: String(Math.floor(exchange.marketTime / 60_000) * 60_000), list });
}

/** Nothing is traded here as inverse contract or option: those lists are empty. */
function marketsOf(markets: readonly FeedMarket[], category: AnyCategory): readonly FeedMarket[] {
  return markets.filter(({ state }) => state.instrument.category === category);
}
