import { resolve } from 'node:path';
import type { z } from 'zod';
import { INTERNAL_NAMES, type InternalName } from './internal-names';
import { SettingsError } from './settings-error';
import { SETTINGS, type Setting } from './settings-table';

type Table = typeof SETTINGS;
type OptionalKey = 'exchange' | 'bybitApiKeyLive' | 'bybitApiSecretLive' | 'alertWebhookUrl' | 'redisUrl' | 'databaseUrl';

/** The user's settings, parsed once; absent means that the feature is off. */
export type Settings = {
  readonly [K in Exclude<keyof Table, OptionalKey>]: z.output<Table[K]['schema']>;
} & { readonly [K in OptionalKey]?: z.output<Table[K]['schema']> };

export type Environment = Readonly<Record<string, string | undefined>>;

export interface LoadSettingsOptions {
  /** Internal names that this command accepts from outside, because another service of the deployment sets them. */
  readonly allow?: readonly InternalName[];
  /** `PLIMSOLL_HOME` is relative to this folder. */
  readonly cwd?: string;
}

/** Reads and validates all settings; throws `SettingsError` for the first unknown or invalid one. */
export function loadSettings(env: Environment, options: LoadSettingsOptions = {}): Settings {
  refuseUnknown(env, options.allow ?? []);
  const parsed: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(SETTINGS)) {
    const value = parse(setting, env);
    if (value !== undefined) parsed[key] = value;
  }
  const settings = parsed as Settings;
  refuseHalfAKey(settings);
  if (settings.tradingMode === 'live' && !settings.enableKillSwitch) {
    throw new SettingsError(
      'ENABLE_KILL_SWITCH',
      'ENABLE_KILL_SWITCH is "false" while TRADING_MODE is "live"; set it to true or leave it out.',
    );
  }
  return Object.freeze({ ...settings, home: resolve(options.cwd ?? process.cwd(), settings.home) });
}

/** Parses a single setting, for processes that receive only a few. */
export function readSetting<K extends keyof Table>(key: K, env: Environment): z.output<Table[K]['schema']> | undefined {
  return parse(SETTINGS[key], env) as z.output<Table[K]['schema']> | undefined;
}

function parse(setting: Setting, env: Environment): unknown {
  // Compose files and systemd units pass an unset variable as an empty one.
  const text = env[setting.name]?.trim() || setting.default;
  if (text === '') return undefined;
  const result = setting.schema.safeParse(text);
  if (result.success) return result.data;
  const shown = setting.secret ? 'not usable' : `"${text}"`;
  throw new SettingsError(setting.name, `${setting.name} is ${shown}; it must be ${setting.range}.`);
}

function refuseUnknown(env: Environment, allow: readonly InternalName[]): void {
  const known = new Set<string>([...Object.values(SETTINGS).map((setting) => setting.name), ...allow]);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('PLIMSOLL_') || known.has(name)) continue;
    const reason = INTERNAL_NAMES.includes(name as InternalName) ? 'is set by the launcher for its own processes' : 'is not a setting';
    throw new SettingsError(name, `${name}="${env[name]}" ${reason}; unset it (the only setting of that prefix is PLIMSOLL_HOME).`);
  }
}

function refuseHalfAKey(settings: Settings): void {
  if ((settings.bybitApiKeyLive === undefined) === (settings.bybitApiSecretLive === undefined)) return;
  const [present, missing] = settings.bybitApiKeyLive === undefined ? ['SECRET', 'KEY'] : ['KEY', 'SECRET'];
  throw new SettingsError(
    `BYBIT_API_${missing}_LIVE`,
    `BYBIT_API_${missing}_LIVE is empty while BYBIT_API_${present}_LIVE is set; give both or neither.`,
  );
}
