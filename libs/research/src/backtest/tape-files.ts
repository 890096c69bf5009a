import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '@libs/kernel';
import { encodeEvents, encodeTape } from '@libs/backtest';
import type { MarketOrder } from '@libs/plugin-host';
import type { StoredMarket } from './stored-market';

export interface TapeFiles {
  /** The caller deletes it. */
  readonly folder: string;
  readonly files: MarketOrder['markets'];
}

/** Writes tapes where a sandbox can read them. */
export async function writeTapes(markets: readonly StoredMarket[]): Promise<TapeFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-backtest-'));
  try {
    const files = await Promise.all(
      markets.map(async ({ text, tape, events, funding }, at) => {
        const path = join(folder, `${at}.tape`);
        await writeFile(path, encodeTape(tape));
        const more = join(folder, `${at}.events`);
        if (events) await writeFile(more, encodeEvents(events));
        return { market: text, tape: path, ...(events === undefined ? {} : { events: more }), ...defined({ funding }) };
      }),
    );
    return { folder, files };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
