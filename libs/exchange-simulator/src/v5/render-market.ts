import type { BookSide } from '@libs/simulation';
import { barAt, toCandle } from '../market/candles';
import type { FeedMarket } from '../market/feed';
import { dayStatistics } from './day-statistics';
import { fundingTerms, openInterestOf } from './references';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VALUE_SCALE = 2;

/** A ticker as REST and the stream tell it; every number from the bars that were played. */
export function renderTicker(source: FeedMarket, at: number): Record<string, string> {
  const { state } = source;
  const { ticks } = state;
  const { open, high, low, volume } = dayStatistics(source, at);
  const whole = toCandle(source, DAY, { start: at - DAY, open, high, low, close: state.last, volume });
  const change = ticks.fromUnits(state.last - open).dividedBy(ticks.fromUnits(Math.max(open, 1)), 6);
  const common = {
    symbol: state.instrument.venueSymbol,
    lastPrice: ticks.text(state.last),
    prevPrice24h: ticks.text(open),
    price24hPcnt: change.toString(),
    highPrice24h: ticks.text(high),
    lowPrice24h: ticks.text(low),
    turnover24h: whole.turnover,
    volume24h: whole.volume,
    ...bestOf(source),
  };
  if (state.instrument.category === 'spot')
    return { ...common, usdIndexPrice: state.instrument.quote.startsWith('USD') ? common.lastPrice : '' };
  return { ...common, ...derivativeTicker(source, at, open) };
}

function bestOf({ state: { book, ticks, lots } }: FeedMarket): Record<string, string> {
  const [bids, asks] = [book.depth(1, 1), book.depth(-1, 1)];
  const [bid, ask] = [bids.ticks[0], asks.ticks[0]];
  return {
    bid1Price: bid === undefined ? '' : ticks.text(bid),
    bid1Size: bid === undefined ? '' : lots.text(bids.lots[0]!),
    ask1Price: ask === undefined ? '' : ticks.text(ask),
    ask1Size: ask === undefined ? '' : lots.text(asks.lots[0]!),
  };
}

function derivativeTicker(market: FeedMarket, at: number, dayOpen: number): Record<string, string> {
  const { state, series, reference } = market;
  const hourAgo = barAt(market, series.interval, at - HOUR)?.open ?? dayOpen;
  const { mark, index, fundingRate, nextFundingAt, openInterest } = reference;
  const { intervalMs, cap } = fundingTerms(market);
  const value = openInterestOf(openInterest.times(mark).roundTo(VALUE_SCALE));
  return {
    tickDirection: state.rising ? 'PlusTick' : 'MinusTick',
    indexPrice: index.toString(),
    markPrice: mark.toString(),
    prevPrice1h: state.ticks.text(hourAgo),
    ...openInterestOf(openInterest),
    openInterestValue: value.openInterest,
    singleOpenInterestValue: value.singleOpenInterest,
    fundingRate: fundingRate.toString(),
    nextFundingTime: String(nextFundingAt),
    fundingIntervalHour: String(intervalMs / HOUR),
    fundingCap: cap.toString(),
    predictedDeliveryPrice: '',
    basisRate: '',
    basisRateYear: '',
    basis: '',
    deliveryFeeRate: '',
    deliveryTime: '0',
    preOpenPrice: '',
    preQty: '',
    curPreListingPhase: '',
  };
}

export type LevelText = readonly [price: string, size: string];

export function renderSide(source: FeedMarket, side: BookSide, depth: number): LevelText[] {
  const { ticks, lots } = source.state;
  const levels: LevelText[] = [];
  const count = Math.min(depth, side.ticks.length);
  for (let level = 0; level < count; level += 1) levels.push([ticks.text(side.ticks[level]!), lots.text(side.lots[level]!)]);
  return levels;
}
