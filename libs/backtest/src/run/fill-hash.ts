import type { Fill } from '@libs/kernel';

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = (1n << 64n) - 1n;

/** FNV-1a (64 bits) over the fills in their order, as 16 hex digits: equal runs have equal hashes. Not for secrets. */
export function fillHash(fills: readonly Fill[]): string {
  let hash = OFFSET;
  for (const fill of fills) {
    const { clientOrderId, symbol, side, quantity, price, fee, feeAsset, liquidity, at } = fill;
    const text = `${[clientOrderId, symbol, side, quantity, price, fee, feeAsset, liquidity, at].join(' ')}\n`;
    for (let index = 0; index < text.length; index += 1) hash = ((hash ^ BigInt(text.charCodeAt(index))) * PRIME) & MASK;
  }
  return hash.toString(16).padStart(16, '0');
}
