import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeFrames, encodeFrame } from './frames';
import type { JournalRecord } from './journal-record';

export interface OpenedJournal {
  readonly journal: Journal;
  /** Everything written so far, oldest first. */
  readonly records: readonly JournalRecord[];
  /** Bytes of a torn last frame that were cut off. */
  readonly cutBytes: number;
}

export interface JournalOptions {
  readonly folder: string;
  /** The whole state as records, for rewriting a journal that has grown; may be walked through while the state changes. */
  readonly snapshot: () => Iterable<JournalRecord>;
  /** Called once when writing failed; nothing more is acknowledged after that. */
  readonly failed: (error: unknown) => void;
  readonly rewriteAfterBytes?: number;
}

const FILE = 'journal.log';
const REWRITE_AFTER = 8 * 1024 * 1024;
/** Records of a snapshot that are put into words in one turn, so that no order waits long for them. */
const PART = 100;

/**
 * Append-only file of everything that must survive a kill. Waiting callers share one write and one sync, so a burst costs
 * no more than a single order. A file that has grown is written anew beside the orders that go on.
 */
export class Journal {
  private queue: Buffer[] = [];
  private waiting: (() => void)[] = [];
  private busy = false;
  private broken = false;
  private closed = false;
  private grown = 0;
  /** Bytes of the last rewritten file: a large state is rewritten less often. */
  private base = 0;
  private rewriting: Rewriting | undefined;
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
    this.closed = true;
    if (this.busy) await new Promise<void>((resolve) => this.idle.push(resolve));
    await this.rewriting?.abandon();
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
    // The walk over the state may have seen what waits here, so it counts as finished only for what is taken after it.
    const rewritten = this.rewriting?.isWritten && !this.closed ? this.rewriting : undefined;
    const [frames, waiting] = [this.queue, this.waiting];
    this.queue = [];
    this.waiting = [];
    if (frames.length > 0) {
      const data = frames.length === 1 ? frames[0]! : Buffer.concat(frames);
      await this.file.appendFile(data);
      await this.file.datasync();
      this.grown += data.length;
      this.rewriting?.follow(data);
    }
    for (const resolve of waiting) resolve();
    if (rewritten) await this.swap(rewritten);
    else this.rewriteWhenGrown();
  }

  private rewriteWhenGrown(): void {
    const limit = Math.max(this.options.rewriteAfterBytes ?? REWRITE_AFTER, 2 * this.base);
    if (this.rewriting || this.closed || this.grown <= limit) return;
    const rewriting = new Rewriting(`${join(this.options.folder, FILE)}.new`, this.options.snapshot());
    this.rewriting = rewriting;
    // The swap happens between two writes; without one it is asked for.
    void rewriting.start().then(
      () => this.append([]),
      (error: unknown) => this.fail(error),
    );
  }

  private fail(error: unknown): void {
    if (this.broken || this.closed) return;
    this.broken = true;
    this.options.failed(error);
  }

  private async swap(rewriting: Rewriting): Promise<void> {
    const path = join(this.options.folder, FILE);
    const { file, bytes } = await rewriting.finish();
    await rename(rewriting.path, path);
    await syncFolder(dirname(path));
    await this.file.close();
    this.file = file;
    this.base = bytes;
    this.grown = 0;
    this.rewriting = undefined;
  }
}

/** A new file that is being written: the state as it is walked through, then whatever was appended since it began. */
class Rewriting {
  isWritten = false;
  private file: FileHandle | undefined;
  private tail: Buffer[] = [];
  private bytes = 0;
  private abandoned = false;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    private readonly records: Iterable<JournalRecord>,
  ) {}

  /** Takes a frame that went into the old file; a record that the walk had already seen just comes twice. */
  follow(data: Buffer): void {
    this.tail.push(data);
  }

  start(): Promise<void> {
    this.writing = this.write();
    return this.writing;
  }

  async finish(): Promise<{ readonly file: FileHandle; readonly bytes: number }> {
    if (this.tail.length > 0) await this.append(Buffer.concat(this.tail));
    await this.file!.datasync();
    return { file: this.file!, bytes: this.bytes };
  }

  async abandon(): Promise<void> {
    this.abandoned = true;
    await this.writing.catch(() => undefined);
    await this.file?.close();
    await rm(this.path, { force: true });
  }

  private async write(): Promise<void> {
    await rm(this.path, { force: true });
    this.file = await open(this.path, 'a');
    for (const part of chunks(this.records, PART)) {
      if (this.abandoned) return;
      await this.append(encodeFrame(JSON.stringify(part)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.file.datasync();
    this.isWritten = true;
  }

  private async append(data: Buffer): Promise<void> {
    await this.file!.appendFile(data);
    this.bytes += data.length;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
