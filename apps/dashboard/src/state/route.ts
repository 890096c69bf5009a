/** A page's path pattern: `/backtests/:id` has one parameter. */
export interface Route {
  readonly pattern: string;
}

export interface Match<R extends Route> {
  readonly route: R;
  /** The values of the pattern's `:name` parts, decoded. */
  readonly parts: Readonly<Record<string, string>>;
}

/** The first route that matches the path; null if there is none. */
export function matchRoute<R extends Route>(routes: readonly R[], path: string): Match<R> | null {
  for (const route of routes) {
    const parts = partsOf(route.pattern, path);
    if (parts) return { route, parts };
  }
  return null;
}

/** True for a path of this page or one below it. */
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
