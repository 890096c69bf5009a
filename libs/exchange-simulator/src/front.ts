import { CancelOnDisconnect } from './exchange/disconnect-rule';
import type { Exchange } from './exchange/exchange';
import type { Clocks, ExchangeOptions } from './exchange/open-exchange';
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

export interface VenueOptions extends ExchangeOptions, Clocks {
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

/** What clients of an exchange come by, whatever carries them there. */
export interface Front {
  readonly gate: WebSocketGate;
  readonly rest: RestServer;
  readonly faults: FaultDesk;
}

/** Lets the market of an exchange go on and opens its front. */
export async function openFront(exchange: Exchange, options: VenueOptions): Promise<Front> {
  const { source, token, logger, monotonic, timers, rateTier = 'default' } = options;
  // The clock as clients see it; what the market itself goes by is not shifted by a fault.
  const wallNow = (): number => options.wallNow() + faults.clockOffset();
  const faults: FaultDesk = new FaultDesk({
    acts: new ExchangeActs({ exchange, gate: () => gate, wallNow }),
    monotonic,
    timers,
    failed: (fault, error) => logger.error('a fault could not be injected', { fault, error }),
  });
  const trades = new RecentTrades();
  const frames = new FrameLog();
  const access = new Access({ exchange, rateTier, wallNow, monotonic });
  exchange.listenPublic({ moved: () => undefined, barClosed: () => undefined, traded: (market, trade) => trades.add(market, trade) });
  const shared = { exchange, access, frames, trades, wallNow, monotonic, timers, logger };
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
  if (options.faults) faults.arm(options.faults);
  return { gate, rest, faults };
}
