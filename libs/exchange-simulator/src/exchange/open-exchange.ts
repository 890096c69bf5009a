import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Logger, Timers } from '@libs/platform';
import { Venue, type MarketInstrument } from '@libs/simulation';
import { Journal } from '../journal/journal';
import type { Feed } from '../market/feed';
import { generatedOrigin } from '../market/generated-market';
import type { House } from '../market/house';
import { VenueHouse } from '../market/venue-house';
import type { MirrorUrls } from '../mirror/mirror-feed';
import { addMarkets, type FeedStart } from '../source/make-feed';
import type { OpenedSource } from '../source/open-source';
import { ApiKeys } from './api-keys';
import { applyRecords } from './apply-records';
import { Exchange } from './exchange';
import { Members } from './members';
import type { SimulatorState } from './simulator-state';
import { snapshotState } from './snapshot-state';

export interface ExchangeOptions {
  readonly source: OpenedSource;
  /** Folder under which each source has its journal. */
  readonly folder: string;
  readonly logger: Logger;
  /** Where a mirrored exchange lives; the source's own address unless said otherwise. */
  readonly mirror?: MirrorUrls;
  /** Called when the journal cannot be written any more: the process has to end. */
  readonly failed: (error: unknown) => void;
}

export interface Clocks {
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  readonly timers: Timers;
}

/** The venue as its journal left it; its market stands still until it is started. */
export async function openExchange(options: ExchangeOptions, clocks: Clocks): Promise<Exchange> {
  const { source, logger, failed } = options;
  const state: SimulatorState = {
    venue: new Venue({ salt: saltOf(source), queue: source.queue }),
    keys: new ApiKeys(),
    members: new Members(),
    disconnect: new Map(),
    origin: undefined,
    position: undefined,
  };
  const folder = join(options.folder, source.sourceId);
  const { journal, records, cutBytes } = await Journal.open({ folder, snapshot: () => snapshotState(state), failed });
  if (cutBytes > 0) logger.warn('a torn end of the journal was cut off', { bytes: cutBytes });
  const firstStart = records.find((record) => record.k === 'origin')?.firstStart ?? originOf(source, clocks.wallNow());
  const addMarket = (instrument: MarketInstrument): House => new VenueHouse(state.venue, state.venue.addMarket(instrument));
  const makeFeed = addMarkets({ source, addMarket, firstStart, mirror: options.mirror, logger, ...clocks });
  applyRecords(state, records);
  if (state.origin === undefined) {
    state.origin = firstStart;
    await journal.append([{ k: 'origin', firstStart, salt: state.venue.salt }]);
  }
  return makeExchange(state, journal, { logger, makeFeed });
}

/** A run that can be repeated has the same ids each time; others never share one. */
function saltOf(source: OpenedSource): number {
  return (source.kind === 'played' ? source.salt : undefined) ?? randomInt(2 ** 31);
}

function originOf(source: OpenedSource, wallNow: number): number {
  if (source.kind === 'mirror') return generatedOrigin(wallNow, 1);
  return source.startAt === undefined ? generatedOrigin(wallNow, source.speed) : generatedOrigin(source.startAt, 1);
}

/** A function of its own, so that nothing holds on to the records. */
function makeExchange(
  state: SimulatorState,
  journal: Journal,
  { logger, makeFeed }: { logger: Logger; makeFeed: (start: FeedStart) => Feed },
): Exchange {
  const reserve = (at: number, until: number): Promise<void> => exchange.reserve(at, until);
  const exchange: Exchange = new Exchange({ state, journal, logger, feed: makeFeed({ stored: state.position, reserve }) });
  return exchange;
}
