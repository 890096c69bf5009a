import type { Fill } from '@libs/kernel';

type Told = Pick<Fill, 'clientOrderId' | 'symbol' | 'side' | 'feeAsset' | 'liquidity' | 'at'> & {
  readonly quantity: { toString(): string };
  readonly price: { toString(): string };
  readonly fee: { toString(): string };
};

const PRIME = 0x1b3;

/** FNV-1a (64 bits) over the fills in their order, as 16 hex digits: equal runs have equal hashes. Not for secrets. */
export function fillHash(fills: Iterable<Fill>): string {
  const hash = new FillHash();
  for (const fill of fills) hash.add(fill);
  return hash.toString();
}

/** The same, fill by fill. */
export class FillHash {
  private high = 0xcbf29ce4 | 0;
  private low = 0x84222325 | 0;

  add({ clientOrderId, symbol, side, quantity, price, fee, feeAsset, liquidity, at }: Told): void {
    const id = `${clientOrderId} ${symbol} ${side} `;
    this.take(`${id}${quantity.toString()} ${price.toString()} ${fee.toString()} ${feeAsset} ${liquidity} ${at}\n`);
  }

  toString(): string {
    return hex(this.high) + hex(this.low);
  }

  /** Multiplies by the prime 2^40 + 0x1b3 in 32-bit halves; the low half is split once more to find its carry. */
  private take(text: string): void {
    let { high, low } = this;
    for (let index = 0; index < text.length; index += 1) {
      low ^= text.charCodeAt(index);
      const bottom = (low & 0xffff) * PRIME;
      const top = (low >>> 16) * PRIME + (bottom >>> 16);
      high = (Math.imul(high, PRIME) + (top >>> 16) + (low << 8)) | 0;
      low = ((top & 0xffff) << 16) | (bottom & 0xffff);
    }
    this.high = high;
    this.low = low;
  }
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
