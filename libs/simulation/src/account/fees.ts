import type { Decimal, OrderSide } from '@libs/kernel';
import type { MarketInstrument } from '../market/market-instrument';

/** Fraction digits of rounded money: fees, funding, margins and the closed part of a cost. */
export const MONEY_SCALE = 8;

export interface FeeRates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

export interface Fee {
  readonly amount: Decimal;
  readonly asset: string;
  readonly rate: Decimal;
}

/** Linear fees are paid in the settle asset, spot fees out of what was received. */
export function feeOf(
  instrument: MarketInstrument,
  rates: FeeRates,
  trade: { readonly side: OrderSide; readonly price: Decimal; readonly quantity: Decimal; readonly isMaker: boolean },
): Fee {
  const rate = trade.isMaker ? rates.maker : rates.taker;
  const inBase = instrument.category === 'spot' && trade.side === 'BUY';
  const received = inBase ? trade.quantity : trade.price.times(trade.quantity);
  const asset = inBase ? instrument.base : instrument.category === 'spot' ? instrument.quote : instrument.settle;
  return { amount: received.times(rate).roundTo(MONEY_SCALE), asset, rate };
}
