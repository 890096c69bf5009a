const PRIME = 0x1b3;

/**
 * FNV-1a, 64 bits, over the UTF-16 code units of a text (low byte, then the high byte if it is not zero), as 16 hex digits. It detects
 * whether two runs agree; it is not a cryptographic hash.
 * Source: https://datatracker.ietf.org/doc/html/rfc9923
 */
export function hashText(text: string): string {
  let high = 0xcbf29ce4 | 0;
  let low = 0x84222325 | 0;
  for (let index = 0; index < text.length; index += 1) {
    for (let unit = text.charCodeAt(index), more = true; more; unit >>>= 8) {
      more = unit > 0xff;
      // Multiplies by the prime 2^40 + 0x1b3 in 32-bit halves; the low half is split again to find its carry.
      low ^= unit & 0xff;
      const bottom = (low & 0xffff) * PRIME;
      const top = (low >>> 16) * PRIME + (bottom >>> 16);
      high = (Math.imul(high, PRIME) + (top >>> 16) + (low << 8)) | 0;
      low = ((top & 0xffff) << 16) | (bottom & 0xffff);
    }
  }
  return hex(high) + hex(low);
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
