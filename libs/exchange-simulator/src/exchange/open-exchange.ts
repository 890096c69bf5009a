import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '@libs/platform';
import { FillEngine } from '@libs/simulation';
import { Journal } from '../journal/journal';
import type { Feed } from '../market/feed';
import { generatedOrigin } from '../market/generated-market';
import { MarketClock } from '../market/market-clock';
import { stepsPerLeg, TapeFeed } from '../market/tape-feed';
import { TapeMarket } from '../market/tape-market';
import { MirrorFeed, type MirrorUrls } from '../mirror/mirror-feed';
import { MirrorMarket } from '../mirror/mirror-market';
import type { OpenedSource } from '../source/open-source';
import { ApiKeys } from './api-keys';
import { Exchange } from './exchange';
import { Members } from './members';
import { restoreState, snapshotState, type SimulatorState } from './restore-state';

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
}

/** The venue as its journal left it; its market stands still until it is started. */
export async function openExchange(options: ExchangeOptions, clocks: Clocks): Promise<Exchange> {
  const { source, logger, failed } = options;
  const state: SimulatorState = {
    engine: new FillEngine(randomInt(2 ** 31)),
    ...{ keys: new ApiKeys(), members: new Members(), origin: undefined, position: undefined },
  };
  const folder = join(options.folder, source.sourceId);
  const { journal, records, cutBytes } = await Journal.open({ folder, snapshot: () => snapshotState(state), failed });
  if (cutBytes > 0) logger.warn('a torn end of the journal was cut off', { bytes: cutBytes });
  const firstStart = records.find((record) => record.k === 'origin')?.firstStart ?? generatedOrigin(clocks.wallNow());
  const makeFeed = addMarkets(options, { state, firstStart, ...clocks });
  restoreState(state, records);
  if (state.origin === undefined) {
    state.origin = firstStart;
    await journal.append([{ k: 'origin', firstStart, salt: state.engine.salt }]);
  }
  return makeExchange(state, journal, { logger, makeFeed });
}

/** A function of its own, so that nothing holds on to the records. */
function makeExchange(state: SimulatorState, journal: Journal, { logger, makeFeed }: { logger: Logger; makeFeed: MakeFeed }): Exchange {
  const exchange: Exchange = new Exchange({ state, journal, logger, feed: makeFeed((at, until) => exchange.reserve(at, until)) });
  return exchange;
}

interface MarketParts extends Clocks {
  readonly state: SimulatorState;
  readonly firstStart: number;
}

type MakeFeed = (reserve: (at: number, until: number) => Promise<void>) => Feed;

/** Adds the markets of the source to the engine; its feed is made once the state is restored. */
function addMarkets({ source, logger, mirror }: ExchangeOptions, parts: MarketParts): MakeFeed {
  const { state, firstStart, wallNow, monotonic } = parts;
  const { engine } = state;
  if (source.kind === 'mirror') {
    const markets = source.instruments.map((instrument) => new MirrorMarket(engine.addMarket(instrument)));
    return () => new MirrorFeed({ ...(mirror ?? source.urls), markets, storedAt: state.position?.at ?? 0, wallNow, logger });
  }
  const { speed, label, endless } = source;
  const markets = source.tapes.map(({ instrument, makeTape, liveFrom, interval }) => {
    const pace = { liveFrom, stepsPerLeg: stepsPerLeg(interval, speed) };
    return new TapeMarket(engine.addMarket(instrument), makeTape(firstStart), pace);
  });
  const endReason = (at: number): string =>
    `The ${label} ended at ${new Date(at).toISOString()}; orders are refused and everything else goes on. Start with another file to trade on.`;
  return (reserve) => {
    const clock = new MarketClock(monotonic, 0, speed);
    return new TapeFeed({ markets, clock, speed, stored: state.position, reserve, endReason, ...(endless ? { wallNow } : {}) });
  };
}
