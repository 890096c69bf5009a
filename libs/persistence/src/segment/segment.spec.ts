import { mkdtemp, open, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Input } from '@libs/engine';
import fc from 'fast-check';
import { MAGIC, decodeFrames, encodeFrame } from './frame';
import type { InputRecord } from './record';
import { sealLeftovers } from './seal-segment';
import type { Sealed } from './seal-segment';
import { SegmentDamaged, SegmentReader, readAccountInputs } from './segment-reader';
import { SegmentWriter } from './segment-writer';
import { sessionFolder } from './session-folder';
import { SnapshotStore } from './snapshot-store';
import type { Snapshot } from './snapshot-store';

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plimsoll-segment-'));
  folder = sessionFolder(home, 'acc', 's1');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const quote = (inputSeq: number, symbol = 'BTC/USDT:USDT'): Input => ({
  inputSeq,
  marketTime: 1_700_000_000_000 + inputSeq,
  body: { type: 'quote', symbol, bid: '1.10', bidSize: '1', ask: '1.20', askSize: '1' },
});

async function all(records: AsyncIterable<InputRecord>): Promise<InputRecord[]> {
  const read: InputRecord[] = [];
  for await (const record of records) read.push(record);
  return read;
}

const sequences = async (records: AsyncIterable<InputRecord>): Promise<number[]> =>
  (await all(records)).map((record) => record.input.inputSeq);

/** Writes a session without closing it, as a killed process leaves it. */
async function record(into: string, from: number, to: number, every = 1): Promise<void> {
  const writer = new SegmentWriter({ folder: into });
  for (let n = from; n <= to; n += 1) {
    writer.append(quote(n), `h${n}`);
    if (n % every === 0) await writer.sync();
  }
  await writer.sync();
}

/** Lets every write to a file take only half, as a disk does that is about to be full. */
async function shortWrites(): Promise<{ restore(): void }> {
  const probe = await open(join(home, 'probe'), 'w');
  const prototype = Object.getPrototypeOf(probe) as { write(data: Buffer, from: number, length: number, at: number): Promise<unknown> };
  await probe.close();
  const { write } = prototype;
  const spy = jest.spyOn(prototype, 'write').mockImplementation(function (this: unknown, data, from, length, at) {
    return write.call(this, data, from, Math.ceil(length / 2), at);
  });
  return { restore: () => spy.mockRestore() };
}

describe('a disk that takes a part of a write', () => {
  it('loses nothing that sync has promised', async () => {
    const short = await shortWrites();
    await record(folder, 1, 9, 3).finally(() => short.restore());
    expect(await sequences(new SegmentReader(folder).records())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('frames', () => {
  it('read back as a clean prefix, wherever the file is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 8 }), fc.nat(), (payloads, cut) => {
        const file = Buffer.concat([MAGIC, ...payloads.map(encodeFrame)]);
        const { payloads: read, end } = decodeFrames(file.subarray(0, cut % (file.length + 1)));
        expect(read).toEqual(payloads.slice(0, read.length));
        expect(decodeFrames(file.subarray(0, end)).payloads).toEqual(read);
        const whole = payloads.map(encodeFrame).reduce((ends, frame) => [...ends, ends.at(-1)! + frame.length], [MAGIC.length]);
        const expected = whole.filter((at) => at <= cut % (file.length + 1)).length - 1;
        expect(read).toHaveLength(Math.max(0, expected));
      }),
    );
  });

  it('end at a flipped bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        (payloads, at, bit) => {
          const file = Buffer.concat([MAGIC, ...payloads.map(encodeFrame)]);
          const place = at % file.length;
          file.writeUInt8(file.readUInt8(place) ^ (1 << bit), place);
          const read = decodeFrames(file).payloads;
          expect(read.length).toBeLessThan(payloads.length);
          expect(read).toEqual(payloads.slice(0, read.length));
        },
      ),
    );
  });
});

