import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTape, type MarketText } from '@libs/backtest';
import type { StoredMarket } from './stored-market';

export interface TapeFiles {
  /** The caller's to delete. */
  readonly folder: string;
  readonly files: readonly { readonly market: MarketText; readonly tape: string }[];
}

/** Writes tapes where a sandbox can read them. */
export async function writeTapes(markets: readonly StoredMarket[]): Promise<TapeFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-backtest-'));
  try {
    const files = await Promise.all(
      markets.map(async ({ text, tape }, at) => {
        const path = join(folder, `${at}.tape`);
        await writeFile(path, encodeTape(tape));
        return { market: text, tape: path };
      }),
    );
    return { folder, files };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
