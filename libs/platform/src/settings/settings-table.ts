import { z } from 'zod';

/** One row of the settings table, as the README prints it and the start checks it. */
export interface SettingRow {
  readonly name: string;
  readonly unit: string;
  /** Text as a user would write it; empty if the feature is off by default. */
  readonly default: string;
  readonly range: string;
  readonly description: string;
  /** A secret's value never appears in a message or a log. */
  readonly secret: boolean;
}

export interface Setting<S extends z.ZodType = z.ZodType> extends SettingRow {
  readonly schema: S;
}

const integerText = /^\d{1,9}$/;
const decimalText = /^\d{1,9}(\.\d{1,12})?$/;

function setting<S extends z.ZodType>(row: Omit<SettingRow, 'secret'> & { secret?: boolean; schema: S }): Setting<S> {
  return Object.freeze({ ...row, secret: row.secret ?? false });
}

function decimalBetween(accepts: (value: number) => boolean): z.ZodType<string, string> {
  return z
    .string()
    .regex(decimalText)
    .refine((text) => accepts(Number(text)));
}

function urlOf(...protocols: string[]): z.ZodType<string, string> {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));
}

/** All settings, in the order of the README. */
export const SETTINGS = {
  tradingMode: setting({
    name: 'TRADING_MODE',
    unit: '',
    default: 'paper',
    range: 'paper, live or hybrid',
    description: 'Ceiling over all accounts: paper lets no account trade live; live and hybrid let live accounts trade beside paper ones',
    schema: z.enum(['paper', 'live', 'hybrid']),
  }),
  exchange: setting({
    name: 'EXCHANGE',
    unit: '',
    default: '',
    range: 'bybit, or empty',
    description: 'Mirror the public streams of this exchange and trade on paper on them; empty: a generated or replayed market',
    schema: z.enum(['bybit']),
  }),
  bybitEnvironment: setting({
    name: 'BYBIT_ENVIRONMENT',
    unit: '',
    default: 'mainnet',
    range: 'mainnet, testnet or demo',
    description: 'Which Bybit the mirror listens to',
    schema: z.enum(['mainnet', 'testnet', 'demo']),
  }),
  bybitApiKeyLive: setting({
    name: 'BYBIT_API_KEY_LIVE',
    unit: '',
    default: '',
    range: 'a key, together with BYBIT_API_SECRET_LIVE',
    description: 'Key of a live account; paper accounts never see it',
    secret: true,
    schema: z.string().min(1),
  }),
  bybitApiSecretLive: setting({
    name: 'BYBIT_API_SECRET_LIVE',
    unit: '',
    default: '',
    range: 'a secret, together with BYBIT_API_KEY_LIVE',
    description: 'Secret of that key',
    secret: true,
    schema: z.string().min(1),
  }),
  websocketReconnectDelay: setting({
    name: 'WEBSOCKET_RECONNECT_DELAY',
    unit: 'seconds',
    default: '5',
    range: '0.1 to 60',
    description: 'First back-off step after a lost connection, doubled with jitter up to 60 s',
    schema: decimalBetween((value) => value >= 0.1 && value <= 60).transform(Number),
  }),
  maxPositionSize: setting({
    name: 'MAX_POSITION_SIZE',
    unit: 'fraction of equity',
    default: '0.1',
    range: 'above 0, at most 1',
    description: 'Largest position per symbol of an account that sets no limit of its own',
    schema: decimalBetween((value) => value > 0 && value <= 1),
  }),
  enableKillSwitch: setting({
    name: 'ENABLE_KILL_SWITCH',
    unit: '',
    default: 'true',
    range: 'true or false',
    description: 'false disarms automatic triggers only and is refused for live trading; the manual switch always works',
    schema: z.enum(['true', 'false']).transform((text) => text === 'true'),
  }),
  dashboardPort: setting({
    name: 'DASHBOARD_PORT',
    unit: 'TCP port',
    default: '8080',
    range: '0 to 65535, 0 takes any free one',
    description: 'The only port of the api: dashboard, GraphQL, REST, metrics; bound to localhost',
    schema: z
      .string()
      .regex(integerText)
      .transform(Number)
      .refine((port) => port <= 65_535),
  }),
  alertWebhookUrl: setting({
    name: 'ALERT_WEBHOOK_URL',
    unit: '',
    default: '',
    range: 'an http or https URL',
    description: 'Where alerts are posted; empty: nowhere',
    secret: true,
    schema: urlOf('http:', 'https:'),
  }),
  redisUrl: setting({
    name: 'REDIS_URL',
    unit: '',
    default: '',
    range: 'a redis or rediss URL of a server with maxmemory-policy noeviction',
    description: 'Run the queues on Redis or Valkey; empty: on Postgres',
    secret: true,
    schema: urlOf('redis:', 'rediss:'),
  }),
  databaseUrl: setting({
    name: 'DATABASE_URL',
    unit: '',
    default: '',
    range: 'a postgres or postgresql URL',
    description: 'Use this PostgreSQL; empty: the launcher runs an embedded one',
    secret: true,
    schema: urlOf('postgres:', 'postgresql:'),
  }),
  home: setting({
    name: 'PLIMSOLL_HOME',
    unit: '',
    default: '.plimsoll',
    range: 'a folder that can be written',
    description: 'Data folder: database, sessions, code of deployments, logs, simulator journal, market history',
    schema: z
      .string()
      .min(1)
      .refine((path) => !path.includes('\0')),
  }),
} as const;

/** The table without its parsers, for documentation and `--json`. */
export const SETTING_ROWS: readonly SettingRow[] = Object.values(SETTINGS).map(({ schema: _schema, ...row }) => Object.freeze(row));
