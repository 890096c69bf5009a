import { basename } from 'node:path';
import { defined } from '@libs/kernel';
import type { SimulatorSource } from '@libs/platform';
import { mix32, type MarketInstrument, type QueueModel } from '@libs/simulation';
import { DerivedReference } from '../market/derived-reference';
import { fileHistory, FileTape, GENERATED_HISTORY, USUAL_CONTRACTS, generatedMarkets, generatedTapes } from '../market/generated-market';
import type { House } from '../market/house';
import { L2Market } from '../market/l2-market';
import type { PlayedMarket } from '../market/played-market';
import { TapeMarket } from '../market/tape-market';
import { candleStyle } from '../market/tape-style';
import { BYBIT_URLS, type MirrorUrls } from '../mirror/mirror-feed';
import { instrumentOf, type MarketName } from './instrument-table';
import { openL2File } from './open-l2-file';
import { readCandleFile } from './read-candle-file';
import { readReferenceFiles } from './read-reference-files';

/** A source that is played: from a file, or made up on the way. */
export interface PlayedSource {
  readonly kind: 'played';
  readonly sourceId: string;
  readonly label: string;
  readonly speed: number;
  /** Only `POST /admin/clock/step` moves the market. */
  readonly isStepped: boolean;
  /** Ends up at the present and goes on at its pace. */
  readonly isEndless: boolean;
  readonly queue: QueueModel;
  /** Set where a run can be repeated: then its ids are the same again. */
  readonly salt?: number;
  /** Where a generated market begins, if that was said. */
  readonly startAt?: number;
  readonly instruments: readonly MarketInstrument[];
  /** Makes the markets in the order of the instruments; `firstStart` is the remembered start of a generated market. */
  readonly makeMarkets: (houses: readonly House[], firstStart: number) => readonly PlayedMarket[];
}

export interface MirroredSource {
  readonly kind: 'mirror';
  readonly sourceId: string;
  readonly label: string;
  readonly queue: QueueModel;
  readonly instruments: readonly MarketInstrument[];
  readonly urls: MirrorUrls;
}

/** A market source that was checked and can be played. */
export type OpenedSource = PlayedSource | MirroredSource;

type Generated = Extract<SimulatorSource, { kind: 'generated' }>;
type Replay = Extract<SimulatorSource, { kind: 'replay' }>;
type L2 = Extract<SimulatorSource, { kind: 'l2' }>;
type Mirror = Extract<SimulatorSource, { kind: 'mirror' }>;

const MIRRORED: readonly MarketName[] = [
  { venueSymbol: 'BTCUSDT', category: 'linear' },
  { venueSymbol: 'ETHUSDT', category: 'linear' },
];

/** Reads and checks a source without writing anything; throws `InvalidSource`. */
export async function openSource(source: SimulatorSource): Promise<OpenedSource> {
  switch (source.kind) {
    case 'generated':
      return generated(source);
    case 'replay':
      return replay(source);
    case 'l2':
      return l2(source);
    case 'mirror':
      return mirror(source);
  }
}

/** What all sources leave to the one who starts them. */
function termsOf({ queue = 'FROM_BACK' }: SimulatorSource): { readonly queue: QueueModel } {
  return { queue };
}

function paceOf({ speed, stepped = false }: Generated | Replay | L2, sourceId: string): Pick<PlayedSource, 'speed' | 'isStepped' | 'salt'> {
  return { speed, isStepped: stepped, ...(stepped ? { salt: saltOf(sourceId) } : {}) };
}

function saltOf(text: string): number {
  let salt = 0;
  for (let at = 0; at < text.length; at += 1) salt = mix32(salt ^ text.charCodeAt(at));
  return salt >>> 1;
}

function mirror(source: Mirror): MirroredSource {
  const { exchange, environment = 'mainnet' } = source;
  const place = environment === 'mainnet' ? exchange : `${exchange}-${environment}`;
  return {
    kind: 'mirror',
    sourceId: `mirror-${place}`,
    label: `mirror of ${place}`,
    instruments: MIRRORED.map((name) => instrumentOf(name)!),
    urls: BYBIT_URLS[environment],
    ...termsOf(source),
  };
}

function generated(source: Generated): PlayedSource {
  const { seed, speed, start, contracts = USUAL_CONTRACTS } = source;
  const markets = generatedMarkets({ seed, contracts });
  const many = source.contracts === undefined ? '' : `-of-${contracts}`;
  const sourceId = `generated-${seed}${many}${start === undefined ? '' : `-${start}`}`;
  return {
    kind: 'played',
    sourceId,
    label: `generated market, seed ${seed}`,
    isEndless: true,
    ...defined({ startAt: start }),
    ...termsOf(source),
    ...paceOf(source, sourceId),
    instruments: markets.map(({ name }) => instrumentOf(name)!),
    makeMarkets: (houses, firstStart) => {
      const tapes = generatedTapes({ seed, contracts }, firstStart);
      const made: TapeMarket[] = [];
      // Spot markets stand at the end of the list, and a contract looks at its spot market from the beginning.
      for (let index = markets.length - 1; index >= 0; index -= 1) {
        const { style, spot } = markets[index]!;
        const beside = spot === undefined ? {} : { spot: made[spot]! };
        made[index] = new TapeMarket(houses[index]!, tapes[index]!, {
          liveFrom: GENERATED_HISTORY,
          speed,
          style,
          makeReference: (market) => new DerivedReference({ market, ...beside }),
        });
      }
      return made;
    },
  };
}

async function replay(source: Replay): Promise<PlayedSource> {
  const { file, speed, symbol } = source;
  const { instrument, series, sourceId } = await readCandleFile(file, symbol);
  const recorded = await readReferenceFiles(source, instrument, series);
  const makeMarket = (house: House): PlayedMarket =>
    new TapeMarket(house, new FileTape(series), {
      liveFrom: fileHistory(series.length),
      speed,
      style: candleStyle,
      makeReference: (market) => new DerivedReference({ market, ...recorded }),
    });
  return recording(source, { sourceId, instrument, makeMarket });
}

interface Recording {
  readonly sourceId: string;
  readonly instrument: MarketInstrument;
  readonly makeMarket: (house: House) => PlayedMarket;
}

/** A source of one market that ends where its file does. */
function recording(source: Replay | L2, { sourceId, instrument, makeMarket }: Recording): PlayedSource {
  return {
    kind: 'played',
    sourceId,
    label: `replay of ${basename(source.file)}`,
    isEndless: false,
    ...termsOf(source),
    ...paceOf(source, sourceId),
    instruments: [instrument],
    makeMarkets: (houses) => houses.map(makeMarket),
  };
}

/** What changes hands in a day, in quote units, where a recording is too short to tell. */
const DAILY_VALUE = 10_000_000_000;

async function l2(source: L2): Promise<PlayedSource> {
  const { file, symbol, loop: loops = false } = source;
  const { instrument, sourceId, bytes, price } = await openL2File(file, symbol);
  const dailyLots = Math.round(DAILY_VALUE / price / instrument.lotSize.toNumber());
  const makeMarket = (house: House): PlayedMarket =>
    new L2Market(house, { file, bytes, loops, makeReference: (market) => new DerivedReference({ market, dailyLots }) });
  return recording(source, { sourceId, instrument, makeMarket });
}
