/**
 * Joins a stream with a query without loss. What streams in while the query is on its way may be newer than its answer,
 * so it is applied at once and once more after the answer; applying an item twice changes nothing.
 */
export interface SnapshotGate<T> {
  /** A query leaves now; items are remembered from here on. */
  open(): void;
  note(item: T): void;
  /** The answer is here (or will not come): gives the items to apply after it. */
  close(): readonly T[];
}

export function createSnapshotGate<T>(): SnapshotGate<T> {
  let noted: T[] | null = null;
  return {
    open() {
      noted = [];
    },
    note(item) {
      noted?.push(item);
    },
    close() {
      const items = noted ?? [];
      noted = null;
      return items;
    },
  };
}
