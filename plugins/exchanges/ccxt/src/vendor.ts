import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ExchangeOptions } from '@libs/sdk';
import type { Call, Member } from './member';

/** What we use of a ccxt exchange; everything that comes off the wire is unknown until `normalise-*` has read it. */
export interface Vendor {
  readonly has: Readonly<Record<string, unknown>>;
  readonly markets: Readonly<Record<string, unknown>> | undefined;
  readonly precisionMode: number;
  readonly hostname?: string;
  readonly last_response_headers?: Readonly<Record<string, string>>;
  readonly urls: { api: unknown };
  readonly clients: Readonly<Record<string, unknown>>;
  number: (value: unknown) => unknown;
  loadMarkets(reload?: boolean): Promise<unknown>;
  setMarketsFromExchange(source: Vendor): unknown;
  loadHttpProxyAgent(): Promise<unknown>;
  fetchTime(): Promise<unknown>;
  fetchTicker(symbol: string): Promise<unknown>;
  fetchOrderBook(symbol: string, limit?: number): Promise<unknown>;
  fetchTrades(symbol: string, since?: number, limit?: number): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<unknown>;
  fetchFundingRateHistory(symbol: string, since: number, limit: number, params: { readonly until: number }): Promise<unknown>;
  watchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  watchTicker(symbol: string): Promise<unknown>;
  watchOrderBook(symbol: string, limit?: number): Promise<unknown>;
  watchTrades(symbol: string): Promise<unknown>;
  watchOHLCV(symbol: string, timeframe: string): Promise<unknown>;
  close(): Promise<unknown>;
}

/** How a vendor writes numbers: the venue's own text, or binary floats. */
export type Numbers = 'text' | 'float';

type Constructor = new (config: Readonly<Record<string, unknown>>) => Vendor;

/**
 * One exchange of ccxt. Only its own file is loaded, a third of what all of ccxt takes: the package exports nothing but the
 * whole, so the file is named by its path, which the pinned version keeps.
 */
export async function openVendor(member: Member, options: ExchangeOptions, numbers: Numbers): Promise<Vendor> {
  const Exchange = await constructorOf(member);
  const vendor = new Exchange({ enableRateLimit: true, newUpdates: true });
  // ccxt computes in strings and ends with this function, so the venue's own digits come through.
  if (numbers === 'text') vendor.number = String;
  const moved = options.restUrl !== member.rest || options.publicWebSocketUrl !== member.socket;
  if (moved) vendor.urls.api = moveTo(options, vendor.urls.api, vendor.hostname ?? '');
  // Without an agent ccxt 4.5.84 refuses every ws:// address.
  if (options.publicWebSocketUrl.startsWith('ws://')) await vendor.loadHttpProxyAgent();
  return vendor;
}

export function can(member: Member, call: Call): boolean {
  return member.calls.includes(call);
}

async function constructorOf({ id, streams }: Member): Promise<Constructor> {
  const entry = createRequire(import.meta.url).resolve('ccxt');
  const file = join(dirname(entry), '../js/src', streams ? 'pro' : '', `${id}.js`);
  const module = (await import(pathToFileURL(file).href)) as { readonly default?: Constructor };
  if (!module.default) throw new Error(`ccxt has no exchange in ${file}`);
  return module.default;
}

/** The same paths at our origins. */
function moveTo(options: ExchangeOptions, addresses: unknown, hostname: string): unknown {
  if (typeof addresses === 'string') {
    const plain = addresses.replaceAll('{hostname}', hostname);
    return plain.replace(/^wss?:\/\/[^/]+/, options.publicWebSocketUrl).replace(/^https?:\/\/[^/]+/, options.restUrl);
  }
  if (typeof addresses !== 'object' || addresses === null) return addresses;
  return Object.fromEntries(Object.entries(addresses).map(([key, value]) => [key, moveTo(options, value, hostname)]));
}
