interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly event: T;
}

/** Events by market time; events of the same time keep their order of arrival. */
export class EventQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private count = 0;

  get size(): number {
    return this.heap.length;
  }

  /** Time of the next event. */
  get nextAt(): number | undefined {
    return this.heap[0]?.at;
  }

  add(at: number, event: T): void {
    const { heap } = this;
    const entry = { at, order: (this.count += 1), event };
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = entry;
  }

  /** Removes the next event. */
  take(): { readonly at: number; readonly event: T } | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first && last && heap.length > 0) this.sink(last);
    return first;
  }

  private sink(entry: Entry<T>): void {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, entry)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = entry;
  }
}

function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
