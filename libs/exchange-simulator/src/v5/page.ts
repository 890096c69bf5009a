import { badParameter, type Parameters } from './parameters';

export interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last page. */
  readonly nextCursor: string;
}

/** One page, newest first; the cursor names the last item given, so items that come meanwhile shift nothing. */
export function pageOf<T extends { readonly sequence: number }>(
  items: readonly T[],
  parameters: Parameters,
  limits: { readonly most: number; readonly default: number },
): Page<T> {
  const limit = parameters.integer('limit', { least: 1, ...limits });
  const cursor = parameters.text('cursor');
  const before = cursor === undefined ? Infinity : sequenceOf(cursor);
  const rest = items.filter(({ sequence }) => sequence < before).sort((a, b) => b.sequence - a.sequence);
  const page = rest.slice(0, limit);
  return { items: page, nextCursor: rest.length > limit ? encodeURIComponent(`${page.at(-1)!.sequence}:0`) : '' };
}

function sequenceOf(cursor: string): number {
  const match = /^(\d{1,15}):0$/.exec(decodeURIComponent(cursor.replace(/%(?![0-9A-Fa-f]{2})/g, '%25')));
  if (!match) throw badParameter('params error: cursor invalid');
  return Number(match[1]);
}
