import { join } from 'node:path';
import { defined } from '@libs/kernel';
import type { Settings, SimulatorSource } from '@libs/platform';
import type { Home } from '../home/home';
import type { ChildCommand } from './child';

/** `dist`, where every process is started from. */
const ROOT = join(import.meta.dirname, '../../../..');

/** What all children of one launcher share. */
export interface Installation {
  readonly home: Home;
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly venueUrl: string;
}

/** Passed on because a program cannot work without them, or speaks to the network through them. */
const SYSTEM = ['PATH', 'HOME', 'TZ', 'LANG', 'TMPDIR'];
const NETWORK = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
  'NODE_USE_ENV_PROXY',
];

/** Heaps are sized for an idle house of seven processes below 600 MB; small young generations cost little at this rate. */
export const HEAP = { api: 192, trader: 192, executor: 128, research: 128, simulator: 192 } as const;

export function simulatorCommand(home: Home, options: { port: number; token: string; source: SimulatorSource }): ChildCommand {
  return nodeCommand('exchange-simulator', HEAP.simulator, {
    ...inherited([...SYSTEM, ...(options.source.kind === 'mirror' ? NETWORK : [])]),
    ...common(home),
    PLIMSOLL_SIMULATOR_PORT: String(options.port),
    PLIMSOLL_SIMULATOR_TOKEN: options.token,
    PLIMSOLL_SIMULATOR_SOURCE: JSON.stringify(options.source),
  });
}

export function apiCommand(
  installation: Installation,
  options: { port: number; token: string; sourceLabel: string; sourceId: string },
): ChildCommand {
  const { settings, home, venueUrl } = installation;
  return nodeCommand('api', HEAP.api, {
    // Without a webhook the api speaks to nobody outside.
    ...inherited([...SYSTEM, ...(settings.alertWebhookUrl === undefined ? [] : NETWORK)]),
    ...common(home),
    ...stores(installation),
    DASHBOARD_PORT: String(options.port),
    TRADING_MODE: settings.tradingMode,
    MAX_POSITION_SIZE: settings.maxPositionSize,
    WEBSOCKET_RECONNECT_DELAY: String(settings.websocketReconnectDelay),
    PLIMSOLL_SIMULATOR_URL: venueUrl,
    PLIMSOLL_SIMULATOR_TOKEN: options.token,
    PLIMSOLL_SOURCE_LABEL: options.sourceLabel,
    PLIMSOLL_SOURCE_ID: options.sourceId,
    ...defined({ ALERT_WEBHOOK_URL: settings.alertWebhookUrl }),
  });
}

export function traderCommand(installation: Installation, accountId: string): ChildCommand {
  return nodeCommand('trader', HEAP.trader, {
    ...inherited(SYSTEM),
    ...common(installation.home),
    ...stores(installation),
    PLIMSOLL_ACCOUNT_ID: accountId,
    PLIMSOLL_VENUE_URL: installation.venueUrl,
    WEBSOCKET_RECONNECT_DELAY: String(installation.settings.websocketReconnectDelay),
  });
}

export function executorCommand(
  installation: Installation,
  account: { readonly accountId: string; readonly venueAccountId: string; readonly key: string; readonly secret: string },
): ChildCommand {
  return nodeCommand('executor', HEAP.executor, {
    ...inherited(SYSTEM),
    ...common(installation.home),
    ...stores(installation),
    PLIMSOLL_ACCOUNT_ID: account.accountId,
    PLIMSOLL_VENUE_ACCOUNT_ID: account.venueAccountId,
    PLIMSOLL_VENUE_URL: installation.venueUrl,
    PLIMSOLL_VENUE_KEY: account.key,
    PLIMSOLL_VENUE_SECRET: account.secret,
    WEBSOCKET_RECONNECT_DELAY: String(installation.settings.websocketReconnectDelay),
  });
}

/** Computes from stored data alone: it has no key, and speaks to the stores and nobody else. */
export function researchCommand(installation: Installation): ChildCommand {
  return nodeCommand('research', HEAP.research, { ...inherited(SYSTEM), ...common(installation.home), ...stores(installation) });
}

/** A short life of its own for migrations, so that the launcher never loads what they need. */
export function migrateCommand(home: Home, databaseUrl: string): ChildCommand {
  return {
    script: join(ROOT, 'apps/cli/src/migrate.js'),
    nodeFlags: [],
    env: { ...inherited(SYSTEM), ...common(home), DATABASE_URL: databaseUrl },
  };
}

/** Flags of every child; the benchmarks run with the same. */
export function leanFlags(heapMegabytes: number): readonly string[] {
  return ['--max-semi-space-size=1', `--max-old-space-size=${heapMegabytes}`, '--no-warnings'];
}

function nodeCommand(app: string, heap: number, env: Readonly<Record<string, string>>): ChildCommand {
  return { script: join(ROOT, 'apps', app, 'src/main.js'), nodeFlags: leanFlags(heap), env };
}

function common(home: Home): Record<string, string> {
  return { NODE_ENV: 'production', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? home.compileCache, PLIMSOLL_HOME: home.path };
}

function stores({ databaseUrl, settings }: Installation): Record<string, string> {
  return { DATABASE_URL: databaseUrl, ...defined({ REDIS_URL: settings.redisUrl }) };
}

function inherited(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
