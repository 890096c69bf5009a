import { Decimal } from '@libs/sdk';
import type { Category, Instrument } from '@libs/sdk';
import { fields, millis, text, textOr } from './wire';
import type { Fields } from './wire';

/**
 * Our instrument from a record of `/v5/market/instruments-info`; null when it is not tradable now. Quantities take the
 * smaller of the limit and market maximum.
 */
export function toInstrument(category: Category, record: Fields): Instrument | null {
  if (record['status'] !== 'Trading') return null;
  const lot = fields(record['lotSizeFilter'], 'a lotSizeFilter');
  const priced = fields(record['priceFilter'], 'a priceFilter');
  const maxPrice = textOr(priced, 'maxPrice', null);
  const base = text(record, 'baseCoin');
  const quote = text(record, 'quoteCoin');
  const settle = category === 'spot' ? quote : text(record, 'settleCoin');
  return {
    venue: 'bybit',
    symbol: category === 'spot' ? `${base}/${quote}` : `${base}/${quote}:${settle}${expiry(record)}`,
    venueSymbol: text(record, 'symbol'),
    category,
    base,
    quote,
    settle,
    tickSize: Decimal.parse(text(priced, 'tickSize')),
    ...(maxPrice === null ? {} : { maxPrice: Decimal.parse(maxPrice) }),
    lotSize: Decimal.parse(text(lot, category === 'spot' ? 'basePrecision' : 'qtyStep')),
    minQuantity: Decimal.parse(text(lot, 'minOrderQty')),
    maxQuantity: smallest(lot, ['maxOrderQty', 'maxLimitOrderQty', 'maxMktOrderQty', 'maxMarketOrderQty']),
    minNotional: Decimal.parse(textOr(lot, category === 'spot' ? 'minOrderAmt' : 'minNotionalValue', '0')),
  };
}

/** `-YYMMDD` for a dated future, as ccxt writes it. */
function expiry(record: Fields): string {
  if (record['contractType'] !== 'LinearFutures') return '';
  const date = new Date(millis(record['deliveryTime'], 'a delivery time')).toISOString();
  return `-${date.slice(2, 10).replaceAll('-', '')}`;
}

function smallest(lot: Fields, keys: readonly string[]): Decimal {
  const told = keys.flatMap((key) => {
    const value = textOr(lot, key, null);
    return value === null ? [] : [Decimal.parse(value)];
  });
  const positive = told.filter((value) => value.sign > 0);
  if (positive.length === 0) return Decimal.parse(text(lot, 'maxOrderQty'));
  return positive.reduce((a, b) => Decimal.min(a, b));
}
