type Entries = readonly (readonly [string, unknown])[];

/** Of each list the entries that not all lists have alike; what tells runs apart. */
export function differences(lists: readonly Entries[]): readonly Entries[] {
  const isShared = ([name, value]: readonly [string, unknown]): boolean =>
    lists.every((list) => list.some(([other, same]) => other === name && Object.is(same, value)));
  return lists.map((list) => list.filter((entry) => !isShared(entry)));
}
