/** Collects items and delivers them together, so that a fast market costs a few renders a second instead of hundreds. */
export interface Batcher<T> {
  add(item: T): void;
  /** Drops pending items; nothing more is delivered. */
  stop(): void;
}

/**
 * `schedule` runs its argument a little later. A timer instead of an animation frame, because frames stop in a hidden tab and the list
 * would grow.
 */
export function createBatcher<T>(flush: (items: readonly T[]) => void, schedule: (run: () => void) => void = later): Batcher<T> {
  let waiting: T[] = [];
  let stopped = false;
  const run = (): void => {
    const items = waiting;
    waiting = [];
    if (!stopped) flush(items);
  };
  return {
    add(item) {
      if (stopped) return;
      waiting.push(item);
      if (waiting.length === 1) schedule(run);
    },
    stop() {
      stopped = true;
      waiting = [];
    },
  };
}

const BATCH_MS = 100;

function later(run: () => void): void {
  setTimeout(run, BATCH_MS);
}
