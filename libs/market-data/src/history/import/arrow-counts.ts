const MAGIC = 'ARROW1';
/** Bytes of an entry: an offset; a block of the footer; a node or a buffer of a batch; a whole number. */
const [OFFSET, BLOCK, NODE, WHOLE] = [4, 24, 16, 8];

/**
 * Throws where a list of an Arrow file, or all of them together, say that they have more entries than the file has bytes for: a reader that
 * takes what is beyond the end for zeros, or the same entries again and again, goes on for as long as such counts say. https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format, and for the places
 * of fields https://github.com/apache/arrow/tree/main/format; lists and tables are those of https://flatbuffers.dev/internals/.
 */
export function checkArrowCounts(bytes: Uint8Array): void {
  const view = new CountedView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new RangeError(`it does not begin with ${MAGIC}`);
  const end = bytes.length - MAGIC.length - 4;
  const footer = tableAt(view, referred(view, end - view.getInt32(end, true)));
  const schema = footer(6);
  if (schema !== 0) checkFields(view, referred(view, schema), 6, 8);
  for (const block of [...listAt(view, footer(8), BLOCK), ...listAt(view, footer(10), BLOCK)])
    checkMessage(view, Number(view.getBigInt64(block, true)));
  listAt(view, footer(12), OFFSET);
}

const View: new (bytes: ArrayBufferLike, from: number, length: number) => DataView = DataView;

/** Every byte of it is an entry of one list at most. */
class CountedView extends View {
  private left = this.byteLength;

  count(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new RangeError('it declares more than it contains');
  }
}

function checkFields(view: CountedView, place: number, fields: number, words: number): void {
  const field = tableAt(view, place);
  listAt(view, field(words), OFFSET);
  for (const entry of listAt(view, field(fields), OFFSET)) checkFields(view, referred(view, entry), 14, 16);
}

function checkMessage(view: CountedView, place: number): void {
  // Older files have no marker before the length of a message.
  const start = place + (view.getInt32(place, true) === -1 ? 8 : 4);
  const message = tableAt(view, referred(view, start));
  listAt(view, message(12), OFFSET);
  const header = message(8);
  if (header !== 0) checkBatch(view, referred(view, header));
}

/** A dictionary has its batch where a batch has its nodes. */
function checkBatch(view: CountedView, place: number): void {
  const batch = tableAt(view, place);
  listAt(view, batch(6), NODE);
  listAt(view, batch(8), NODE);
  listAt(view, batch(12), WHOLE);
}

/** Where a field of a table stands, by its place in the format; 0 without it. */
function tableAt(view: CountedView, place: number): (field: number) => number {
  const names = place - view.getInt32(place, true);
  const size = view.getUint16(names, true);
  return (field) => {
    const offset = field < size ? view.getUint16(names + field, true) : 0;
    return offset === 0 ? 0 : place + offset;
  };
}

function listAt(view: CountedView, place: number, stride: number): readonly number[] {
  if (place === 0) return [];
  const first = referred(view, place) + 4;
  const count = view.getInt32(first - 4, true);
  if (count < 0 || first + count * stride > view.byteLength) throw new RangeError('it declares more than it contains');
  view.count(count * stride);
  return Array.from({ length: count }, (_, nth) => first + nth * stride);
}

function referred(view: CountedView, place: number): number {
  return place + view.getInt32(place, true);
}
