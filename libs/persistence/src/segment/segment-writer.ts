import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Input } from '@libs/engine';
import { MAGIC, encodeFrame } from './frame';
import { recordLine } from './record';
import { compressSegment } from './seal-segment';
import type { Sealed } from './seal-segment';
import { segmentName, syncFolder } from './session-folder';

export interface SegmentSettings {
  /** The session's folder; created if missing. */
  readonly folder: string;
  readonly maxBytes?: number;
  readonly maxAgeMs?: number;
  /**
   * Inputs without an explicit sync reach the disk after this long. It is short to limit losses, and because a disk that has just written
   * answers the next sync three times as fast.
   */
  readonly flushMs?: number;
  /** Monotonic clock, milliseconds. */
  readonly now?: () => number;
  /** A segment is complete and compressed; called some time after the rotation. */
  readonly onSealed?: (sealed: Sealed) => void;
  /** Compressing failed (the raw file stays and remains readable), or a background flush did. */
  readonly onTrouble?: (error: unknown) => void;
}

interface OpenSegment {
  readonly file: FileHandle;
  readonly path: string;
  readonly number: number;
  readonly firstInputSeq: number;
  readonly openedAt: number;
  lastInputSeq: number;
  size: number;
}

/** Records the inputs of one session; everything before a resolved `sync` survives a power cut. */
export class SegmentWriter {
  private readonly settings: Required<SegmentSettings>;
  private lines: string[] = [];
  private first = 0;
  private last = 0;
  private segment: OpenSegment | undefined;
  private segments = 0;
  private running: Promise<void> | undefined;
  private queued: Promise<void> | undefined;
  private sealing: Promise<void> = Promise.resolve();
  private readonly flushTimer: NodeJS.Timeout;

  constructor(settings: SegmentSettings) {
    this.settings = {
      maxBytes: 64 * 1024 * 1024,
      maxAgeMs: 3_600_000,
      flushMs: 20,
      now: () => performance.now(),
      onSealed: () => undefined,
      onTrouble: () => undefined,
      ...settings,
    };
    this.flushTimer = setInterval(() => {
      if (this.lines.length > 0 && !this.running) this.sync().catch((error: unknown) => this.settings.onTrouble(error));
    }, this.settings.flushMs);
    this.flushTimer.unref();
  }

  /** Appends an input with the running hash after its step; it is not on disk before the next `sync` resolves. */
  append(input: Input, hash: string): void {
    if (this.lines.length === 0) this.first = input.inputSeq;
    this.last = input.inputSeq;
    this.lines.push(recordLine(input, hash));
  }

  /** Resolves when everything appended before this call is on disk; concurrent callers share one write. */
  sync(): Promise<void> {
    if (!this.running) return this.run();
    // The write in progress began before these inputs; the next one includes them all.
    this.queued ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.queued = undefined;
        return this.run();
      });
    return this.queued;
  }

  /** Syncs, seals the open segment and waits for compressions. */
  async close(): Promise<void> {
    clearInterval(this.flushTimer);
    await this.sync();
    await this.rotate();
    await this.sealing;
  }

  private run(): Promise<void> {
    const run = this.write().finally(() => {
      if (this.running === run) this.running = undefined;
    });
    this.running = run;
    return run;
  }

  private async write(): Promise<void> {
    if (this.lines.length === 0) return;
    const { lines, first, last } = this;
    this.lines = [];
    try {
      const segment = await this.openSegment(first);
      const frame = encodeFrame(lines.join(''));
      // An explicit position: a retry after a failed write overwrites its incomplete frame.
      await writeWhole(segment.file, frame, segment.size);
      await segment.file.datasync();
      segment.size += frame.length;
      segment.lastInputSeq = last;
    } catch (error) {
      this.lines = [...lines, ...this.lines];
      this.first = first;
      throw error;
    }
    if (this.isFull()) await this.rotate();
  }

  private async openSegment(firstInputSeq: number): Promise<OpenSegment> {
    if (this.segment) return this.segment;
    const { folder, now } = this.settings;
    await mkdir(folder, { recursive: true });
    const number = this.segments + 1;
    const path = join(folder, segmentName(number, firstInputSeq));
    const file = await open(path, 'w');
    await writeWhole(file, MAGIC, 0);
    await syncFolder(folder);
    this.segments = number;
    this.segment = { file, path, number, firstInputSeq, lastInputSeq: firstInputSeq, openedAt: now(), size: MAGIC.length };
    return this.segment;
  }

  private isFull(): boolean {
    const { segment, settings } = this;
    return segment !== undefined && (segment.size >= settings.maxBytes || settings.now() - segment.openedAt >= settings.maxAgeMs);
  }

  private async rotate(): Promise<void> {
    const { segment } = this;
    if (!segment) return;
    this.segment = undefined;
    await segment.file.close();
    const { number, firstInputSeq, lastInputSeq, path } = segment;
    // One at a time and in the background, so that a rotation does not delay orders.
    this.sealing = this.sealing
      .then(() => compressSegment(path))
      .then((file) => this.settings.onSealed({ number, firstInputSeq, lastInputSeq, ...file }))
      .catch((error: unknown) => this.settings.onTrouble(error));
  }
}

/** A disk that fills up accepts a part and reports it only by the count; the next write then fails. */
async function writeWhole(file: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let written = 0; written < data.length;) {
    const { bytesWritten } = await file.write(data, written, data.length - written, position + written);
    written += bytesWritten;
  }
}