describe('SegmentWriter and SegmentReader', () => {
  it('give back what was synced, with its hashes', async () => {
    await record(folder, 1, 20, 7);
    const records = await all(new SegmentReader(folder).records());
    expect(records).toEqual(Array.from({ length: 20 }, (_, n) => ({ input: quote(n + 1), hash: `h${n + 1}` })));
    expect(await sequences(new SegmentReader(folder).records(17))).toEqual([18, 19, 20]);
  });

  it('lose only the torn end, at any point of truncation', async () => {
    await record(folder, 1, 12, 3);
    const [name] = await readdir(folder);
    const path = join(folder, name!);
    const whole = await readFile(path);
    for (let size = whole.length; size >= 0; size -= 13) {
      await truncate(path, size);
      const seen = await sequences(new SegmentReader(folder).records());
      expect(seen).toEqual(Array.from({ length: seen.length }, (_, n) => n + 1));
      expect(seen.length % 3).toBe(0);
    }
  });

  it('share one write among callers of the same moment', async () => {
    const writer = new SegmentWriter({ folder });
    writer.append(quote(1), 'h');
    const first = writer.sync();
    writer.append(quote(2), 'h');
    const second = writer.sync();
    expect(writer.sync()).toBe(second);
    expect(first).not.toBe(second);
    await first;
    expect(await sequences(new SegmentReader(folder).records())).toEqual(expect.arrayContaining([1]));
    await second;
    expect(await sequences(new SegmentReader(folder).records())).toEqual([1, 2]);
    await writer.close();
  });

  it('reach the disk after a while even when nobody asks', async () => {
    const writer = new SegmentWriter({ folder, flushMs: 20 });
    writer.append(quote(1), 'h');
    await new Promise((done) => setTimeout(done, 200));
    expect(await sequences(new SegmentReader(folder).records())).toEqual([1]);
    await writer.close();
  });

  it('rotate by size and by age, compress what is full, and read on across files', async () => {
    const sealed: Sealed[] = [];
    let now = 0;
    const writer = new SegmentWriter({
      folder,
      maxBytes: 2_000,
      maxAgeMs: 1_000,
      now: () => now,
      onSealed: (segment) => sealed.push(segment),
    });
    for (let n = 1; n <= 30; n += 1) {
      writer.append(quote(n), `h${n}`);
      await writer.sync();
    }
    now = 5_000;
    writer.append(quote(31), 'h31');
    await writer.sync();
    writer.append(quote(32), 'h32');
    await writer.close();
    expect(sealed.map((segment) => segment.number)).toEqual(sealed.map((_, index) => index + 1));
    expect(sealed.length).toBeGreaterThan(3);
    expect(sealed.at(-1)).toMatchObject({ firstInputSeq: 32, lastInputSeq: 32 });
    expect(sealed[0]!.bytes).toBeLessThan(sealed[0]!.rawBytes);
    expect((await readdir(folder)).every((name) => name.endsWith('.seg.zst'))).toBe(true);
    expect(await sequences(new SegmentReader(folder).records())).toEqual(Array.from({ length: 32 }, (_, n) => n + 1));
    expect(await sequences(new SegmentReader(folder).records(29))).toEqual([30, 31, 32]);
  });

  it('tell a damaged complete segment from a torn end', async () => {
    const writer = new SegmentWriter({ folder });
    writer.append(quote(1), 'h');
    await writer.close();
    const [name] = await readdir(folder);
    const packed = await readFile(join(folder, name!));
    await writeFile(join(folder, name!), packed.subarray(0, packed.length - 5));
    await expect(sequences(new SegmentReader(folder).records())).rejects.toThrow(SegmentDamaged);
  });

  it('finish what a killed process left', async () => {
    await record(folder, 1, 6, 2);
    const [name] = await readdir(folder);
    const path = join(folder, name!);
    await truncate(path, (await readFile(path)).length - 3);
    await writeFile(`${path}.zst.tmp`, 'half');
    expect(await sealLeftovers(folder)).toMatchObject([{ number: 1, firstInputSeq: 1, lastInputSeq: 4 }]);
    expect(await readdir(folder)).toEqual([`${name}.zst`]);
    expect(await sequences(new SegmentReader(folder).records())).toEqual([1, 2, 3, 4]);
    expect(await sealLeftovers(folder)).toEqual([]);
  });

  it('read an account on across its sessions', async () => {
    await record(sessionFolder(home, 'acc', 'zz'), 1, 5);
    await record(sessionFolder(home, 'acc', 'aa'), 6, 9);
    await record(sessionFolder(home, 'acc', 'mm'), 10, 10);
    expect(await sequences(readAccountInputs(home, 'acc'))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await sequences(readAccountInputs(home, 'acc', 7))).toEqual([8, 9, 10]);
    expect(await sequences(readAccountInputs(home, 'nobody'))).toEqual([]);
  });
});

describe('SnapshotStore', () => {
  const snapshot = (inputSeq: number, sessionId = 's1'): Snapshot => ({
    inputSeq,
    sessionId,
    core: { n: inputSeq },
    strategies: { d1: [1, 2] },
    eventHash: `h${inputSeq}`,
  });

  it('answers the newest of any session, and what a session began with', async () => {
    const store = new SnapshotStore({ home, accountId: 'acc' });
    expect(await store.latest()).toBeNull();
    for (const n of [5, 9, 12, 40]) await store.write(snapshot(n));
    await store.write(snapshot(41, 's2'));
    expect(await store.latest()).toEqual(snapshot(41, 's2'));
    expect(await store.startOf('s1')).toEqual(snapshot(5));
    expect((await readdir(folder)).sort()).toEqual(['snapshot-12.json.zst', 'snapshot-40.json.zst', 'snapshot-5.json.zst']);
  });

  it('falls back to an older one when the newest is damaged', async () => {
    const store = new SnapshotStore({ home, accountId: 'acc' });
    await store.write(snapshot(5));
    await store.write(snapshot(9));
    const path = join(folder, 'snapshot-9.json.zst');
    await writeFile(path, (await readFile(path)).subarray(0, 20));
    expect(await store.latest()).toEqual(snapshot(5));
  });
});
