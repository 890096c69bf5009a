/**
 * Joins a stream and a query without loss. Items streamed while the query is in flight may be newer than its answer, so they are applied
 * immediately and again after the answer; applying an item twice has no effect.
 */
export interface SnapshotGate<T> {
  /** A query is sent now; items are kept from here on. */
  open(): void;
  note(item: T): void;
  /** The answer has arrived (or will not): returns the items to apply after it. */
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
