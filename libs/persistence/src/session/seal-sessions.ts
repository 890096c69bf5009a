import { basename, join } from 'node:path';
import { sealLeftovers } from '../segment/seal-segment';
import { accountFolder, readFolder } from '../segment/session-folder';
import type { SessionStore } from './session-store';

export interface SealScope {
  readonly home: string;
  readonly accountId: string;
  /** The session being recorded; its open segment is left alone. */
  readonly running: string;
}

/**
 * Compresses and indexes the segments that killed sessions of an account left open; returns their number. Safe while another session is
 * running.
 */
export async function sealSessions({ home, accountId, running }: SealScope, store: SessionStore): Promise<number> {
  const account = accountFolder(home, accountId);
  let count = 0;
  for (const folder of (await readFolder(account)).map((name) => join(account, name))) {
    const sessionId = basename(folder);
    if (sessionId === running) continue;
    for (const segment of await sealLeftovers(folder)) {
      await store.addSegment({ ...segment, sessionId });
      count += 1;
    }
  }
  return count;
}
