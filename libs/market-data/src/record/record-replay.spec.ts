import { OpenBudget } from '../stream/open-budget';
import { appendFile, mkdtemp, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { monotonicClock, systemTimers, wallClock } from '@libs/platform';
import { StreamServer, until, wordCodec } from '../../test/stream-server';
import { openWebSocket } from '../stream/frame-socket';
import type { StreamEnvironment } from '../stream/connection-ports';
import { WebSocketManager } from '../stream/web-socket-manager';
import { EventHash } from './event-hash';
import { decodeLine, encodeLine } from './frame-line';
import type { RecordedFrame } from './frame-line';
import { FrameRecorder } from './frame-recorder';
import { readRecording, recordingFiles } from './recording-files';
import { FrameReplay } from './replay-frames';

const at = (monotonic: number): RecordedFrame['at'] => ({ wall: 1_700_000_000_000 + monotonic, monotonic });

describe('a recording', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-recording-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function all(onTorn?: (path: string, bytes: number) => void): Promise<RecordedFrame[]> {
    const frames: RecordedFrame[] = [];
    for await (const frame of readRecording(folder, onTorn)) frames.push(frame);
    return frames;
  }

  it('gives any text and both clocks back exactly', () => {
    const time = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
    const frame = fc.record({
      type: fc.constantFrom('in' as const, 'out' as const),
      at: fc.record({ wall: time, monotonic: time }),
      connection: fc.string(),
      text: fc.string({ unit: 'binary' }),
    });
    fc.assert(fc.property(frame, (given) => expect(decodeLine(encodeLine(given))).toEqual(given)));
  });

  it('goes on in the next file when one is full, and reads as one', async () => {
    const recorder = new FrameRecorder({ folder, maxBytes: 1, blockSize: 1 });
    recorder.opened('a', 'ws://venue', at(0));
    for (let n = 1; n <= 20; n += 1) {
      recorder.frame('a', 'IN', `frame ${n}`, at(n));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await recorder.close();
    expect((await recordingFiles(folder)).length).toBeGreaterThan(1);
    const frames = await all();
    expect(frames[0]).toEqual({ type: 'opened', connection: 'a', url: 'ws://venue', at: at(0) });
    expect(frames.slice(1).map((frame) => (frame.type === 'in' ? frame.text : frame.type))).toEqual(
      Array.from({ length: 20 }, (_, n) => `frame ${n + 1}`),
    );
  });

  it('drops what the disk cannot take in time, and records how much', async () => {
    const recorder = new FrameRecorder({ folder, maxWaiting: 200 });
    for (let n = 0; n < 10; n += 1) recorder.frame('a', 'IN', 'x'.repeat(100), at(n));
    await recorder.close();
    expect(recorder).toMatchObject({ frames: 1, lost: 9 });
    expect((await all()).map((frame) => (frame.type === 'lost' ? frame.count : frame.type))).toEqual(['in', 9]);
  });

  it('leaves no file and no handle behind when the disk is full as a file begins', async () => {
    const begun: FileHandle[] = [];
    const full = jest.spyOn(await prototypeOfFiles(), 'write').mockImplementation(function (this: FileHandle) {
      begun.push(this);
      return Promise.reject(new Error('ENOSPC'));
    });
    const recorder = new FrameRecorder({ folder });
    recorder.frame('a', 'IN', 'kept', at(1));
    await expect(recorder.close()).rejects.toThrow('ENOSPC');
    await expect(recorder.close()).rejects.toThrow('ENOSPC');
    full.mockRestore();
    // A handle that is closed has no descriptor.
    expect(begun.map(({ fd }) => fd)).toEqual([-1, -1]);
    expect(await readdir(folder)).toEqual([]);
    await recorder.close();
    expect(await all()).toEqual([{ type: 'in', connection: 'a', text: 'kept', at: at(1) }]);
  });

  it('goes on after the last file where one in between is missing', async () => {
    for (const name of ['00003.frames', '00004.frames']) {
      const recorder = new FrameRecorder({ folder });
      recorder.frame('a', 'IN', name, at(1));
      await recorder.close();
      if (name === '00003.frames') await rename(join(folder, '00001.frames'), join(folder, name));
    }
    expect(await readdir(folder)).toEqual(['00003.frames', '00004.frames']);
  });

  async function prototypeOfFiles(): Promise<FileHandle> {
    const handle = await open(join(folder, 'probe'), 'w');
    await handle.close();
    await rm(join(folder, 'probe'));
    return Object.getPrototypeOf(handle) as FileHandle;
  }

  it('loses only the block that was torn, at any byte of it, and says so', async () => {
    for (const text of ['first', 'second']) {
      const recorder = new FrameRecorder({ folder: join(folder, text) });
      recorder.frame('a', 'IN', text, at(1));
      await recorder.close();
    }
    const [first] = await recordingFiles(join(folder, 'first'));
    const [second] = await recordingFiles(join(folder, 'second'));
    const whole = await readFile(first!);
    const block = (await readFile(second!)).subarray(8);
    for (let length = 0; length <= block.length; length += 1) {
      await writeFile(join(folder, '00001.frames'), whole);
      await appendFile(join(folder, '00001.frames'), block.subarray(0, length));
      const torn: number[] = [];
      const texts = (await all((_, bytes) => torn.push(bytes))).map((frame) => (frame.type === 'in' ? frame.text : ''));
      expect(texts).toEqual(length === block.length ? ['first', 'second'] : ['first']);
      expect(torn).toEqual(length === 0 || length === block.length ? [] : [length]);
    }
  });
});

describe('a replay', () => {
  let folder: string;
  let server: StreamServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-recording-'));
    server = await new StreamServer().start();
  });

  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives the same codec the same frames through a lost connection, and the same events come out', async () => {
    const recorder = new FrameRecorder({ folder });
    const recorded = new EventHash();
    const world = { open: openWebSocket, timers: systemTimers, monotonic: monotonicClock, wall: wallClock, random: () => 1 };
    const live = listen({ ...world, budget: new OpenBudget({ now: () => 0 }), reconnectStepMs: 20, tap: recorder }, recorded);
    live.start();
    await until(() => live.isConnected());
    server.send('data 1');
    server.send('gibberish');
    await until(() => live.events.length === 1);
    server.drop();
    await until(() => server.connections === 2 && live.isConnected());
    server.send('data 2');
    await until(() => live.events.length === 2);
    live.stop();
    await recorder.close();

    const replay = new FrameReplay();
    const replayed = new EventHash();
    const again = listen(replay.environmentOf('market'), replayed);
    const report = await replay.run(readRecording(folder), () => again.start());
    again.stop();
    expect(again.events).toEqual(live.events);
    expect(replayed.digest()).toBe(recorded.digest());
    expect(report).toMatchObject({ lost: 0, from: expect.any(Number) });
  });

  function listen(
    environment: StreamEnvironment,
    hash: EventHash,
  ): { readonly events: string[]; isConnected(): boolean; start(): void; stop(): void } {
    const manager = new WebSocketManager({ reconnectDelaySeconds: environment.reconnectStepMs / 1_000, environment });
    const events: string[] = [];
    const connection = manager.create('market', wordCodec(server.url), {
      events(given) {
        events.push(...given);
        hash.add('market', given);
      },
      connected: () => undefined,
      disconnected: () => undefined,
      notice: () => undefined,
    });
    return { events, isConnected: () => connection.isConnected, start: () => connection.start(['a']), stop: () => manager.close() };
  }
});
