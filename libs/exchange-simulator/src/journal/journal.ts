import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeFrames, encodeFrame } from './frames';
import type { JournalRecord } from './records';

export interface OpenedJournal {
  readonly journal: Journal;
  /** Everything written so far, oldest first. */
  readonly records: readonly JournalRecord[];
  /** Bytes of a torn last frame that were cut off. */
  readonly cutBytes: number;
}

export interface JournalOptions {
  readonly folder: string;
  /** The whole state as records, for rewriting a journal that has grown. */
  readonly snapshot: () => readonly JournalRecord[];
  /** Called once when writing failed; nothing more is acknowledged after that. */
  readonly failed: (error: unknown) => void;
  readonly rewriteAfterBytes?: number;
}

const FILE = 'journal.log';
const REWRITE_AFTER = 8 * 1024 * 1024;

/**
 * Append-only file of everything that must survive a kill. Waiting callers share one write and one sync, so a burst costs
 * no more than a single order.
 */
export class Journal {
  private queue: Buffer[] = [];
  private waiting: (() => void)[] = [];
  private busy = false;
  private broken = false;
  private grown = 0;
  private idle: (() => void)[] = [];

  private constructor(
    private file: FileHandle,
    private readonly options: JournalOptions,
  ) {}

  static async open(options: JournalOptions): Promise<OpenedJournal> {
    await mkdir(options.folder, { recursive: true });
    const path = join(options.folder, FILE);
    const data = await readFile(path).catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const { payloads, goodBytes } = decodeFrames(data);
    const file = await open(path, 'a');
    if (goodBytes < data.length) await file.truncate(goodBytes);
    await file.datasync();
    await syncFolder(options.folder);
    const records = payloads.flatMap((payload) => JSON.parse(payload) as JournalRecord[]);
    const journal = new Journal(file, options);
    journal.grown = goodBytes;
    return { journal, records, cutBytes: data.length - goodBytes };
  }

  /** Resolves once the records, and all before them, are on the disk. Order of calls is order in the file. */
  append(records: readonly JournalRecord[]): Promise<void> {
    if (records.length > 0) this.queue.push(encodeFrame(JSON.stringify(records)));
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (!this.busy) void this.flush();
    });
  }

  async close(): Promise<void> {
    if (this.busy) await new Promise<void>((resolve) => this.idle.push(resolve));
    await this.file.close();
  }

  private async flush(): Promise<void> {
    this.busy = true;
    try {
      while (this.waiting.length > 0 && !this.broken) await this.flushOnce();
    } catch (error) {
      // What was not synced must never be acknowledged, so those callers wait for ever and the process ends.
      this.broken = true;
      this.options.failed(error);
    }
    this.busy = false;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private async flushOnce(): Promise<void> {
    const [frames, waiting] = [this.queue, this.waiting];
    this.queue = [];
    this.waiting = [];
    if (frames.length > 0) {
      const data = frames.length === 1 ? frames[0]! : Buffer.concat(frames);
      await this.file.appendFile(data);
      await this.file.datasync();
      this.grown += data.length;
    }
    for (const resolve of waiting) resolve();
    if (this.grown > (this.options.rewriteAfterBytes ?? REWRITE_AFTER)) await this.rewrite();
  }

  /** Writes the state anew beside the old file and swaps them; frames that come meanwhile follow it. */
  private async rewrite(): Promise<void> {
    const path = join(this.options.folder, FILE);
    const fresh = `${path}.new`;
    // The state goes on changing while it is written, so it is put into words in one turn.
    const frames = [...chunks(this.options.snapshot(), 500)].map((part) => encodeFrame(JSON.stringify(part)));
    await rm(fresh, { force: true });
    const file = await open(fresh, 'a');
    for (const frame of frames) await file.appendFile(frame);
    await file.datasync();
    await rename(fresh, path);
    await syncFolder(dirname(path));
    await this.file.close();
    this.file = file;
    this.grown = 0;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
