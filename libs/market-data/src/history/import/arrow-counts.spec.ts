import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkArrowCounts } from './arrow-counts';

const FIXTURE = join(import.meta.dirname, '../../../../../tests/fixtures/freqtrade/futures/BTC_USDT_USDT-5m-futures.feather');

/** A file whose footer leads `blocks` times to the one message that it has, which counts `nodes`. */
function repeating(blocks: number, nodes: number): Uint8Array {
  const [message, batch, list] = [24, 60, 100];
  const footer = list + 4 + nodes * 16;
  const blockList = footer + 36;
  const root = blockList + 4 + blocks * 24;
  const bytes = new Uint8Array(root + 4 + 10);
  const view = new DataView(bytes.buffer);
  const put = (at: number, value: number): void => view.setInt32(at, value, true);
  /** A table that has one field, behind which its value lies. */
  const table = (at: number, names: number, field: number, value: number): void => {
    put(at, at - names);
    view.setUint16(names, field + 2, true);
    view.setUint16(names + field, 4, true);
    put(at + 4, value - at - 4);
  };
  for (const at of [0, bytes.length - 6]) bytes.set(new TextEncoder().encode('ARROW1'), at);
  put(8, -1);
  put(16, message - 16);
  table(message, 40, 8, batch);
  table(batch, 80, 6, list);
  put(list, nodes);
  table(footer, footer + 16, 10, blockList);
  put(blockList, blocks);
  for (let nth = 0; nth < blocks; nth += 1) view.setBigInt64(blockList + 4 + nth * 24, 8n, true);
  put(root, footer - root);
  put(root + 4, 4);
  return bytes;
}

describe('the counts of an Arrow file', () => {
  it('are let pass where each is of entries of its own', () => {
    expect(() => checkArrowCounts(readFileSync(FIXTURE))).not.toThrow();
    expect(() => checkArrowCounts(repeating(1, 100))).not.toThrow();
  });

  it('are refused where the same entries are counted again and again, which takes the square of the time to read', () => {
    expect(() => checkArrowCounts(repeating(100, 100))).toThrow('it declares more than it contains');
  });
});
