import { Decimal } from '@libs/kernel';
import type { MarketInstrument } from '@libs/simulation';

const MINUTE = 60_000;
const USUAL_RATIO = { x: Decimal.parse('0.01'), y: Decimal.parse('0.02') };

export function renderInstrument(instrument: MarketInstrument): Record<string, unknown> {
  return instrument.category === 'linear' ? linearInstrument(instrument) : spotInstrument(instrument);
}

function linearInstrument(it: MarketInstrument): Record<string, unknown> {
  const funding = it.funding ?? { intervalMs: 480 * MINUTE, cap: Decimal.parse('0.00375') };
  return {
    symbol: it.venueSymbol,
    contractType: 'LinearPerpetual',
    status: 'Trading',
    baseCoin: it.base,
    quoteCoin: it.quote,
    launchTime: String(it.launchedAt ?? 0),
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(it.tickSize.scale),
    leverageFilter: { minLeverage: '1', maxLeverage: `${it.maxLeverage}.00`, leverageStep: '0.01' },
    priceFilter: {
      minPrice: (it.minPrice ?? it.tickSize).toString(),
      maxPrice: (it.maxPrice ?? Decimal.parse('1999999.8')).toString(),
      tickSize: it.tickSize.toString(),
    },
    lotSizeFilter: {
      maxOrderQty: it.maxQuantity.toString(),
      minOrderQty: it.minQuantity.toString(),
      qtyStep: it.lotSize.toString(),
      postOnlyMaxOrderQty: (it.maxPostOnlyQuantity ?? it.maxQuantity).toString(),
      maxMktOrderQty: it.maxMarketQuantity.toString(),
      minNotionalValue: it.minNotional.toString(),
    },
    unifiedMarginTrade: true,
    fundingInterval: funding.intervalMs / MINUTE,
    settleCoin: it.settle,
    copyTrading: 'both',
    upperFundingRate: funding.cap.toString(),
    lowerFundingRate: funding.cap.negated().toString(),
    isPreListing: false,
    preListingInfo: null,
    riskParameters: limitRatios(it),
    displayName: '',
    forbidUplWithdrawal: false,
    symbolType: '',
    symbolId: it.venueId ?? 0,
  };
}

function spotInstrument(it: MarketInstrument): Record<string, unknown> {
  return {
    symbol: it.venueSymbol,
    baseCoin: it.base,
    quoteCoin: it.quote,
    innovation: '0',
    status: 'Trading',
    marginTrading: 'none',
    stTag: '0',
    lotSizeFilter: {
      basePrecision: it.lotSize.toString(),
      quotePrecision: (it.quotePrecision ?? Decimal.parse('0.0000001')).toString(),
      minOrderQty: it.minQuantity.toString(),
      maxOrderQty: it.maxQuantity.toString(),
      minOrderAmt: it.minNotional.toString(),
      maxOrderAmt: (it.maxNotional ?? Decimal.parse('8000000')).toString(),
      maxLimitOrderQty: it.maxQuantity.toString(),
      maxMarketOrderQty: it.maxMarketQuantity.toString(),
      postOnlyMaxLimitOrderSize: (it.maxPostOnlyQuantity ?? it.maxQuantity).toString(),
    },
    priceFilter: { tickSize: it.tickSize.toString() },
    riskParameters: limitRatios(it),
    symbolType: '',
    xstockMultiplier: '1',
    forbidUplWithdrawal: false,
    symbolId: it.venueId ?? 0,
  };
}

function limitRatios({ priceLimit = USUAL_RATIO }: MarketInstrument): Record<string, string> {
  return { priceLimitRatioX: priceLimit.x.toString(), priceLimitRatioY: priceLimit.y.toString() };
}
