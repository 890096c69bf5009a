import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Terminal } from '../terminal/terminal';
import { RoomWatch } from './room-watch';

describe('the room of a recording', () => {
  let data: string;
  let err: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'plimsoll-room-'));
    err = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(data, { recursive: true, force: true });
  });

  it('ends it once the disk fills up, and goes on looking where it cannot be seen', async () => {
    // Bytes that are free each time it looks.
    const looks = [() => 5_000_000, () => Promise.reject(new Error('the disk is away')), () => 400_000];
    const room = {
      data,
      own: join(data, 'own'),
      rule: { budget: null, keepMs: null, free: 1_000_000 },
      now: () => 0,
      freeBytes: async () => (looks.length > 1 ? looks.shift()! : looks[0]!)(),
    };
    const watch = new RoomWatch(room, new Terminal({ json: false }), 1);
    await watch.full;
    await watch.stop();
    expect(watch.why).toContain('The data takes 0.6 MB more than it may');
    expect(err).toContain('the room on the disk cannot be seen: Error: the disk is away');
  });
});
