import type { Category, Interval, OrderSide } from '@libs/sdk';
import { MalformedMessage } from './wire';

/** Bybit's names for our bar lengths: minutes, or a letter. */
const WIRE_INTERVALS: Readonly<Record<Interval, string>> = {
  '1m': '1',
  '3m': '3',
  '5m': '5',
  '15m': '15',
  '30m': '30',
  '1h': '60',
  '2h': '120',
  '4h': '240',
  '6h': '360',
  '12h': '720',
  '1d': 'D',
};

const OUR_INTERVALS = new Map<string, Interval>(Object.entries(WIRE_INTERVALS).map(([ours, wire]) => [wire, ours as Interval]));

export function toWireInterval(interval: Interval): string {
  return WIRE_INTERVALS[interval];
}

export function fromWireInterval(wire: string): Interval | null {
  return OUR_INTERVALS.get(wire) ?? null;
}

export function toSide(value: unknown): OrderSide {
  if (value === 'Buy') return 'BUY';
  if (value === 'Sell') return 'SELL';
  throw new MalformedMessage(`side "${String(value)}"`);
}

const QUOTES = ['USDT', 'USDC', 'USDE', 'USD1', 'EUR', 'BRL', 'TRY', 'PLN', 'BTC', 'ETH', 'DAI', 'MNT', 'SOL'];

/**
 * The asset of a fee where the venue leaves it out: the settle coin of a contract; on spot what the order receives.
 * https://bybit-exchange.github.io/docs/v5/enum#spot-fee-currency-instruction
 */
export function feeAssetOf(category: Category, venueSymbol: string, side: OrderSide): string {
  if (category === 'linear') return /USDT(-|$)/.test(venueSymbol) ? 'USDT' : 'USDC';
  const quote = QUOTES.find((asset) => venueSymbol.endsWith(asset) && venueSymbol.length > asset.length);
  if (!quote) throw new MalformedMessage(`an execution of ${venueSymbol} without its fee currency`);
  return side === 'SELL' ? quote : venueSymbol.slice(0, -quote.length);
}
