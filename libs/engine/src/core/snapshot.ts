import { Decimal } from '@libs/kernel';
import type { CoreState } from './state';

const VERSION = 4;

/** Version 1 had no data trust. */
const BEFORE_DATA_TRUST = 1;
/** Version 2 had neither timers nor funding. */
const BEFORE_TIMERS = 2;

/** Version 3 had no brackets. */
const BEFORE_BRACKETS = 3;

/** Serialises a state to plain JSON values. Exact numbers, maps and sets are tagged; other objects are written as they are. */
export function writeSnapshot(state: CoreState): unknown {
  return { version: VERSION, state: encode(state) };
}

/** Parses the output of `writeSnapshot`; refuses unknown versions, because guessing would change the past. */
export function readSnapshot(snapshot: unknown): CoreState {
  const { version, state } = (snapshot ?? {}) as { version?: unknown; state?: unknown };
  // Nothing is invented for a missing trust level: every symbol is untrusted until the feed reports it.
  if (version === BEFORE_DATA_TRUST) return withBrackets(withTimers({ ...(decode(state) as CoreState), trust: new Map() }));
  if (version === BEFORE_TIMERS) return withBrackets(withTimers(decode(state) as CoreState));
  if (version === BEFORE_BRACKETS) return withBrackets(decode(state) as CoreState);
  if (version !== VERSION)
    throw new Error(
      `snapshot version ${String(version)} cannot be read, this core reads version ${VERSION}; replay the session from its start`,
    );
  return decode(state) as CoreState;
}

function withTimers(state: CoreState): CoreState {
  for (const deployment of state.deployments.values()) deployment.timers = new Map();
  return { ...state, fundingIds: new Set() };
}

function withBrackets(state: CoreState): CoreState {
  for (const deployment of state.deployments.values()) deployment.brackets = new Map();
  return state;
}

function encode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Decimal) return { $decimal: value.toString() };
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [encode(key), encode(item)]) };
  if (value instanceof Set) return { $set: [...value].map(encode) };
  if (Array.isArray(value)) return value.map(encode);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const encoded = entries.map(([key, item]) => [key, encode(item)] as const);
  // Keys of a strategy's own parameters may collide with our tags.
  return entries.some(([key]) => key.startsWith('$')) ? { $entries: encoded } : Object.fromEntries(encoded);
}

function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const marked = value as { $decimal?: string; $map?: [unknown, unknown][]; $set?: unknown[]; $entries?: [string, unknown][] };
  if (marked.$decimal !== undefined) return Decimal.parse(marked.$decimal);
  if (marked.$map !== undefined) return new Map(marked.$map.map(([key, item]) => [decode(key), decode(item)]));
  if (marked.$set !== undefined) return new Set(marked.$set.map(decode));
  const entries = marked.$entries ?? Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, decode(item)]));
}
