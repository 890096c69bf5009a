import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from '@libs/platform';
import { FillEngine } from '@libs/simulation';
import { ApiKeys } from './exchange/api-keys';
import { Exchange } from './exchange/exchange';
import { restoreState, snapshotState, type SimulatorState } from './exchange/restore-state';
import { Journal, type OpenedJournal } from './journal/journal';
import type { Feed } from './market/feed';
import { generatedOrigin } from './market/generated-market';
import { MarketClock } from './market/market-clock';
import { RecentTrades } from './market/recent-trades';
import { stepsPerLeg, TapeFeed } from './market/tape-feed';
import { TapeMarket } from './market/tape-market';
import { BYBIT_URLS, MirrorFeed, type MirrorUrls } from './mirror/mirror-feed';
import { MirrorMarket } from './mirror/mirror-market';
import { RestServer } from './server/rest-server';
import type { OpenedSource } from './source/open-source';
import { WebSocketGate } from './ws/web-socket-gate';

export interface SimulatorOptions {
  readonly source: OpenedSource;
  /** Folder under which each source has its journal. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** What admin requests must carry. */
  readonly token: string;
  /** Where a mirrored exchange lives; its public mainnet unless said otherwise. */
  readonly mirror?: MirrorUrls;
  readonly logger: Logger;
  readonly wallNow?: () => number;
  readonly monotonic?: () => number;
  /** Called when the journal cannot be written any more: the process has to end. */
  readonly failed: (error: unknown) => void;
}

export interface Simulator {
  readonly port: number;
  readonly exchange: Exchange;
  stop(): Promise<void>;
}

/** Restores the venue from its journal, lets its market go on and serves V5. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { source, logger } = options;
  const wallNow = options.wallNow ?? Date.now;
  const monotonic = options.monotonic ?? ((): number => performance.now());
  const state: SimulatorState = { engine: new FillEngine(randomInt(2 ** 31)), keys: new ApiKeys(), origin: undefined, position: undefined };
  const opened = await Journal.open({
    folder: join(options.folder, source.sourceId),
    snapshot: () => snapshotState(state),
    failed: options.failed,
  });
  if (opened.cutBytes > 0) logger.warn('a torn end of the journal was cut off', { bytes: opened.cutBytes });
  const makeFeed = addMarkets(options, { state, opened, wallNow, monotonic });
  restoreState(state, opened.records);
  if (state.origin === undefined) {
    state.origin = originOf(opened, wallNow);
    await opened.journal.append([{ k: 'origin', firstStart: state.origin, salt: state.engine.salt }]);
  }
  const exchange: Exchange = new Exchange({
    state,
    journal: opened.journal,
    logger,
    feed: makeFeed((at, until) => exchange.reserve(at, until)),
  });
  const trades = new RecentTrades();
  exchange.listenPublic({ moved: () => undefined, barClosed: () => undefined, traded: (market, trade) => trades.add(market, trade) });
  const gate = new WebSocketGate({ exchange, wallNow, monotonic, logger });
  await exchange.start();
  const rest = new RestServer({
    exchange,
    trades,
    about: { sourceId: source.sourceId, label: source.label },
    token: options.token,
    wallNow,
    logger,
  });
  const server = createServer((request, response) => void rest.handle(request, response));
  // A client that keeps a connection ready for an order must not lose it to an idle timer in that very moment.
  server.keepAliveTimeout = 10 * 60_000;
  server.on('upgrade', (request, socket, head) => gate.upgrade(request, socket, head));
  const port = await listen(server, options.port, options.host ?? '127.0.0.1');
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    gate.close();
    server.close();
    server.closeAllConnections();
    await exchange.stop();
  };
  return { port, exchange, stop: () => (stopped ??= stop()) };
}

interface FeedParts {
  readonly state: SimulatorState;
  readonly opened: OpenedJournal;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
}

type MakeFeed = (reserve: (at: number, until: number) => Promise<void>) => Feed;

/** Adds the markets of the source to the engine; its feed is made once the state is restored. */
function addMarkets({ source, logger, mirror = BYBIT_URLS }: SimulatorOptions, parts: FeedParts): MakeFeed {
  const { state, wallNow, monotonic } = parts;
  if (source.kind === 'mirror') {
    const markets = source.instruments.map((instrument) => new MirrorMarket(state.engine.addMarket(instrument)));
    return () => new MirrorFeed({ ...mirror, markets, storedAt: state.position?.at ?? 0, wallNow, logger });
  }
  const { speed, label } = source;
  const firstStart = originOf(parts.opened, wallNow);
  const markets = source.tapes.map(
    ({ instrument, makeTape, liveFrom, interval }) =>
      new TapeMarket(state.engine.addMarket(instrument), makeTape(firstStart), { liveFrom, stepsPerLeg: stepsPerLeg(interval, speed) }),
  );
  const endReason = (at: number): string =>
    `The ${label} ended at ${new Date(at).toISOString()}; orders are refused and everything else goes on. Start with another file to trade on.`;
  return (reserve) =>
    new TapeFeed({
      markets,
      clock: new MarketClock(monotonic, 0, speed),
      speed,
      ...(source.endless ? { wallNow } : {}),
      stored: state.position,
      reserve,
      endReason,
    });
}

function originOf(opened: OpenedJournal, wallNow: () => number): number {
  return opened.records.find((record) => record.k === 'origin')?.firstStart ?? generatedOrigin(wallNow());
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
