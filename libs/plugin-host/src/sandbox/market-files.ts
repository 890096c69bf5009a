import { fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import {
  InvalidTape,
  decodeEvents,
  marketOf,
  openTape,
  type BacktestMarket,
  type FundingRate,
  type MarketText,
  type StoredBytes,
} from '@libs/backtest';

/** A market of a run in a sandbox. */
export interface MarketFile {
  readonly market: MarketText;
  /** Path of a file of `encodeTape`. */
  readonly tape: string;
  /** Path of a file of `encodeEvents`. */
  readonly events?: string;
  readonly funding?: readonly FundingRate[];
}

/** The file stays open: its bars are read while they are played. */
export function readMarket({ market: text, tape, events, funding }: MarketFile): BacktestMarket {
  const market = marketOf(text);
  return {
    market,
    tape: openTape(bytesOf(tape), market),
    ...(events === undefined ? {} : { events: decodeEvents(readFileSync(events), market) }),
    ...(funding === undefined ? {} : { funding }),
  };
}

function bytesOf(path: string): StoredBytes {
  const file = openSync(path, 'r');
  return {
    size: fstatSync(file).size,
    read: (from, into) => {
      for (let done = 0; done < into.length;) {
        const bytes = readSync(file, into, done, into.length - done, from + done);
        if (bytes === 0) throw new InvalidTape(`${path} ends before its bars do`);
        done += bytes;
      }
    },
  };
}

/** Every file that a sandbox must be able to read for it. */
export function filesOf(markets: readonly MarketFile[]): readonly string[] {
  return markets.flatMap(({ tape, events }) => (events === undefined ? [tape] : [tape, events]));
}
