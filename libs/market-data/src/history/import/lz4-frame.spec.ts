import { unpackLz4Frame } from './lz4-frame';

/** Magic, version 1 with independent blocks, blocks of 64 KB, header checksum (not looked at). */
const HEAD = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x00];
const END = [0, 0, 0, 0];

const frame = (block: readonly number[], size = block.length): Uint8Array => Uint8Array.from([...HEAD, size, 0, 0, 0, ...block, ...END]);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const codes = (word: string): number[] => [...Buffer.from(word, 'latin1')];

describe('unpackLz4Frame', () => {
  it('takes literals as they are', () => {
    expect(text(unpackLz4Frame(frame([0x50, ...codes('hello')]), 5))).toBe('hello');
  });

  it('copies a match, also one that reaches into what it writes', () => {
    // Two literals, then 4 + 4 bytes from two bytes back, then the last literals.
    expect(text(unpackLz4Frame(frame([0x24, ...codes('ab'), 2, 0, 0x50, ...codes('xxxxx')]), 15))).toBe('ababababab'.concat('xxxxx'));
  });

  it('adds up long lengths', () => {
    // 15 + 3 literals, then 4 + 15 + 255 + 1 bytes from one byte back.
    const block = [0xff, 3, ...codes('abcdefghijklmnopqr'), 1, 0, 255, 1, 0x50, ...codes('12345')];
    expect(text(unpackLz4Frame(frame(block), 18 + 275 + 5))).toBe(`abcdefghijklmnopqr${'r'.repeat(275)}12345`);
  });

  it('takes a block that is stored as it is', () => {
    const stored = Uint8Array.from([...HEAD, 3, 0, 0, 0x80, ...codes('abc'), ...END]);
    expect(text(unpackLz4Frame(stored, 3))).toBe('abc');
  });

  it.each([
    ['other bytes', Uint8Array.from([1, 2, 3, 4, 5]), 5, 'does not begin as an LZ4 frame does'],
    ['a frame without its end', frame([0x50, ...codes('hello')]).slice(0, -4), 5, 'it ends too early'],
    ['a block behind the end', frame([0x50, ...codes('hello')], 200), 5, 'a block of 200 bytes ends behind the data'],
    ['less than announced', frame([0x50, ...codes('hello')]), 6, 'it holds 5 bytes, 6 were announced'],
    ['more than announced', frame([0x50, ...codes('hello')]), 4, 'literals run over the end'],
    ['a match before the beginning', frame([0x14, ...codes('a'), 2, 0, 0x10, ...codes('x')]), 10, 'a match lies outside of the data'],
    ['a match without its distance', frame([0x14, ...codes('a'), 2]), 10, 'a block ends within a match'],
    ['a length that cannot be', frame([0x50, ...codes('hello')]), 2 ** 40, 'cannot hold the 1099511627776 that were announced'],
  ])('refuses %s', (_, bytes, size, sentence) => {
    expect(() => unpackLz4Frame(bytes, size)).toThrow(sentence);
  });
});
