import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CancelOnDisconnect } from './exchange/disconnect-rule';
import type { Exchange } from './exchange/exchange';
import { openExchange, type Clocks, type ExchangeOptions } from './exchange/open-exchange';
import { RecentTrades } from './market/recent-trades';
import { applyAccounts, type AccountsConfig } from './admin/accounts-file';
import { ExchangeActs } from './faults/exchange-acts';
import { FaultDesk } from './faults/fault-desk';
import type { Scenario } from './faults/scenario';
import { FrameLog } from './inspection/frame-log';
import { RestServer } from './server/rest-server';
import { Access } from './v5/access';
import type { RateTier } from './v5/rate-tiers';
import type { ConnectionLimits } from './ws/connection-limits';
import { WebSocketGate } from './ws/web-socket-gate';

export interface SimulatorOptions extends ExchangeOptions, Partial<Clocks> {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** What admin requests must carry. */
  readonly token: string;
  /** Accounts to open or bring up to date at the start. */
  readonly accounts?: AccountsConfig;
  /** How often clients may ask whose account has no tier of its own: as on the real exchange unless said otherwise. */
  readonly rateTier?: RateTier;
  /** How many WebSockets one address may open: as on the real exchange unless said otherwise. */
  readonly connectionLimits?: Partial<ConnectionLimits>;
  /** Faults that are armed from the start. */
  readonly faults?: Scenario;
}

export interface Simulator {
  readonly port: number;
  readonly exchange: Exchange;
  stop(): Promise<void>;
}

/** Restores the venue from its journal, lets its market go on and serves V5. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clocks: Clocks = { wallNow: options.wallNow ?? Date.now, monotonic: options.monotonic ?? ((): number => performance.now()) };
  const server = createServer();
  // The port comes first: while it is taken nothing must be written. Until the venue stands, clients hear that it does not.
  const port = await listen(server, options.port, options.host ?? '127.0.0.1');
  try {
    const exchange = await openExchange(options, clocks);
    const { gate, faults } = await serve(server, exchange, { ...options, ...clocks });
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      faults.stop();
      gate.close();
      server.close();
      server.closeAllConnections();
      await exchange.stop();
    };
    return { port, exchange, stop: () => (stopped ??= stop()) };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

async function serve(
  server: Server,
  exchange: Exchange,
  options: SimulatorOptions & Clocks,
): Promise<{ gate: WebSocketGate; faults: FaultDesk }> {
  const { source, token, logger, monotonic, rateTier = 'default' } = options;
  // The clock as clients see it; what the market itself goes by is not shifted by a fault.
  const wallNow = (): number => options.wallNow() + faults.clockOffset();
  const faults: FaultDesk = new FaultDesk({
    acts: new ExchangeActs({ exchange, gate: () => gate, wallNow }),
    monotonic,
    failed: (fault, error) => logger.error('a fault could not be injected', { fault, error }),
  });
  const trades = new RecentTrades();
  const frames = new FrameLog();
  const access = new Access({ exchange, rateTier, wallNow, monotonic });
  exchange.listenPublic({ moved: () => undefined, barClosed: () => undefined, traded: (market, trade) => trades.add(market, trade) });
  const shared = { exchange, access, frames, trades, wallNow, monotonic, logger };
  const [outgoing, connecting] = [faults.frame.bind(faults), faults.connect.bind(faults)];
  const taps = {
    connecting,
    // Streams send thousands of frames a second: while no fault is armed they go straight to their sockets.
    get outgoing() {
      return faults.isQuiet ? undefined : outgoing;
    },
  };
  const gate: WebSocketGate = new WebSocketGate({ ...shared, taps, calls: faults, connectionLimits: options.connectionLimits ?? {} });
  gate.own.guard.obey(new CancelOnDisconnect(exchange, logger));
  await exchange.start();
  try {
    await applyAccounts(exchange, options.accounts ?? {}, wallNow());
  } catch (error) {
    gate.close();
    await exchange.stop();
    throw error;
  }
  const about = { sourceId: source.sourceId, label: source.label };
  const rest = new RestServer({ ...shared, faults, about, token, limitsAddresses: rateTier !== 'off' });
  server.removeAllListeners('request');
  server.on('request', (request, response) => void rest.handle(request, response));
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request, socket, head) => gate.upgrade(request, socket, head));
  if (options.faults) faults.arm(options.faults);
  return { gate, faults };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  // A client that keeps a connection ready for an order must not lose it to an idle timer in that very moment.
  server.keepAliveTimeout = 10 * 60_000;
  server.on('request', (_request, response) => response.writeHead(503, { 'retry-after': '1', connection: 'close' }).end());
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n'));
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error & { code?: string }) => {
      const inUse = `Port ${port} on ${host} is in use; stop what listens there or choose another PLIMSOLL_SIMULATOR_PORT.`;
      reject(error.code === 'EADDRINUSE' ? new Error(inUse, { cause: error }) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
