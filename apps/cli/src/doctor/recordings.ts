import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rowsOf } from './store-checks';

/** One recorded session: how long it ran and what its files take. */
export interface RecordedSession {
  readonly account: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly bytes: number;
}

export interface RecordingRate {
  readonly account: string;
  readonly bytesPerDay: number;
  readonly totalBytes: number;
  /** Until the disk is full at this account's share of the present rate; null while nothing is written. */
  readonly daysLeft: number | null;
}

const DAY = 86_400_000;

/** Sessions of the database, measured by their files, so that the one that is being written counts too. */
export async function recordedSessions(url: string): Promise<RecordedSession[]> {
  const rows = await rowsOf<{ account: string; startedAt: Date; endedAt: Date | null; folder: string }>(
    url,
    `SELECT a.name AS account, s.started_at AS "startedAt", s.ended_at AS "endedAt", s.folder
     FROM sessions s JOIN accounts a ON a.id = s.account_id ORDER BY s.started_at`,
  );
  return Promise.all(rows.map(async ({ folder, ...session }) => ({ ...session, bytes: await folderBytes(folder) })));
}

/**
 * What each account wrote per day of running in the last day (or in its newest session, when it did not run since), and how
 * long the disk lasts when all that run go on like this.
 */
export function recordingRates(sessions: readonly RecordedSession[], freeBytes: number, now: Date): RecordingRate[] {
  const rates = [...Map.groupBy(sessions, ({ account }) => account)].map(([account, own]) => {
    const fresh = own.filter(({ endedAt }) => (endedAt ?? now).getTime() > now.getTime() - DAY);
    const counted = fresh.length > 0 ? fresh : own.slice(-1);
    const duration = sum(counted.map(({ startedAt, endedAt }) => Math.max(1_000, (endedAt ?? now).getTime() - startedAt.getTime())));
    const bytesPerDay = (sum(counted.map(({ bytes }) => bytes)) / duration) * DAY;
    return { account, bytesPerDay, totalBytes: sum(own.map(({ bytes }) => bytes)), runs: own.some(({ endedAt }) => endedAt === null) };
  });
  const together = sum(rates.filter(({ runs }) => runs).map(({ bytesPerDay }) => bytesPerDay));
  return rates.map(({ runs, ...rate }) => ({ ...rate, daysLeft: runs && together > 0 ? freeBytes / together : null }));
}

async function folderBytes(folder: string): Promise<number> {
  const files = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) =>
        stat(join(file.parentPath, file.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sum(sizes);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
