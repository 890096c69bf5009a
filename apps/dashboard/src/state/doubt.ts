import type { Position } from '@libs/client';
import { signOf } from '../format/amount';

/** Whether something is held of which no trusted price is known: what the account is worth is then the last that was known. */
export function isDoubted(positions: readonly Pick<Position, 'quantity' | 'mark'>[]): boolean {
  return positions.some(({ quantity, mark }) => signOf(quantity) !== 0 && (mark === null || mark.level === 'UNTRUSTED'));
}
