export interface Ordering<T> {
  readonly id: (item: T) => string;
  /** ISO 8601 in UTC, so text order is time order. */
  readonly at: (item: T) => string;
  /** True if `next` is older than what is known of the same item; such an item is dropped. */
  readonly isStale?: (known: T, next: T) => boolean;
}

/** Inserts an item into a list that is newest first: in place if its id exists, otherwise before everything that is not newer. */
export function put<T>(items: readonly T[], item: T, { id, at, isStale }: Ordering<T>): readonly T[] {
  const known = items.findIndex((other) => id(other) === id(item));
  if (known >= 0) return isStale?.(items[known]!, item) ? items : items.with(known, item);
  const before = items.findIndex((other) => at(other) <= at(item));
  return before < 0 ? [...items, item] : items.toSpliced(before, 0, item);
}

/** Inserts a page that is itself newest first, keeping its order among equal times. */
export function putPage<T>(items: readonly T[], page: readonly T[], ordering: Ordering<T>): readonly T[] {
  return page.toReversed().reduce((all, item) => put(all, item, ordering), items);
}
