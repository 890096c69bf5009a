import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of all sessions of an account. */
export function accountFolder(home: string, accountId: string): string {
  return join(home, 'sessions', accountId);
}

export function sessionFolder(home: string, accountId: string, sessionId: string): string {
  return join(accountFolder(home, accountId), sessionId);
}

export interface SegmentFile {
  readonly path: string;
  readonly number: number;
  readonly firstInputSeq: number;
  readonly sealed: boolean;
}

const SEGMENT = /^(\d{5})-(\d+)\.seg(\.zst)?$/;

/** `00001-1.seg`: number, and the sequence of its first input, so that a reader can skip whole files. */
export function segmentName(number: number, firstInputSeq: number): string {
  return `${String(number).padStart(5, '0')}-${firstInputSeq}.seg`;
}

/** A folder's segments in order; one that was being sealed when the process died counts once, as sealed. */
export async function listSegments(folder: string): Promise<readonly SegmentFile[]> {
  const byNumber = new Map<number, SegmentFile>();
  for (const name of (await readFolder(folder)).sort()) {
    const match = SEGMENT.exec(name);
    if (!match) continue;
    const number = Number(match[1]);
    byNumber.set(number, { path: join(folder, name), number, firstInputSeq: Number(match[2]), sealed: match[3] !== undefined });
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** Session folders of an account in the order of their first recorded input; empty ones are left out. */
export async function listSessionFolders(home: string, accountId: string): Promise<readonly string[]> {
  const account = accountFolder(home, accountId);
  const folders: { folder: string; first: number }[] = [];
  for (const name of await readFolder(account)) {
    const [segment] = await listSegments(join(account, name));
    if (segment) folders.push({ folder: join(account, name), first: segment.firstInputSeq });
  }
  return folders.sort((a, b) => a.first - b.first).map(({ folder }) => folder);
}

/** Names in a folder; none when there is no such folder. */
export async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** Makes directory entries durable: a new, renamed or removed file is certain only after this. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
