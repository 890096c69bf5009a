import { badParameter, type Parameters } from './parameters';

export interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last page. */
  readonly nextCursor: string;
}

export interface PageRule<T> {
  readonly most: number;
  readonly default: number;
  /** Rises with every item and never changes. */
  readonly keyOf: (item: T) => number;
}

/** One page, newest first; the cursor names the last item given, so items that come meanwhile shift nothing. */
export function pageOf<T>(items: Iterable<T>, parameters: Parameters, { most, default: usual, keyOf }: PageRule<T>): Page<T> {
  const limit = parameters.integer('limit', { least: 1, most, default: usual });
  const cursor = parameters.text('cursor');
  const before = cursor === undefined ? Infinity : keyIn(cursor);
  const rest: T[] = [];
  for (const item of items) if (keyOf(item) < before) rest.push(item);
  rest.sort((a, b) => keyOf(b) - keyOf(a));
  const page = rest.slice(0, limit);
  return { items: page, nextCursor: rest.length > limit ? encodeURIComponent(`${keyOf(page.at(-1)!)}:0`) : '' };
}

/** Clients send the cursor back as it was given or decoded. */
function keyIn(cursor: string): number {
  const match = /^(\d{1,15})(?::|%3A)0$/i.exec(cursor);
  if (!match) throw badParameter('params error: cursor invalid');
  return Number(match[1]);
}
