import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HistoryStore, reindex, type IndexedFile } from '@libs/market-data';
import { createDataSource, DataFileStore, migrate, requireCurrentSchema, ResearchRuns } from '@libs/persistence';
import { loadSettings, type Settings } from '@libs/platform';
import { DEPLOYMENT_NAMES } from '../api/deployment-names';
import { homeAt, openHome, refuseUnusableHome, type Home } from '../home/home';
import { takeLock } from '../home/lock';
import { withDatabase } from '../postgres/with-database';
import type { Terminal } from '../terminal/terminal';
import { VERSION } from '../version';

/** The market history of one data folder. */
export interface DataHouse {
  readonly home: Home;
  readonly settings: Settings;
  readonly store: HistoryStore;
}

export function openHouse(): DataHouse {
  const settings = loadSettings(process.env, { allow: DEPLOYMENT_NAMES });
  const home = homeAt(settings.home);
  return { home, settings, store: new HistoryStore(home.data, `plimsoll ${VERSION}`) };
}

/** Lets one command at a time change candles and trades: two that merge into one file would lose each other's rows. */
export async function whileWriting<T>({ home, settings }: DataHouse, work: () => Promise<T>): Promise<T> {
  await refuseUnusableHome(settings.home);
  await openHome(settings.home);
  await mkdir(home.data, { recursive: true });
  const lock = await takeLock(join(home.data, 'write.lock'));
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** The index after it was made to agree with the files; with `all` every file is read again. */
export async function indexed(house: DataHouse, terminal: Terminal, all = false): Promise<readonly IndexedFile[]> {
  return withSource(house, (source) => agreed(house, terminal, { source, all }));
}

/** As `indexed`, with the runs that wait or read. */
export async function indexedAndAsked(house: DataHouse, terminal: Terminal): Promise<IndexedAndAsked> {
  return withSource(house, async (source) => ({
    files: await agreed(house, terminal, { source, all: false }),
    runs: await new ResearchRuns(source).unfinished(),
  }));
}

export interface IndexedAndAsked {
  readonly files: readonly IndexedFile[];
  readonly runs: Awaited<ReturnType<ResearchRuns['unfinished']>>;
}

async function agreed(
  { home }: DataHouse,
  terminal: Terminal,
  { source, all }: { readonly source: DataSource; readonly all: boolean },
): Promise<readonly IndexedFile[]> {
  const index = new DataFileStore(source);
  const { unreadable } = await reindex(home.data, index, all);
  for (const sentence of unreadable) terminal.say(sentence, 'warn');
  return index.list();
}

type DataSource = Awaited<ReturnType<typeof createDataSource>>;

async function withSource<T>({ home, settings }: DataHouse, work: (source: DataSource) => Promise<T>): Promise<T> {
  await openHome(settings.home);
  return withDatabase(home, settings, async (url, started) => {
    // One that runs is another's to bring up to date.
    if (started) await migrate(url, home.path);
    const dataSource = await createDataSource(url, 1, { name: 'data' });
    try {
      await requireCurrentSchema(dataSource);
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  });
}

/** After a change: files hold the facts, so an index that cannot be had now is made again later. */
export async function noteInIndex(house: DataHouse, terminal: Terminal): Promise<void> {
  try {
    await indexed(house, terminal);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.say(`The data is stored, and its index is not up to date (${why}); "plimsoll data list" makes it anew.`, 'warn');
  }
}
