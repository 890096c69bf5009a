import { mkdir, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { encodeFrame, syncFolder } from '@libs/persistence';
import type { FrameTap, FrameTime } from '../stream/frame-tap';
import { encodeLine } from './frame-line';
import type { RecordedFrame } from './frame-line';
import { RECORDING_MAGIC, nextRecordingFile } from './recording-files';

export interface RecorderSettings {
  /** The recording's own folder; made when it is missing. */
  readonly folder: string;
  /** A file is followed by the next one at this size, and at this age on the monotonic clock. */
  readonly maxBytes?: number;
  readonly maxAgeMs?: number;
  /** A block goes to the disk when it has this many characters, and at the latest after `flushMs`. */
  readonly blockSize?: number;
  readonly flushMs?: number;
  /** Characters that may wait for the disk; what comes beyond is dropped, counted, and the count recorded. */
  readonly maxWaiting?: number;
  /** Writing failed; it is tried again with the next block. */
  readonly onTrouble?: (error: unknown) => void;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly openedAt: number;
  size: number;
}

const compress = promisify(zstdCompress);

/** Writes down everything that passes the tapped connections; the feed never waits for it. */
export class FrameRecorder implements FrameTap {
  private readonly settings: Required<RecorderSettings>;
  private lines: string[] = [];
  private waiting = 0;
  private lostSinceLine = 0;
  private lastAt: FrameTime = { wall: 0, monotonic: 0 };
  private current: OpenFile | null = null;
  private writing: Promise<void> | null = null;
  private readonly timer: NodeJS.Timeout;
  /** Frames written down or waiting to be, without openings and closings. */
  frames = 0;
  /** Frames and other things that were dropped. */
  lost = 0;

  constructor(settings: RecorderSettings) {
    this.settings = {
      maxBytes: 64 * 1024 * 1024,
      maxAgeMs: 3_600_000,
      blockSize: 256 * 1024,
      flushMs: 1_000,
      maxWaiting: 32 * 1024 * 1024,
      onTrouble: () => undefined,
      ...settings,
    };
    this.timer = setInterval(() => this.writeSoon(), this.settings.flushMs);
    this.timer.unref();
  }

  opened(connection: string, url: string, at: FrameTime): void {
    this.take({ type: 'opened', connection, url, at });
  }

  frame(connection: string, direction: 'IN' | 'OUT', text: string, at: FrameTime): void {
    if (this.take({ type: direction === 'IN' ? 'in' : 'out', connection, text, at })) this.frames += 1;
  }

  closed(connection: string, reason: string, at: FrameTime): void {
    this.take({ type: 'closed', connection, reason, at });
  }

  /** Writes all that waits and closes the file; rejects when that cannot be done. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.writing?.catch(() => undefined);
    this.noteLoss();
    await this.write();
    await this.current?.handle.close();
    this.current = null;
  }

  private take(frame: RecordedFrame): boolean {
    this.lastAt = frame.at;
    const line = encodeLine(frame);
    if (this.waiting + line.length > this.settings.maxWaiting) {
      this.lost += 1;
      this.lostSinceLine += 1;
      return false;
    }
    this.noteLoss();
    this.push(line);
    if (this.waiting >= this.settings.blockSize) this.writeSoon();
    return true;
  }

  private noteLoss(): void {
    if (this.lostSinceLine === 0) return;
    this.push(encodeLine({ type: 'lost', count: this.lostSinceLine, at: this.lastAt }));
    this.lostSinceLine = 0;
  }

  private push(line: string): void {
    this.lines.push(line);
    this.waiting += line.length;
  }

  private writeSoon(): void {
    if (this.writing || this.lines.length === 0) return;
    this.writing = this.write()
      .catch((error: unknown) => this.settings.onTrouble(error))
      .finally(() => (this.writing = null));
  }

  /** What waits stays in `lines` until it is on the disk, so that the limit counts it and a failed write loses nothing. */
  private async write(): Promise<void> {
    const count = this.lines.length;
    if (count === 0) return;
    const text = this.lines.join('');
    const block = encodeFrame(await compress(text));
    const file = await this.openFile();
    await writeWhole(file.handle, block, file.size);
    await file.handle.datasync();
    file.size += block.length;
    this.lines = this.lines.slice(count);
    this.waiting -= text.length;
    if (this.isFull(file)) await this.rotate(file);
  }

  private async openFile(): Promise<OpenFile> {
    if (this.current) return this.current;
    const { folder } = this.settings;
    await mkdir(folder, { recursive: true });
    const handle = await begin(await nextRecordingFile(folder));
    this.current = { handle, openedAt: this.lastAt.monotonic, size: RECORDING_MAGIC.length };
    return this.current;
  }

  private isFull({ size, openedAt }: OpenFile): boolean {
    return size >= this.settings.maxBytes || this.lastAt.monotonic - openedAt >= this.settings.maxAgeMs;
  }

  private async rotate({ handle }: OpenFile): Promise<void> {
    this.current = null;
    await handle.close();
  }
}

/** A file without its magic would be damage to whoever reads on from the one before, so it goes again when it cannot be written. */
async function begin(path: string): Promise<FileHandle> {
  const handle = await open(path, 'wx');
  try {
    await writeWhole(handle, RECORDING_MAGIC, 0);
    await syncFolder(dirname(path));
    return handle;
  } catch (error) {
    await handle.close().finally(() => rm(path, { force: true }));
    throw error;
  }
}

/** A disk that fills up takes a part and says so by the count alone; only the next write fails. */
async function writeWhole(file: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let written = 0; written < data.length;) {
    const { bytesWritten } = await file.write(data, written, data.length - written, position + written);
    written += bytesWritten;
  }
}
