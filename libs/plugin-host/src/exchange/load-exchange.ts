import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ExchangeFamily, ExchangePlugin, TradingPorts } from '@libs/sdk';

const NAME = /^([a-z][a-z0-9-]*)(?::([a-z0-9]+))?$/;

/**
 * Loads an exchange plugin by its folder's name, or as `folder:member` from a family; throws if there is no such plugin, or if it has no
 * `exchange` export.
 */
export async function loadExchange(name: string): Promise<ExchangePlugin> {
  const [, folder = '', id] = NAME.exec(name) ?? [];
  const found = await loadPlugin(folder, name);
  if (!('kind' in found)) {
    if (id !== undefined) throw new Error(`The exchange plugin "${folder}" is one exchange and has no member "${id}".`);
    return found;
  }
  if (id === undefined)
    throw new Error(`The exchange plugin "${folder}" is a family; name one of its exchanges, as in "${folder}:kraken".`);
  return found.member(id);
}

/** The trading side of an exchange; throws for an adapter with market data only. */
export function tradingOf({ name, trading }: ExchangePlugin): TradingPorts {
  if (trading === null) throw new Error(`The exchange plugin "${name}" brings market data only; an account cannot trade through it.`);
  return trading;
}

/** The export of a plugin's folder; `name` is the requested name. */
export async function loadPlugin(folder: string, name: string): Promise<ExchangePlugin | ExchangeFamily> {
  const file = folder === '' ? '' : join(exchangeFolder(), folder, 'src/index.js');
  if (!existsSync(file))
    throw new Error(`There is no exchange plugin "${name}"; it would be plugins/exchanges/${folder || name}, built with "npm run build".`);
  const module = (await import(pathToFileURL(file).href)) as { readonly exchange?: ExchangePlugin | ExchangeFamily };
  if (module.exchange?.name !== folder)
    throw new Error(`The plugin in plugins/exchanges/${folder} must export a const "exchange" named "${folder}".`);
  return module.exchange;
}

/** Plugins run as built, whether this file does or a test compiled it. */
export function exchangeFolder(): string {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
  return join(root.endsWith(`${sep}dist`) ? root : join(root, 'dist'), 'plugins/exchanges');
}
