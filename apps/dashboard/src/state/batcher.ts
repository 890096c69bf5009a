/** Collects items and hands them over together, so a fast market costs a few renders a second and not hundreds. */
export interface Batcher<T> {
  add(item: T): void;
  /** Drops what waits; nothing is handed over any more. */
  stop(): void;
}

/** `schedule` runs its argument a little later. A timer rather than an animation frame: frames stop in a hidden tab and the list would grow. */
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
