import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { runCli } from '../../cli';

export const HEADER = 'timestamp_ms,open,high,low,close,volume';

export const T0 = Date.UTC(2025, 5, 1);

/** A row of a CSV file, so many minutes behind `T0`. */
export const row = (minute: number, close = '100.5'): string => `${T0 + minute * 60_000},100,101,99.5,${close},2.25`;

export interface DataHome {
  readonly home: string;
  /** What the last `run` wrote. */
  readonly out: string;
  readonly err: string;
  /** What is typed after `plimsoll data`. */
  run(...args: string[]): Promise<number>;
  /** A file of candles in the folder. */
  candles(name: string, rows: readonly string[]): Promise<string>;
}

/** An empty data folder for each test, and what the command line says of it. */
export function withDataHome(database: { readonly url: string }): DataHome {
  let home = '';
  let [out, err] = ['', ''];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-data-'));
    process.env['PLIMSOLL_HOME'] = home;
    process.env['DATABASE_URL'] = database.url;
    [out, err] = ['', ''];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    delete process.env['PLIMSOLL_HOME'];
    delete process.env['DATABASE_URL'];
    await rm(home, { recursive: true, force: true });
  });

  return {
    get home() {
      return home;
    },
    get out() {
      return out;
    },
    get err() {
      return err;
    },
    run(...args) {
      [out, err] = ['', ''];
      return runCli(['data', ...args]);
    },
    async candles(name, rows) {
      const text = [HEADER, ...rows].join('\n');
      await writeFile(join(home, name), name.endsWith('.gz') ? gzipSync(text) : text);
      return join(home, name);
    },
  };
}
