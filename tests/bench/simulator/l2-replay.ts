import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { Logger } from '@libs/platform';
import type { Bench } from '../record';

const DATA = join(process.cwd(), '../shared/data/l2-binance-raw');
const FILES = ['usdm_btcusdt_20240808.gz', 'spot_btcusdt_20240808.gz'] as const;
const DAY = 86_400_000;

/** A recording from its packed file through the venue's book to the listeners of the market, as fast as it goes. */
export const l2Replay: Bench = async (report) => {
  for (const name of FILES) {
    const file = join(DATA, name);
    if (!existsSync(file)) {
      process.stderr.write(`${name} is not there; the replay of it is left out.\n`);
      continue;
    }
    const { messages, levels } = contentOf(file);
    await replay(file);
    const seconds = await replay(file);
    const row = { bench: 'simulator', case: `l2 replay, ${name.split('_', 1)[0]!}`, unit: '/s' } as const;
    report({ ...row, metric: 'messages', n: messages, value: Math.round(messages / seconds) });
    report({ ...row, metric: 'updates', n: levels, value: Math.round(levels / seconds) });
  }
};

/** An update sets one level of the book or prints one trade. */
function contentOf(file: string): { messages: number; levels: number } {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  let levels = 0;
  for (const line of lines) {
    const wire = JSON.parse(line.slice(line.indexOf(' ') + 1)) as { data?: { e?: string; b: unknown; a: unknown }; bids?: []; asks?: [] };
    if (wire.bids && wire.asks) levels += wire.bids.length + wire.asks.length;
    else if (Array.isArray(wire.data?.b) && Array.isArray(wire.data.a)) levels += wire.data.b.length + wire.data.a.length;
    else levels += wire.data?.e === 'trade' ? 1 : 2;
  }
  return { messages: lines.length, levels };
}

/** Seconds from the first line to the last. */
async function replay(file: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  const fail = (error: unknown): never => {
    throw error instanceof Error ? error : new Error(String(error));
  };
  const source = await openSource({ kind: 'l2', file, speed: 1, stepped: true });
  const simulator = await startSimulator({ source, folder, port: 0, token: 'bench', logger: SILENT, failed: fail });
  try {
    const { feed } = simulator.exchange;
    const started = performance.now();
    await feed.step!(feed.now() + DAY);
    if (feed.status.state !== 'halted') throw new Error(`the replay did not end: ${feed.status.reason}`);
    return (performance.now() - started) / 1_000;
  } finally {
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const nothing = (): void => undefined;
const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => SILENT };
