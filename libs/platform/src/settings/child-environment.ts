import { z } from 'zod';
import { defined } from '@libs/kernel';
import type { InternalName } from './internal-names';
import { readSetting, type Environment } from './load-settings';
import { SettingsError } from './settings-error';

const positive = z.number().positive().finite();

/** How a played market advances: at a speed, or only by explicit steps. */
const pace = { speed: positive, stepped: z.boolean().optional() };
const file = z.string().min(1);
/** Whether liquidity removed without a trade leaves a queue from its back or in proportion. */
const queue = { queue: z.enum(['FROM_BACK', 'PROPORTIONAL']).optional() };

/** Which market the exchange simulator plays. */
const simulatorSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('generated'),
    seed: z.number().int().nonnegative(),
    ...pace,
    ...queue,
    /** Market time of its start, epoch milliseconds; by default thirty days ago, or now at real time. */
    start: z.number().int().positive().optional(),
    /** Number of contracts; default three. */
    contracts: z.number().int().min(3).max(50).optional(),
  }),
  z.strictObject({
    kind: z.literal('replay'),
    file,
    symbol: z.string().min(1).optional(),
    ...pace,
    ...queue,
    /** Files of recorded mark prices and funding rates; by default those beside the candles. */
    marks: file.optional(),
    funding: file.optional(),
  }),
  z.strictObject({
    kind: z.literal('l2'),
    file,
    symbol: z.string().min(1).optional(),
    ...pace,
    ...queue,
    /** Starts over at the end instead of halting. */
    loop: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('mirror'),
    exchange: z.literal('bybit'),
    environment: z.enum(['mainnet', 'testnet', 'demo']).optional(),
    ...queue,
  }),
]);

export type SimulatorSource = z.output<typeof simulatorSourceSchema>;

