import { Decimal } from '@libs/kernel';
import type { MarketInstrument, RiskTier } from '@libs/simulation';
import type { FeedMarket } from '../market/feed';
import { ok, type Reply } from './envelope';
import { badParameter } from './parameters';
import { fundingBetween, openInterestOf } from './references';
import type { Handler, Request } from './request';
import { readTimeCursor, timeCursor } from './time-cursor';

export const DERIVATIVE_ENDPOINTS: Readonly<Record<string, Handler>> = {
  'GET /v5/market/funding/history': fundingHistory,
  'GET /v5/market/open-interest': openInterest,
  'GET /v5/market/risk-limit': riskLimit,
  'GET /v5/market/account-ratio': accountRatio,
};

const MINUTE = 60_000;
const PERIODS: Readonly<Record<string, number>> = {
  '5min': 5 * MINUTE,
  '15min': 15 * MINUTE,
  '30min': 30 * MINUTE,
  '1h': 60 * MINUTE,
  '4h': 240 * MINUTE,
  '1d': 1_440 * MINUTE,
};
const SYMBOLS_PER_PAGE = 15;

function fundingHistory({ exchange, parameters }: Request): Reply {
  const category = parameters.oneOf('category', ['linear', 'inverse']);
  const market = parameters.market(exchange, 'linear');
  const [from, to] = [parameters.time('startTime'), parameters.time('endTime')];
  if (from !== undefined && to === undefined) throw badParameter('params error: endTime is required with startTime');
  const limit = parameters.integer('limit', { least: 1, most: 200, default: 200 });
  const range = { from: from ?? 0, to: Math.min(to ?? Infinity, exchange.marketTime), limit };
  const symbol = market.state.instrument.venueSymbol;
  const list = fundingBetween(market, range).map(({ at, rate }) => ({
    symbol,
    fundingRate: rate.toString(),
    fundingRateTimestamp: String(at),
  }));
  return ok({ category, list });
}

function openInterest(request: Request): Reply {
  const market = request.parameters.market(request.exchange, 'linear');
  const { times, nextPageCursor } = moments(request, market, { name: 'intervalTime', most: 200 });
  const list = times.map((at) => ({ ...openInterestOf(market.openInterestAt(at)), timestamp: String(at) }));
  const category = request.parameters.oneOf('category', ['linear', 'inverse']);
  return ok({ category, symbol: market.state.instrument.venueSymbol, list, nextPageCursor });
}

/** Nobody is counted here, so as many hold long as short. */
function accountRatio(request: Request): Reply {
  request.parameters.oneOf('category', ['linear', 'inverse']);
  const market = request.parameters.market(request.exchange, 'linear');
  const { times, nextPageCursor } = moments(request, market, { name: 'period', most: 500 });
  const symbol = market.state.instrument.venueSymbol;
  return ok({ list: times.map((at) => ({ symbol, buyRatio: '0.5', sellRatio: '0.5', timestamp: String(at) })), nextPageCursor });
}

/** Moments of a period, newest first, a page of them. */
function moments(
  { exchange, parameters }: Request,
  { series }: FeedMarket,
  { name, most }: { readonly name: string; readonly most: number },
): { readonly times: readonly number[]; readonly nextPageCursor: string } {
  const text = parameters.required(name);
  const period = Object.hasOwn(PERIODS, text) ? PERIODS[text]! : undefined;
  if (period === undefined) throw badParameter(`params error: ${name} invalid`);
  const limit = parameters.integer('limit', { least: 1, most, default: 50 });
  const from = Math.max(parameters.time('startTime') ?? 0, series.firstStart);
  const to = Math.min(parameters.time('endTime') ?? Infinity, exchange.marketTime, readTimeCursor(parameters) - 1);
  const times: number[] = [];
  let at = Math.floor(to / period) * period;
  for (; at >= from && times.length < limit; at -= period) times.push(at);
  return { times, nextPageCursor: at >= from && times.length > 0 ? timeCursor(times.at(-1)!) : '' };
}

function riskLimit({ exchange, parameters }: Request): Reply {
  const category = parameters.oneOf('category', ['linear', 'inverse']);
  const symbol = parameters.text('symbol');
  const after = parameters.text('cursor') ?? '';
  const found = exchange.feed.markets
    .map(({ state }) => state.instrument)
    .filter((it) => it.category === category && (symbol === undefined ? it.venueSymbol > after : it.venueSymbol === symbol))
    .sort((a, b) => (a.venueSymbol < b.venueSymbol ? -1 : 1));
  if (symbol !== undefined && found.length === 0) throw badParameter('params error: symbol invalid');
  const page = found.slice(0, SYMBOLS_PER_PAGE);
  const nextPageCursor = found.length > page.length ? page.at(-1)!.venueSymbol : '';
  return ok({ category, list: page.flatMap(tiersOf), nextPageCursor });
}

function tiersOf(instrument: MarketInstrument): object[] {
  let deduction = Decimal.ZERO;
  let before: RiskTier | undefined;
  return (instrument.riskTiers ?? []).map((tier, index) => {
    if (before) deduction = deduction.plus(before.limit.times(tier.maintenance.minus(before.maintenance)));
    before = tier;
    return {
      id: index + 1,
      symbol: instrument.venueSymbol,
      riskLimitValue: tier.limit.toString(),
      maintenanceMargin: tier.maintenance.toString(),
      initialMargin: tier.initial.toString(),
      isLowestRisk: index === 0 ? 1 : 0,
      maxLeverage: tier.maxLeverage.roundTo(2).toString(),
      mmDeduction: deduction.isZero ? '' : deduction.toString(),
    };
  });
}
