import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ExchangePlugin } from '@libs/sdk';

const NAME = /^[a-z][a-z0-9-]*$/;

/** Loads an exchange plugin by its folder's name; a name without plugin, or a plugin without `exchange`, is an error. */
export async function loadExchange(name: string): Promise<ExchangePlugin> {
  const file = NAME.test(name) ? join(pluginFolder(), name, 'src/index.js') : '';
  if (!existsSync(file))
    throw new Error(`There is no exchange plugin "${name}"; it would be plugins/exchanges/${name}, built with "npm run build".`);
  const module = (await import(pathToFileURL(file).href)) as { readonly exchange?: ExchangePlugin };
  if (module.exchange?.name !== name)
    throw new Error(`The plugin in plugins/exchanges/${name} must export a const "exchange" named "${name}".`);
  return module.exchange;
}

/** Plugins run as built, whether this file does or a test compiled it. */
function pluginFolder(): string {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
  return join(root.endsWith(`${sep}dist`) ? root : join(root, 'dist'), 'plugins/exchanges');
}
