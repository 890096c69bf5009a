import { readdirSync } from 'node:fs';
import type { ExchangePlugin, MarketCapabilities, Verification } from '@libs/sdk';
import { exchangeFolder, loadPlugin } from './load-exchange';

/** An available exchange, described without connecting to it or loading a vendor library. */
export interface ExchangeSummary {
  /** The name to pass to `loadExchange`. */
  readonly name: string;
  readonly title: string;
  readonly verification: Verification;
  readonly market: MarketCapabilities;
  /** False for market data only. */
  readonly tradable: boolean;
}

/** All exchanges, including members of families, by name; throws for a plugin that cannot be loaded. */
export async function listExchanges(): Promise<readonly ExchangeSummary[]> {
  const folders = readdirSync(exchangeFolder(), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = await Promise.all(folders.map(({ name }) => loadPlugin(name, name)));
  return found
    .flatMap((plugin) => ('kind' in plugin ? plugin.members().map(({ id }) => plugin.member(id)) : [plugin]))
    .map(summaryOf)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function summaryOf({ name, title, verification, market, trading }: ExchangePlugin): ExchangeSummary {
  return { name, title, verification, market, tradable: trading !== null };
}
