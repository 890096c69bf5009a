/** Where a page is: `/backtests/:id` has one part that is its own. */
export interface Route {
  readonly pattern: string;
}

export interface Match<R extends Route> {
  readonly route: R;
  /** The parts that stand for a `:name` of the pattern, decoded. */
  readonly parts: Readonly<Record<string, string>>;
}

/** The first route that the path fits; null when there is no such page. */
export function matchRoute<R extends Route>(routes: readonly R[], path: string): Match<R> | null {
  for (const route of routes) {
    const parts = partsOf(route.pattern, path);
    if (parts) return { route, parts };
  }
  return null;
}

/** Whether a path is this page or one below it. */
export function isBelow(page: string, path: string): boolean {
  return page === '/' ? path === '/' : path === page || path.startsWith(`${page}/`);
}

function partsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [split(pattern), split(path)];
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [at, name] of wanted.entries()) {
    const text = decoded(given[at] ?? '');
    if (text === null) return null;
    if (name.startsWith(':')) parts[name.slice(1)] = text;
    else if (name !== text) return null;
  }
  return parts;
}

function split(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