interface Stores {
  readonly home: string;
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

export interface ApiEnvironment extends Stores {
  readonly port: number;
  readonly simulatorUrl?: string;
  /** Lets the api query the state of the simulator's market. */
  readonly simulatorToken?: string;
  readonly tradingMode: 'paper' | 'live' | 'hybrid';
  readonly maxPositionSize: string;
  readonly reconnectDelaySeconds: number;
  /** For people: "replay of btc.csv.gz at 600×". */
  readonly sourceLabel?: string;
  /** The market source of paper accounts created now. */
  readonly sourceId?: string;
  /** Where alerts are posted; absent: nowhere. */
  readonly alertWebhookUrl?: string;
  /** Folder of built strategies; absent is the installation's own. */
  readonly strategies?: string;
}

export interface TraderEnvironment extends Stores {
  readonly accountId: string;
  readonly venueUrl: string;
  readonly reconnectDelaySeconds: number;
  /** Folder of built strategies; absent is the installation's own. */
  readonly strategies?: string;
}

export interface ExecutorEnvironment extends Stores {
  readonly accountId: string;
  readonly venueAccountId: string;
  readonly venueUrl: string;
  readonly venueKey: string;
  readonly venueSecret: string;
  readonly reconnectDelaySeconds: number;
}

/** It holds no key and speaks to no exchange. */
export interface ResearchEnvironment extends Stores {
  /** Folder of built strategies; absent is the installation's own. */
  readonly strategies?: string;
}

export interface SimulatorEnvironment {
  readonly home: string;
  readonly port: number;
  readonly token: string;
  readonly source: SimulatorSource;
}

export function readApiEnvironment(env: Environment): ApiEnvironment {
  const simulatorUrl = optional(env, 'PLIMSOLL_SIMULATOR_URL');
  const simulatorToken = optional(env, 'PLIMSOLL_SIMULATOR_TOKEN');
  const sourceLabel = optional(env, 'PLIMSOLL_SOURCE_LABEL');
  const sourceId = optional(env, 'PLIMSOLL_SOURCE_ID');
  const strategies = optional(env, 'PLIMSOLL_STRATEGIES');
  const alertWebhookUrl = readSetting('alertWebhookUrl', env);
  return Object.freeze({
    ...stores(env),
    port: readSetting('dashboardPort', env) as number,
    tradingMode: readSetting('tradingMode', env) as ApiEnvironment['tradingMode'],
    maxPositionSize: readSetting('maxPositionSize', env) as string,
    reconnectDelaySeconds: readSetting('websocketReconnectDelay', env) as number,
    ...defined({ simulatorUrl, simulatorToken, sourceLabel, sourceId, alertWebhookUrl, strategies }),
  });
}

export function readTraderEnvironment(env: Environment): TraderEnvironment {
  const strategies = optional(env, 'PLIMSOLL_STRATEGIES');
  return Object.freeze({
    ...stores(env),
    accountId: required(env, 'PLIMSOLL_ACCOUNT_ID'),
    venueUrl: simulatorOfThisMachine(env),
    reconnectDelaySeconds: readSetting('websocketReconnectDelay', env) as number,
    ...defined({ strategies }),
  });
}

export function readExecutorEnvironment(env: Environment): ExecutorEnvironment {
  return Object.freeze({
    ...stores(env),
    accountId: required(env, 'PLIMSOLL_ACCOUNT_ID'),
    venueAccountId: required(env, 'PLIMSOLL_VENUE_ACCOUNT_ID'),
    venueUrl: simulatorOfThisMachine(env),
    venueKey: required(env, 'PLIMSOLL_VENUE_KEY'),
    venueSecret: required(env, 'PLIMSOLL_VENUE_SECRET'),
    reconnectDelaySeconds: readSetting('websocketReconnectDelay', env) as number,
  });
}

export function readResearchEnvironment(env: Environment): ResearchEnvironment {
  const strategies = optional(env, 'PLIMSOLL_STRATEGIES');
  return Object.freeze({ ...stores(env), ...defined({ strategies }) });
}

export function readSimulatorEnvironment(env: Environment): SimulatorEnvironment {
  const port = Number(optional(env, 'PLIMSOLL_SIMULATOR_PORT') ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw bad('PLIMSOLL_SIMULATOR_PORT', `"${port}"`, 'a port from 0 to 65535');
  return Object.freeze({
    home: required(env, 'PLIMSOLL_HOME'),
    port,
    token: required(env, 'PLIMSOLL_SIMULATOR_TOKEN'),
    source: readSource(required(env, 'PLIMSOLL_SIMULATOR_SOURCE')),
  });
}

function readSource(text: string): SimulatorSource {
  const result = z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown;
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(simulatorSourceSchema)
    .safeParse(text);
  if (result.success) return result.data;
  throw bad('PLIMSOLL_SIMULATOR_SOURCE', text, 'JSON of a generated, replayed or mirrored market');
}

function stores(env: Environment): Stores {
  const databaseUrl = readSetting('databaseUrl', env);
  if (databaseUrl === undefined) throw bad('DATABASE_URL', 'missing', 'a postgres URL');
  const redisUrl = readSetting('redisUrl', env);
  return { home: required(env, 'PLIMSOLL_HOME'), databaseUrl, ...defined({ redisUrl }) };
}

function optional(env: Environment, name: InternalName): string | undefined {
  return env[name]?.trim() || undefined;
}

function required(env: Environment, name: InternalName | 'PLIMSOLL_HOME'): string {
  const value = env[name]?.trim();
  if (!value) throw bad(name, 'missing', 'set; the launcher sets it when it starts this process');
  return value;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** Every account trades on paper, and paper connects only to the simulator of its own installation. */
function simulatorOfThisMachine(env: Environment): string {
  const text = required(env, 'PLIMSOLL_VENUE_URL');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' && url.username === '' && url.password === '' && LOOPBACK.test(url.hostname)) return url.origin;
  throw bad(
    'PLIMSOLL_VENUE_URL',
    `"${url ? url.origin : text}"`,
    'the exchange simulator of this machine (http://127.0.0.1 and its port), because the account trades on paper',
  );
}

function bad(name: string, value: string, range: string): SettingsError {
  return new SettingsError(name, `${name} is ${value}; it must be ${range}.`);
}
