import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrames, encodeFrame } from './frames';
import { Journal, type JournalOptions, type OpenedJournal } from './journal';
import type { JournalRecord } from './journal-record';

const record = (at: number): JournalRecord => ({ k: 'market', at, until: at, sequence: 0 });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  file = join(folder, 'journal.log');
});
afterEach(() => rm(folder, { recursive: true }));

function open(more: Partial<JournalOptions> = {}): Promise<OpenedJournal> {
  return Journal.open({ folder, snapshot: () => [], failed: () => undefined, ...more });
}

async function written(...times: number[]): Promise<void> {
  const { journal } = await open();
  for (const at of times) await journal.append([record(at)]);
  await journal.close();
}

/** The last record that was appended. */
async function appendUntilRewritten(journal: Journal): Promise<number> {
  for (let at = 200; ; at += 1) {
    await journal.append([record(at)]);
    const [first] = decodeFrames(await readFile(file)).payloads;
    if (first?.includes('"at":100,')) return at;
  }
}

async function times(): Promise<number[]> {
  const { journal, records } = await open();
  await journal.close();
  return records.map((one) => (one.k === 'market' ? one.at : -1));
}

describe('the journal', () => {
  it('gives back what was appended, in order', async () => {
    await written(1, 2, 3);
    expect(await times()).toEqual([1, 2, 3]);
  });

  it('acknowledges only what is in the file', async () => {
    const { journal } = await open();
    await journal.append([record(1)]);
    expect(decodeFrames(await readFile(file)).payloads).toHaveLength(1);
    await journal.close();
  });

  it('acknowledges a burst in order, with all of it written', async () => {
    const { journal } = await open();
    const done: number[] = [];
    await Promise.all(Array.from({ length: 200 }, (_, at) => journal.append([record(at)]).then(() => done.push(at))));
    expect(done).toEqual(Array.from({ length: 200 }, (_, at) => at));
    await journal.close();
    expect(await times()).toHaveLength(200);
  });

  it.each([1, 5, 8, 9, 30])('cuts off a last frame that lacks %i bytes, and goes on from there', async (missing) => {
    await written(1, 2, 3);
    await truncate(file, (await stat(file)).size - missing);
    const { journal, records, cutBytes } = await open();
    expect(records).toHaveLength(2);
    expect(cutBytes).toBeGreaterThan(0);
    await journal.append([record(9)]);
    await journal.close();
    expect(await times()).toEqual([1, 2, 9]);
  });

  it('cuts off a last frame whose bytes are not what was written', async () => {
    await written(1, 2);
    const data = await readFile(file);
    data[data.length - 3]! ^= 0xff;
    await writeFile(file, data);
    expect(await times()).toEqual([1]);
  });

  it.each([0, 0xff])('cuts off bytes of %i at the end', async (byte) => {
    await written(1);
    await appendFile(file, Buffer.alloc(40, byte));
    expect(await times()).toEqual([1]);
  });

  it('rewrites itself as a snapshot once it has grown, and keeps what comes meanwhile', async () => {
    const { journal } = await open({ snapshot: () => [record(100)], rewriteAfterBytes: 500 });
    const last = await appendUntilRewritten(journal);
    await journal.close();
    const after = await times();
    expect(after[0]).toBe(100);
    expect(after.at(-1)).toBe(last);
  });

  it('loses nothing of what changes while it is rewritten', async () => {
    const state = new Map<string, number>();
    const put = (key: string, at: number): JournalRecord => {
      state.set(key, at);
      return { k: 'funding', market: key, nextAt: at };
    };
    function* snapshot(): Generator<JournalRecord> {
      for (const [market, nextAt] of state) yield { k: 'funding', market, nextAt };
    }
    const { journal } = await open({ snapshot, rewriteAfterBytes: 20_000 });
    const done: Promise<void>[] = [];
    // Values move between keys that the walk has passed and keys that it has not.
    for (let at = 0; at < 3_000; at += 1) {
      done.push(journal.append([put(`m${at % 700}`, at), put(`m${(at * 7) % 700}`, -at)]));
      if (at % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(done);
    await journal.close();
    const { journal: again, records } = await open();
    await again.close();
    const restored = new Map(records.map((one) => (one.k === 'funding' ? [one.market, one.nextAt] : ['', 0])));
    expect(restored).toEqual(state);
    expect(records.length).toBeLessThan(60_000);
  });

  it('says so when it cannot be written, and acknowledges nothing more', async () => {
    const told: string[] = [];
    let failed = (): void => {};
    const failure = new Promise<void>((resolve) => (failed = resolve));
    const { journal } = await open({
      failed: () => {
        told.push('failed');
        failed();
      },
    });
    await journal.close();
    void journal.append([record(1)]).then(() => told.push('acknowledged'));
    await failure;
    void journal.append([record(2)]).then(() => told.push('acknowledged'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['failed']);
  });
});

describe('frames', () => {
  it('hold any text', () => {
    const frame = encodeFrame('{"a":"ü€𐍈"}');
    expect(decodeFrames(Buffer.concat([frame, frame]))).toEqual({ payloads: ['{"a":"ü€𐍈"}', '{"a":"ü€𐍈"}'], goodBytes: frame.length * 2 });
  });
});
