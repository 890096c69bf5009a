import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemTimers } from '@libs/platform';
import type { Exchange } from './exchange/exchange';
import { openExchange, type Clocks } from './exchange/open-exchange';
import { openFront, type Front, type VenueOptions } from './front';

export interface SimulatorOptions extends Omit<VenueOptions, keyof Clocks>, Partial<Clocks> {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
}

export interface Simulator {
  readonly port: number;
  readonly exchange: Exchange;
  stop(): Promise<void>;
}

/** Restores the venue from its journal, lets its market go on and serves V5. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { wallNow = Date.now, monotonic = (): number => performance.now(), timers = systemTimers } = options;
  const clocks: Clocks = { wallNow, monotonic, timers };
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

async function serve(server: Server, exchange: Exchange, options: VenueOptions): Promise<Pick<Front, 'gate' | 'faults'>> {
  const { gate, faults, rest } = await openFront(exchange, options);
  server.removeAllListeners('request');
  server.on('request', (request, response) => void rest.handle(request, response));
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request, socket, head) => gate.upgrade(request, socket, head));
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
