import type { Position } from '@libs/client';
import { signOf } from '../format/amount';

/** True if there is a position without a trusted price: the account value is then the last known one. */
export function isDoubted(positions: readonly Pick<Position, 'quantity' | 'mark'>[]): boolean {
  return positions.some(({ quantity, mark }) => signOf(quantity) !== 0 && (mark === null || mark.level === 'UNTRUSTED'));
}
