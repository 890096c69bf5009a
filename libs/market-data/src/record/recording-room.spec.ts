import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readFolder } from '@libs/persistence';
import { writeRecordingNote } from './recording-note';
import { makeRoom } from './recording-room';
import type { RoomRule } from './recording-room';

const DAY = 86_400_000;
const NOW = Date.UTC(2025, 5, 30);
const ENOUGH = 1_000_000;

describe('room for a recording', () => {
  let data: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'plimsoll-room-'));
  });

  afterEach(() => rm(data, { recursive: true, force: true }));

  /** A recording of two files with so many bytes together; null: it has not ended. */
  async function recorded(name: string, bytes: number, endedAt: number | null, writtenAt = endedAt ?? NOW): Promise<string> {
    const folder = join(data, 'bybit/recordings', name);
    const note = { venue: 'bybit', url: 'ws://venue', connections: [], symbols: [], startedAt: NOW - 10 * DAY };
    const end = endedAt === null ? {} : { end: { at: endedAt, frames: 1, lost: 0, events: {}, eventsHash: '' } };
    await writeRecordingNote(folder, { ...note, ...end });
    for (const number of [1, 2]) {
      const path = join(folder, `0000${number}.frames`);
      await writeFile(path, Buffer.alloc(bytes / 2));
      await utimes(path, writtenAt / 1_000, writtenAt / 1_000);
    }
    return folder;
  }

  async function candles(bytes: number): Promise<void> {
    const folder = join(data, 'bybit/BTC_USDT/candles/1m');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '2025-06.parquet'), Buffer.alloc(bytes));
  }

  async function make(own: string, rule: Partial<RoomRule>, free = ENOUGH): Promise<{ dropped: string[]; over: number }> {
    const parts = { data, own, rule: { budget: null, keepMs: null, free: 1_000, ...rule }, now: () => NOW, freeBytes: async () => free };
    const { dropped, over } = await makeRoom(parts);
    return { dropped: dropped.map((folder) => basename(folder)), over };
  }

  it('drops the oldest other recordings until the budget holds', async () => {
    await recorded('a', 200, NOW - 3 * DAY);
    await recorded('b', 200, NOW - 2 * DAY);
    await recorded('c', 200, NOW - DAY);
    await candles(100);
    const own = await recorded('own', 300, null);
    // 1,000 bytes are 300 too many, which two recordings make up for.
    expect(await make(own, { budget: 700 })).toEqual({ dropped: ['a', 'b'], over: 0 });
    expect(await readFolder(join(data, 'bybit/recordings'))).toEqual(['c', 'own']);
    expect(await make(own, { budget: 700 })).toEqual({ dropped: [], over: 0 });
  });

  it('says by how much there is too much when nothing else may go', async () => {
    await recorded('a', 200, NOW - DAY);
    await candles(500);
    const own = await recorded('own', 300, null);
    expect(await make(own, { budget: 700 })).toEqual({ dropped: ['a'], over: 100 });
  });

  it('drops recordings that are too old', async () => {
    await recorded('a', 200, NOW - 3 * DAY);
    await recorded('b', 200, NOW - DAY);
    expect(await make(await recorded('own', 300, null), { keepMs: 2 * DAY })).toEqual({ dropped: ['a'], over: 0 });
  });

  it('keeps the disk from filling up, under a budget by dropping', async () => {
    await recorded('a', 200, NOW - 3 * DAY);
    await recorded('b', 200, NOW - DAY);
    const own = await recorded('own', 300, null);
    // 150 of the 1,000 bytes that are to stay free are taken.
    expect(await make(own, { budget: ENOUGH }, 850)).toEqual({ dropped: ['a'], over: 0 });
  });

  it('drops nothing unasked', async () => {
    await recorded('a', 200, NOW - 300 * DAY);
    const own = await recorded('own', 300, null);
    expect(await make(own, {}, 850)).toEqual({ dropped: [], over: 150 });
    expect(await make(own, {})).toEqual({ dropped: [], over: 0 });
    expect(await make(own, { keepMs: 301 * DAY }, 850)).toEqual({ dropped: [], over: 150 });
  });

  it("spares another recorder's recording, until nobody writes to it any more", async () => {
    await recorded('other', 200, null, NOW - 30_000);
    await recorded('killed', 200, null, NOW - 90_000);
    expect(await make(await recorded('own', 300, null), { budget: 300 })).toEqual({ dropped: ['killed'], over: 200 });
  });
});
