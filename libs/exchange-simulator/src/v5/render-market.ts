import { Decimal } from '@libs/kernel';
import type { BookSide, MarketInstrument } from '@libs/simulation';
import { barAt, barsBetween, toCandle, type BarSource } from '../market/candles';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FUNDING_INTERVAL = 8 * HOUR;

export function renderInstrument(instrument: MarketInstrument): Record<string, unknown> {
  return instrument.category === 'linear' ? linearInstrument(instrument) : spotInstrument(instrument);
}

function linearInstrument(it: MarketInstrument): Record<string, unknown> {
  return {
    ...{ symbol: it.venueSymbol, contractType: 'LinearPerpetual', status: 'Trading', baseCoin: it.base, quoteCoin: it.quote },
    ...{ launchTime: '1585526400000', deliveryTime: '0', deliveryFeeRate: '', priceScale: String(it.tickSize.scale) },
    leverageFilter: { minLeverage: '1', maxLeverage: String(it.maxLeverage), leverageStep: '0.01' },
    priceFilter: { minPrice: it.tickSize.toString(), maxPrice: '1999999.8', tickSize: it.tickSize.toString() },
    lotSizeFilter: {
      ...{ maxOrderQty: it.maxQuantity.toString(), minOrderQty: it.minQuantity.toString(), qtyStep: it.lotSize.toString() },
      ...{
        postOnlyMaxOrderQty: it.maxQuantity.toString(),
        maxMktOrderQty: it.maxMarketQuantity.toString(),
        minNotionalValue: it.minNotional.toString(),
      },
    },
    ...{ unifiedMarginTrade: true, fundingInterval: 480, settleCoin: it.settle, copyTrading: 'none' },
    ...{ upperFundingRate: '0.00375', lowerFundingRate: '-0.00375', isPreListing: false, preListingInfo: null },
    ...{ riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' }, symbolType: '', symbolId: 5 },
  };
}

function spotInstrument(it: MarketInstrument): Record<string, unknown> {
  return {
    ...{
      symbol: it.venueSymbol,
      baseCoin: it.base,
      quoteCoin: it.quote,
      innovation: '0',
      status: 'Trading',
      marginTrading: 'none',
      stTag: '0',
    },
    lotSizeFilter: {
      ...{
        basePrecision: it.lotSize.toString(),
        quotePrecision: '0.0000001',
        minOrderQty: it.minQuantity.toString(),
        maxOrderQty: it.maxQuantity.toString(),
      },
      ...{ minOrderAmt: it.minNotional.toString(), maxOrderAmt: '8000000', maxLimitOrderQty: it.maxQuantity.toString() },
      ...{ maxMarketOrderQty: it.maxMarketQuantity.toString(), postOnlyMaxLimitOrderSize: it.maxQuantity.toString() },
    },
    priceFilter: { tickSize: it.tickSize.toString() },
    ...{ riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' }, symbolType: '', symbolId: 9 },
  };
}

/** A ticker as REST and the stream tell it; every number from the bars that were played. */
export function renderTicker(source: BarSource, at: number): Record<string, string> {
  const { state } = source;
  const { ticks, lots, book } = state;
  const day = barsBetween(source, { interval: source.series.interval, from: at - DAY, to: at, limit: DAY / source.series.interval });
  const high = day.reduce((most, bar) => Math.max(most, bar.high), state.last);
  const low = day.reduce((least, bar) => Math.min(least, bar.low), state.last);
  const volume = day.reduce((sum, bar) => sum + bar.volume, 0);
  const before = day.at(-1)?.open ?? state.last;
  const hourAgo = barAt(source, source.series.interval, at - HOUR)?.open ?? before;
  const whole = toCandle(source, DAY, { start: at - DAY, open: before, high, low, close: state.last, volume });
  const last = ticks.text(state.last);
  const change = ticks.fromUnits(state.last - before).dividedBy(ticks.fromUnits(Math.max(before, 1)), 6);
  const common = {
    ...{ symbol: state.instrument.venueSymbol, lastPrice: last, prevPrice24h: ticks.text(before), price24hPcnt: change.toString() },
    ...{ highPrice24h: ticks.text(high), lowPrice24h: ticks.text(low), turnover24h: whole.turnover, volume24h: whole.volume },
  };
  const best = {
    ...{ bid1Price: bestText(book.bids.ticks, ticks.text.bind(ticks)), bid1Size: bestText(book.bids.lots, lots.text.bind(lots)) },
    ...{ ask1Price: bestText(book.asks.ticks, ticks.text.bind(ticks)), ask1Size: bestText(book.asks.lots, lots.text.bind(lots)) },
  };
  if (state.instrument.category === 'spot') return { ...common, ...best, usdIndexPrice: last };
  return {
    ...common,
    ...best,
    ...{ tickDirection: state.rising ? 'PlusTick' : 'MinusTick', indexPrice: last, markPrice: last, prevPrice1h: ticks.text(hourAgo) },
    ...{ openInterest: whole.volume, openInterestValue: Decimal.parse(whole.volume).times(state.lastPrice).roundTo(2).toString() },
    ...{
      fundingRate: '0.0001',
      nextFundingTime: String((Math.floor(at / FUNDING_INTERVAL) + 1) * FUNDING_INTERVAL),
      fundingIntervalHour: '8',
      fundingCap: '0.00375',
    },
    ...{
      predictedDeliveryPrice: '',
      basisRate: '',
      basisRateYear: '',
      basis: '',
      deliveryFeeRate: '',
      deliveryTime: '0',
      preOpenPrice: '',
      preQty: '',
      curPreListingPhase: '',
    },
  };
}

export type LevelText = readonly [price: string, size: string];

export function renderSide(source: BarSource, side: BookSide, depth: number): LevelText[] {
  const { ticks, lots } = source.state;
  const levels: LevelText[] = [];
  const count = Math.min(depth, side.ticks.length);
  for (let level = 0; level < count; level += 1) levels.push([ticks.text(side.ticks[level]!), lots.text(side.lots[level]!)]);
  return levels;
}

function bestText(units: readonly number[], text: (units: number) => string): string {
  return units.length === 0 ? '' : text(units[0]!);
}
