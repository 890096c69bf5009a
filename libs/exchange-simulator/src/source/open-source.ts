import { basename } from 'node:path';
import type { SimulatorSource } from '@libs/platform';
import type { MarketInstrument } from '@libs/simulation';
import { fileHistory, FileTape, GENERATED_HISTORY, GENERATED_MARKETS, GeneratedTape } from '../market/generated-market';
import type { Tape } from '../market/tape-market';
import { BYBIT_URLS, type MirrorUrls } from '../mirror/mirror-feed';
import { instrumentOf, type MarketName } from './instrument-table';
import { readCandleFile } from './read-candle-file';

export interface TapeSpec {
  readonly instrument: MarketInstrument;
  readonly interval: number;
  /** Bars before this one are history. */
  readonly liveFrom: number;
  /** `firstStart` is the remembered start of a generated market. */
  readonly makeTape: (firstStart: number) => Tape;
}

/** A market source that was checked and can be played. */
export type OpenedSource =
  | {
      readonly kind: 'tape';
      readonly sourceId: string;
      readonly label: string;
      readonly speed: number;
      readonly endless: boolean;
      readonly tapes: readonly TapeSpec[];
    }
  | {
      readonly kind: 'mirror';
      readonly sourceId: string;
      readonly label: string;
      readonly instruments: readonly MarketInstrument[];
      readonly urls: MirrorUrls;
    };

const MINUTE = 60_000;
const MIRRORED: readonly MarketName[] = [
  { venueSymbol: 'BTCUSDT', category: 'linear' },
  { venueSymbol: 'ETHUSDT', category: 'linear' },
];

/** Reads and checks a source without writing anything; throws `InvalidSource`. */
export async function openSource(source: SimulatorSource): Promise<OpenedSource> {
  switch (source.kind) {
    case 'generated':
      return generated(source.seed, source.speed);
    case 'replay':
      return replay(source.file, source.speed, source.symbol);
    case 'mirror':
      return mirror(source);
  }
}

function mirror({ exchange, environment = 'mainnet' }: Extract<SimulatorSource, { kind: 'mirror' }>): OpenedSource {
  const place = environment === 'mainnet' ? exchange : `${exchange}-${environment}`;
  return {
    kind: 'mirror',
    sourceId: `mirror-${place}`,
    label: `mirror of ${place}`,
    instruments: MIRRORED.map((name) => instrumentOf(name)!),
    urls: BYBIT_URLS[environment],
  };
}

function generated(seed: number, speed: number): OpenedSource {
  const tapes = GENERATED_MARKETS.map((character, index): TapeSpec => {
    const instrument = instrumentOf(character.name)!;
    return {
      instrument,
      interval: MINUTE,
      liveFrom: GENERATED_HISTORY,
      makeTape: (firstStart) => new GeneratedTape(character, seed, index, firstStart),
    };
  });
  return { kind: 'tape', sourceId: `generated-${seed}`, label: `generated market, seed ${seed}`, speed, endless: true, tapes };
}

async function replay(file: string, speed: number, symbol?: string): Promise<OpenedSource> {
  const { instrument, series, sourceId } = await readCandleFile(file, symbol);
  const tape = { instrument, interval: series.interval, liveFrom: fileHistory(series.length), makeTape: () => new FileTape(series) };
  return { kind: 'tape', sourceId, label: `replay of ${basename(file)}`, speed, endless: false, tapes: [tape] };
}
