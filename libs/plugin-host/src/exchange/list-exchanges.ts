import { readdirSync } from 'node:fs';
import type { ExchangePlugin, MarketCapabilities, Verification } from '@libs/sdk';
import { exchangeFolder, loadPlugin } from './load-exchange';

/** An exchange of this installation, as far as it is known without connecting to it or loading a vendor's library. */
export interface ExchangeSummary {
  /** What `loadExchange` takes. */
  readonly name: string;
  readonly title: string;
  readonly verification: Verification;
  readonly market: MarketCapabilities;
  /** False for market data only. */
  readonly tradable: boolean;
}

/** All exchanges, members of families included, by name; a plugin that cannot be loaded is an error. */
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
