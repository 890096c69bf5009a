type Entries = readonly (readonly [string, unknown])[];

/** The entries of each list that are not the same in all lists; what distinguishes runs. */
export function differences(lists: readonly Entries[]): readonly Entries[] {
  const isShared = ([name, value]: readonly [string, unknown]): boolean =>
    lists.every((list) => list.some(([other, same]) => other === name && Object.is(same, value)));
  return lists.map((list) => list.filter((entry) => !isShared(entry)));
}
