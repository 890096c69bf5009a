import type { TickBar } from '@libs/simulation';
import { toCandle } from '../market/candles';
import type { FeedMarket } from '../market/feed';
import { barsOfPeriods, periodOf, servesPeriod } from '../market/periods';
import { ok, type Reply } from './envelope';
import { badParameter, type Parameters } from './parameters';
import type { Handler, Request } from './request';

export const CANDLE_ENDPOINTS: Readonly<Record<string, Handler>> = {
  'GET /v5/market/kline': (request) => candles(request, 7),
  'GET /v5/market/mark-price-kline': (request) => candles(request, 5),
  'GET /v5/market/index-price-kline': (request) => candles(request, 5),
  'GET /v5/market/premium-index-price-kline': premium,
};

/** Newest first. Candles of the mark and index price have no volume: these prices are the last price here. */
function candles({ exchange, parameters }: Request, columns: 5 | 7): Reply {
  const category = parameters.text('category') === undefined ? 'linear' : parameters.category();
  const market = parameters.market(exchange, category);
  const list = asked(market, parameters).map((bar) => {
    const { start, open, high, low, close, volume, turnover } = toCandle(market, market.series.interval, bar);
    return [String(start), open, high, low, close, volume, turnover].slice(0, columns);
  });
  return ok({ category, symbol: market.state.instrument.venueSymbol, list });
}

/** How far the last price lies above the index, as a fraction. */
function premium({ exchange, parameters }: Request): Reply {
  if (parameters.text('category') !== undefined) parameters.oneOf('category', ['linear']);
  const market = parameters.market(exchange, 'linear');
  const list = asked(market, parameters).map(({ start }) => [String(start), '0', '0', '0', '0']);
  return ok({ category: 'linear', symbol: market.state.instrument.venueSymbol, list });
}

function asked(market: FeedMarket, parameters: Parameters): readonly TickBar[] {
  const code = parameters.required('interval');
  if (!periodOf(code, 0)) throw badParameter('params error: interval invalid');
  if (!servesPeriod(market, code))
    throw badParameter(`params error: interval invalid, the bars of this market are ${market.series.interval / 60_000} min long`);
  const limit = parameters.integer('limit', { least: 1, most: 1000, default: 200 });
  const [from, to] = [parameters.time('start'), parameters.time('end')];
  if (from !== undefined && to !== undefined && to < from) throw badParameter('params error: end must not be before start');
  return barsOfPeriods(market, { code, from, to, limit });
}
