import type { Settings } from '@libs/platform';
import { databaseUrl } from '../doctor/store-checks';
import type { Home } from '../home/home';
import { takeLock } from '../home/lock';
import { EmbeddedPostgres } from './embedded-postgres';

/** Works with the database that runs, or with the embedded one, which is started for the while; `started` tells which. */
export async function withDatabase<T>(home: Home, settings: Settings, work: (url: string, started: boolean) => Promise<T>): Promise<T> {
  const running = await databaseUrl(home, settings);
  if (running !== undefined) return work(running, false);
  const lock = await takeLock(home.lock);
  try {
    const server = await EmbeddedPostgres.open(home);
    return await work(server.url, true).finally(() => server.stop());
  } finally {
    await lock.release();
  }
}
