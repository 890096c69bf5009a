/**
 * FNV-1a, 64 bits, over the UTF-16 code units of a text (low byte, then the high byte where there is one), as 16 hex
 * digits. It tells whether two runs agree; it does not protect against an adversary.
 * Source: https://datatracker.ietf.org/doc/html/rfc9923
 */
export function hashText(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const mix = (byte: number): void => {
    // Multiplies by the prime 2^40 + 0x1b3 in two 32-bit halves; the low product is split so that it stays exact.
    low = (low ^ byte) >>> 0;
    const bottom = (low & 0xffff) * 0x1b3;
    const top = (low >>> 16) * 0x1b3 + (bottom >>> 16);
    const carry = top >>> 16;
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) >>> 0;
    low = (((top & 0xffff) << 16) | (bottom & 0xffff)) >>> 0;
  };
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    mix(unit & 0xff);
    if (unit > 0xff) mix(unit >>> 8);
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
