/** Bytes that are no whole LZ4 frame. */
export class InvalidLz4 extends Error {
  override readonly name = 'InvalidLz4';
}

const MAGIC = 0x184d2204;
/** Flags of the frame descriptor. */
const VERSION = { mask: 0xc0, is: 0x40 } as const;
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
/** The highest bit of a block's size says that it is stored as it is. */
const STORED = 0x80000000;
const LEAST_MATCH = 4;

/**
 * Unpacks one LZ4 frame of a known size. Everything is checked against the ends of both buffers; checksums are not, as the reader of an
 * Arrow file finds wrong lengths by itself.
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, and lz4_Block_format.md beside it.
 */
export function unpackLz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  // A byte of it unpacks to 255 at most, so that a damaged length cannot take all memory.
  if (size > input.length * 255) throw new InvalidLz4(`${input.length} bytes cannot hold the ${size} that were announced`);
  const output = new Uint8Array(size);
  let [at, out] = [startOf(view), 0];
  const flags = input[4]!;
  for (;;) {
    const head = u32(view, at);
    at += 4;
    if (head === 0) break;
    const length = head & ~STORED;
    const end = at + length;
    if (end > input.length) throw new InvalidLz4(`a block of ${length} bytes ends behind the data`);
    out = head & STORED ? copyStored(input.subarray(at, end), output, out) : unpackBlock(input, [at, end], output, out);
    at = end + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
  if (flags & CONTENT_CHECKSUM) u32(view, at);
  if (out !== size) throw new InvalidLz4(`it holds ${out} bytes, ${size} were announced`);
  return output;
}

/** Where the first block begins. */
function startOf(view: DataView): number {
  if (u32(view, 0) !== MAGIC) throw new InvalidLz4('it does not begin as an LZ4 frame does');
  const flags = view.getUint8(4);
  if ((flags & VERSION.mask) !== VERSION.is) throw new InvalidLz4('it is of another version of the LZ4 frame format');
  if (flags & DICTIONARY) throw new InvalidLz4('it needs a dictionary, which is not here');
  // Magic, flags, block size and header checksum.
  return 7 + (flags & CONTENT_SIZE ? 8 : 0);
}

function copyStored(block: Uint8Array, output: Uint8Array, out: number): number {
  if (out + block.length > output.length) throw new InvalidLz4('it holds more bytes than were announced');
  output.set(block, out);
  return out + block.length;
}

/** Literals and matches by turns; a match may reach into what it is writing. */
function unpackBlock(input: Uint8Array, [from, end]: readonly [number, number], output: Uint8Array, begin: number): number {
  let [at, out] = [from, begin];
  const length = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let sum = nibble;
    for (;;) {
      if (at >= end) throw new InvalidLz4('a length runs over the end of its block');
      const byte = input[at]!;
      at += 1;
      sum += byte;
      if (byte < 255) return sum;
    }
  };
  while (at < end) {
    const token = input[at]!;
    at += 1;
    const literals = length(token >> 4);
    if (at + literals > end || out + literals > output.length) throw new InvalidLz4('literals run over the end of their block');
    output.set(input.subarray(at, at + literals), out);
    at += literals;
    out += literals;
    if (at === end) return out;
    if (at + 2 > end) throw new InvalidLz4('a block ends within a match');
    const distance = input[at]! | (input[at + 1]! << 8);
    at += 2;
    const match = length(token & 15) + LEAST_MATCH;
    if (distance === 0 || distance > out || out + match > output.length) throw new InvalidLz4('a match lies outside of the data');
    for (const stop = out + match; out < stop; out += 1) output[out] = output[out - distance]!;
  }
  throw new InvalidLz4('a block ends without its last literals');
}

function u32(view: DataView, at: number): number {
  if (at + 4 > view.byteLength) throw new InvalidLz4('it ends too early');
  return view.getUint32(at, true);
}
