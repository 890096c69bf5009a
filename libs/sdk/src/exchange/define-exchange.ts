import type { ExchangeOptions, ExchangePlugin } from './ports';

const NAME = /^[a-z][a-z0-9-]{1,31}$/;

/**
 * Checks an exchange plugin and freezes it. A module in `plugins/exchanges/<name>` exports the result as `exchange`.
 *
 * Throws `InvalidExchange` when the name is not 2 to 32 characters of `a-z 0-9 -`, or when a request window or lookup
 * horizon is not a positive number of milliseconds.
 *
 * ```ts
 * export const exchange = defineExchange({ name: 'bybit', capabilities: { requestWindow: 5_000, … }, … });
 * ```
 */
export function defineExchange(plugin: ExchangePlugin): ExchangePlugin {
  const { name, capabilities } = plugin;
  if (!NAME.test(name)) throw new InvalidExchange(name, 'its name must be 2 to 32 characters of a-z, 0-9 and -, beginning with a letter');
  if (capabilities.requestWindow !== null && !(capabilities.requestWindow > 0)) {
    throw new InvalidExchange(name, 'requestWindow must be a positive number of milliseconds, or null where the venue has none');
  }
  if (!(capabilities.lookupHorizon > 0)) throw new InvalidExchange(name, 'lookupHorizon must be a positive number of milliseconds');
  return Object.freeze({ ...plugin, capabilities: Object.freeze({ ...capabilities }) });
}

/** An exchange plugin that cannot be used, and why. */
export class InvalidExchange extends Error {
  constructor(exchange: string, problem: string) {
    super(`Exchange "${exchange}": ${problem}.`);
    this.name = 'InvalidExchange';
  }
}

/**
 * The three URLs of a venue whose REST and WebSocket servers share one origin, such as a simulator.
 *
 * `origin` is `http://host:port` or `https://host`; throws `TypeError` for anything else.
 */
export function urlsAt(origin: string): Pick<ExchangeOptions, 'restUrl' | 'publicWebSocketUrl' | 'privateWebSocketUrl'> {
  const url = new URL(origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`"${origin}" is not an http or https URL`);
  const socket = `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}`;
  return { restUrl: url.origin, publicWebSocketUrl: socket, privateWebSocketUrl: socket };
}
