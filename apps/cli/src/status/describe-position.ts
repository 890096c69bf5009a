import type { Position } from '@libs/client';
import { formatMoney, formatPercent } from '@libs/kernel';

/** What is held, at what price it was entered, and what it is worth; a price that may be wrong makes no profit. */
export function describePosition({ symbol, quantity, averagePrice, mark }: Position, settleAsset: string): string {
  return `${symbol}: ${sided(quantity)} at ${averagePrice}, ${describeMark(mark, settleAsset)}`;
}

/** `long 0.3` */
export function sided(quantity: string): string {
  return quantity.startsWith('-') ? `short ${quantity.slice(1)}` : `long ${quantity}`;
}

function describeMark(mark: Position['mark'], settleAsset: string): string {
  if (mark === null) return 'no price received yet';
  const { price, at, level, reasons, unrealised, unrealisedFraction } = mark;
  if (unrealised === null) return `price not trusted (${reasons.join(', ')}), last ${price} at ${at} market time`;
  const share = unrealisedFraction === null ? '' : ` (${formatPercent(unrealisedFraction)})`;
  return `mark ${price}${level === 'TRUSTED' ? '' : `, ${level} (${reasons.join(', ')})`}, unrealised ${formatMoney(unrealised)} ${settleAsset}${share}`;
}
