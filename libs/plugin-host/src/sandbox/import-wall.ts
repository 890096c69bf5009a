import { isAbsolute, join, relative } from 'node:path';
import { URL, fileURLToPath, pathToFileURL } from 'node:url';
import type { ResolveHookSync } from 'node:module';

/** As a build names the SDK: by the way there from where it was built, which leads elsewhere from a copy of it. */
const BUILT_SDK = /^(\.\.\/)+(.+\/)?libs\/sdk\/src\/index\.js$/;

/**
 * What a strategy's own modules may import: files of their own folder and the SDK. Built-ins, data URLs, CommonJS and packages are refused.
 */
export function resolveRule(strategies: string, dist: string): ResolveHookSync {
  const sdkEntry = join(dist, 'libs/sdk/src/index.js');
  return (specifier, context, next) => {
    const from = ownFolder(strategies, context.parentURL);
    if (from === null) return next(specifier, context);
    if (/^\.{1,2}\//.test(specifier)) {
      const path = fileURLToPath(new URL(specifier, context.parentURL));
      if (path.endsWith('.js') && isInside(join(strategies, from), path)) return next(specifier, context);
    }
    if (specifier !== '@libs/sdk' && !BUILT_SDK.test(specifier))
      throw new Error(`a strategy may import @libs/sdk and its own files, not "${specifier}"`);
    return { url: pathToFileURL(sdkEntry).href, format: 'module', shortCircuit: true };
  };
}

/** The strategy folder that a module belongs to; null for our own modules. */
function ownFolder(strategies: string, url: string | undefined): string | null {
  if (url === undefined || !url.startsWith('file:')) return null;
  const path = fileURLToPath(url);
  return isInside(strategies, path) ? (relative(strategies, path).split(/[\\/]/)[0] ?? null) : null;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
