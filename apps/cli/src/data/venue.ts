import { loadExchange } from '@libs/plugin-host';
import type { ExchangeOptions, ExchangePlugin } from '@libs/sdk';
import { urlsAt } from '@libs/sdk';
import type { Instrument } from '@libs/kernel';
import type { Settings } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';
import { bad } from './data-options';

const REQUEST_WINDOW_MS = 5_000;

export interface Venue {
  readonly plugin: ExchangePlugin;
  /** Public data only: there is never a key. */
  readonly options: ExchangeOptions;
  /** For what is stored: where it came from. */
  readonly from: string;
}

/** The venue at that URL, else the real exchange of the settings' environment. */
export async function openVenue(name: string, url: string | undefined, settings: Settings): Promise<Venue> {
  const plugin = await loadExchange(name).catch((error: unknown) => {
    throw bad(error instanceof Error ? error.message : String(error));
  });
  const urls = url === undefined ? plugin.defaults[settings.bybitEnvironment] : urlsOf(url);
  return { plugin, options: { ...urls, requestWindow: REQUEST_WINDOW_MS, now: Date.now }, from: urls.restUrl };
}

function urlsOf(url: string): ReturnType<typeof urlsAt> {
  try {
    return urlsAt(url);
  } catch {
    throw bad(`--venue-url is "${url}"; write it like http://127.0.0.1:8090.`);
  }
}

/** The venue's own facts of those symbols. */
export async function findInstruments({ plugin, options, from }: Venue, symbols: readonly string[]): Promise<readonly Instrument[]> {
  const all = await plugin
    .marketData(options)
    .instruments()
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandError(EXIT.failed, `The venue at ${from} does not answer: ${why}`, { cause: error });
    });
  return symbols.map((symbol) => {
    const found = all.find((instrument) => instrument.symbol === symbol);
    if (found) return found;
    const known = all.slice(0, 5).map((instrument) => instrument.symbol);
    throw bad(`The venue at ${from} has no ${symbol}; it has ${all.length} symbols, such as ${known.join(', ')}.`);
  });
}
