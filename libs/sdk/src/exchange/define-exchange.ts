import type { ExchangeUrls } from './market-ports';
import type { ExchangeFamily, ExchangePlugin, TradingPorts } from './plugin';

const NAME = /^[a-z][a-z0-9-]{1,31}(:[a-z0-9]{1,40})?$/;

/**
 * Checks an exchange plugin and freezes it. A module in `plugins/exchanges/<name>` exports the result as `exchange`.
 *
 * Throws `InvalidExchange` when the name is not 2 to 32 characters of `a-z 0-9 -` (with `:member` behind it in a family), when a
 * request window or lookup horizon is not a positive number of milliseconds, or when books are offered without depths.
 *
 * ```ts
 * export const exchange = defineExchange({ name: 'bybit', title: 'Bybit', market: { quote: 'stream', … }, … });
 * ```
 */
export function defineExchange(plugin: ExchangePlugin): ExchangePlugin {
  const { name, market, trading } = plugin;
  if (!NAME.test(name)) throw new InvalidExchange(name, 'its name must be 2 to 32 characters of a-z, 0-9 and -, beginning with a letter');
  if (market.book && market.bookDepths.length === 0)
    throw new InvalidExchange(name, 'it offers books, so bookDepths must name their depths');
  if (trading) checkTrading(name, trading.capabilities);
  return Object.freeze({ ...plugin, market: Object.freeze({ ...market }) });
}

function checkTrading(name: string, { requestWindow, lookupHorizon }: TradingPorts['capabilities']): void {
  if (requestWindow !== null && !(requestWindow > 0))
    throw new InvalidExchange(name, 'requestWindow must be a positive number of milliseconds, or null where the venue has none');
  if (!(lookupHorizon > 0)) throw new InvalidExchange(name, 'lookupHorizon must be a positive number of milliseconds');
}

/** Freezes a family of exchanges; the module in `plugins/exchanges/<name>` exports the result as `exchange`. */
export function defineExchangeFamily(family: Omit<ExchangeFamily, 'kind'>): ExchangeFamily {
  if (!NAME.test(family.name) || family.name.includes(':')) throw new InvalidExchange(family.name, 'a family has a plain name');
  return Object.freeze({ kind: 'family', ...family });
}

/** An exchange plugin that cannot be used, with the reason. */
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
export function urlsAt(origin: string): ExchangeUrls {
  const url = new URL(origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`"${origin}" is not an http or https URL`);
  const socket = `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}`;
  return { restUrl: url.origin, publicWebSocketUrl: socket, privateWebSocketUrl: socket };
}
