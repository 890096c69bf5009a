import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { CodeVersion } from '@libs/platform';
import { accountFolder, readFolder, sessionFolder, syncFolder } from './session-folder';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Core and strategies together, after one input. */
export interface Snapshot {
  readonly inputSeq: number;
  readonly sessionId: string;
  readonly core: unknown;
  /** State of each strategy, by deployment id. */
  readonly strategies: Readonly<Record<string, unknown>>;
  /** Running hash of the event log after that input. */
  readonly eventHash: string;
  /** The version that also wrote what is recorded between this snapshot and the next; absent in older snapshots. */
  readonly writtenBy?: CodeVersion;
}

export interface SnapshotScope {
  readonly home: string;
  readonly accountId: string;
}

const NAME = /^snapshot-(\d+)\.json\.zst$/;

/** Number of newest snapshots kept, besides a session's first, from which replay starts. */
const KEPT = 2;

/** Snapshots are in their session's folder; each is written completely or not at all. */
export class SnapshotStore {
  constructor(private readonly scope: SnapshotScope) {}

  /** On disk when it resolves. */
  async write(snapshot: Snapshot): Promise<void> {
    const folder = sessionFolder(this.scope.home, this.scope.accountId, snapshot.sessionId);
    await mkdir(folder, { recursive: true });
    const packed = await compress(JSON.stringify(snapshot), { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    const path = join(folder, `snapshot-${snapshot.inputSeq}.json.zst`);
    const file = await open(`${path}.tmp`, 'w');
    try {
      await file.writeFile(packed);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
    await syncFolder(folder);
    await prune(folder);
  }

  /** The newest readable snapshot of any session; null if there is none. */
  async latest(): Promise<Snapshot | null> {
    const account = accountFolder(this.scope.home, this.scope.accountId);
    const found = await Promise.all((await readFolder(account)).map((session) => listSnapshots(join(account, session))));
    return firstReadable(found.flat().sort((a, b) => b.inputSeq - a.inputSeq));
  }

  /** What a session started from; null if it started from nothing. */
  async startOf(sessionId: string): Promise<Snapshot | null> {
    return firstReadable((await listSnapshots(sessionFolder(this.scope.home, this.scope.accountId, sessionId))).slice(0, 1));
  }
}

interface SnapshotFile {
  readonly path: string;
  readonly inputSeq: number;
}

async function listSnapshots(folder: string): Promise<readonly SnapshotFile[]> {
  const files = (await readFolder(folder)).flatMap((name) => {
    const match = NAME.exec(name);
    return match ? [{ path: join(folder, name), inputSeq: Number(match[1]) }] : [];
  });
  return files.sort((a, b) => a.inputSeq - b.inputSeq);
}

async function firstReadable(files: readonly SnapshotFile[]): Promise<Snapshot | null> {
  for (const { path } of files) {
    const snapshot = await read(path);
    if (snapshot) return snapshot;
  }
  return null;
}

/** A damaged snapshot is no loss as long as there is an older one: recovery then steps over more inputs. */
async function read(path: string): Promise<Snapshot | null> {
  try {
    return JSON.parse((await decompress(await readFile(path))).toString('utf8')) as Snapshot;
  } catch {
    return null;
  }
}

async function prune(folder: string): Promise<void> {
  const old = (await listSnapshots(folder)).slice(1, -KEPT);
  for (const { path } of old) await rm(path, { force: true });
  if (old[0]) await syncFolder(dirname(old[0].path));
}
