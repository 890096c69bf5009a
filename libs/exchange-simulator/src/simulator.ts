import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from '@libs/platform';
import { FillEngine } from '@libs/simulation';
import { ApiKeys } from './exchange/api-keys';
import { Exchange } from './exchange/exchange';
import { restoreState, snapshotState, type SimulatorState } from './exchange/restore-state';
import { Journal } from './journal/journal';
import type { Feed } from './market/feed';
import { generatedOrigin } from './market/generated-market';
import { MarketClock } from './market/market-clock';
import { RecentTrades } from './market/recent-trades';
import { stepsPerLeg, TapeFeed } from './market/tape-feed';
import { TapeMarket } from './market/tape-market';
import { RestServer } from './server/rest-server';
import type { OpenedSource, TapeSpec } from './source/open-source';
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
  if (source.kind === 'mirror') throw new Error('mirrors are not served yet');
  const wallNow = options.wallNow ?? Date.now;
  const monotonic = options.monotonic ?? ((): number => performance.now());
  const state: SimulatorState = { engine: new FillEngine(randomInt(2 ** 31)), keys: new ApiKeys(), origin: undefined, position: undefined };
  const opened = await Journal.open({ folder: join(options.folder, source.sourceId), snapshot: () => snapshotState(state), failed: options.failed });
  if (opened.cutBytes > 0) logger.warn('a torn end of the journal was cut off', { bytes: opened.cutBytes });
  const origin = opened.records.find((record) => record.k === 'origin')?.firstStart ?? generatedOrigin(wallNow());
  const markets = source.tapes.map((spec) => tapeMarket(state.engine, spec, origin, source.speed));
  restoreState(state, opened.records);
  if (state.origin === undefined) {
    state.origin = origin;
    await opened.journal.append([{ k: 'origin', firstStart: origin, salt: state.engine.salt }]);
  }
  const feed: Feed = new TapeFeed({
    markets,
    clock: new MarketClock(monotonic, 0, source.speed),
    speed: source.speed,
    ...(source.endless ? { wallNow } : {}),
    stored: state.position,
    reserve: (at, until) => exchange.reserve(at, until),
    endReason: (at) => `The ${source.label} ended at ${new Date(at).toISOString()}; orders are refused, everything else goes on. Start with another file to trade on.`,
  });
  const exchange: Exchange = new Exchange({ state, journal: opened.journal, feed, logger });
  const trades = new RecentTrades();
  exchange.listenPublic({ moved: () => undefined, barClosed: () => undefined, traded: (market, trade) => trades.add(market, trade) });
  const gate = new WebSocketGate({ exchange, wallNow, monotonic, logger });
  await exchange.start();
  const rest = new RestServer({ exchange, trades, about: { sourceId: source.sourceId, label: source.label }, token: options.token, wallNow, logger });
  const server = createServer((request, response) => void rest.handle(request, response));
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

function tapeMarket(engine: FillEngine, spec: TapeSpec, firstStart: number, speed: number): TapeMarket {
  return new TapeMarket(engine.addMarket(spec.instrument), spec.makeTape(firstStart), { liveFrom: spec.liveFrom, stepsPerLeg: stepsPerLeg(spec.interval, speed) });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
