import { barsBetween, serves, toCandle, V5_INTERVALS } from '../market/candles';
import { ok, type Reply } from './envelope';
import { badParameter } from './parameters';
import { renderInstrument, renderSide, renderTicker } from './render-market';
import type { Handler, Request } from './request';

export const MARKET_ENDPOINTS: Readonly<Record<string, Handler>> = {
  'GET /v5/market/time': time,
  'GET /v5/market/instruments-info': instruments,
  'GET /v5/market/tickers': tickers,
  'GET /v5/market/orderbook': orderBook,
  'GET /v5/market/kline': kline,
  'GET /v5/market/recent-trade': recentTrades,
};

function time({ wallNow }: Request): Reply {
  return ok({ timeSecond: String(Math.floor(wallNow / 1000)), timeNano: `${wallNow}000000` });
}

function instruments({ exchange, parameters }: Request): Reply {
  const category = parameters.oneOf('category', ['spot', 'linear', 'inverse', 'option']);
  const symbol = parameters.text('symbol');
  const list = exchange.feed.markets
    .map(({ state }) => state.instrument)
    .filter((instrument) => instrument.category === category && (symbol === undefined || instrument.venueSymbol === symbol))
    .map(renderInstrument);
  return ok({ category, list: parameters.text('status') === 'PreLaunch' ? [] : list, nextPageCursor: '' });
}

function tickers({ exchange, parameters }: Request): Reply {
  const category = parameters.oneOf('category', ['spot', 'linear', 'inverse', 'option']);
  const symbol = parameters.text('symbol');
  const markets = exchange.feed.markets.filter(
    ({ state: { instrument } }) => instrument.category === category && (symbol === undefined || instrument.venueSymbol === symbol),
  );
  if (symbol !== undefined && markets.length === 0) throw badParameter('params error: symbol invalid');
  return ok({ category, list: markets.map((market) => renderTicker(market, exchange.marketTime)) });
}

function orderBook({ exchange, parameters }: Request): Reply {
  const category = parameters.category();
  const market = parameters.market(exchange, category);
  const depth = parameters.integer('limit', { least: 1, most: category === 'spot' ? 200 : 500, default: category === 'spot' ? 1 : 25 });
  const at = exchange.marketTime;
  const { book } = market.state;
  return ok({
    s: market.state.instrument.venueSymbol,
    b: renderSide(market, book.bids, depth),
    a: renderSide(market, book.asks, depth),
    ...{ ts: at, u: book.version, seq: at, cts: at },
  });
}

function kline({ exchange, parameters }: Request): Reply {
  const category = parameters.text('category') === undefined ? 'linear' : parameters.category();
  const market = parameters.market(exchange, category);
  const interval = V5_INTERVALS[parameters.required('interval')];
  if (interval === undefined) throw badParameter('params error: interval invalid');
  if (!serves(market, interval))
    throw badParameter(`params error: interval invalid, the bars of this market are ${market.series.interval / 60_000} min long`);
  const limit = parameters.integer('limit', { least: 1, most: 1000, default: 200 });
  const [from, to] = [parameters.time('start'), parameters.time('end')];
  const bars = barsBetween(market, { interval, limit, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  const list = bars.map((bar) => {
    const { start, open, high, low, close, volume, turnover } = toCandle(market, interval, bar);
    return [String(start), open, high, low, close, volume, turnover];
  });
  return ok({ category, symbol: market.state.instrument.venueSymbol, list });
}

function recentTrades({ exchange, parameters, trades }: Request): Reply {
  const category = parameters.category();
  const market = parameters.market(exchange, category);
  const limit = parameters.integer('limit', { least: 1, most: category === 'spot' ? 60 : 1000, default: category === 'spot' ? 60 : 500 });
  const list = trades.latest(market.state.key, limit).map((trade) => ({
    ...{ execId: trade.i, symbol: trade.s, price: trade.p, size: trade.v, side: trade.S, time: String(trade.T) },
    ...{ isBlockTrade: false, isRPITrade: false, seq: String(trade.seq) },
  }));
  return ok({ category, list });
}
