export interface ConflationOptions<T> {
  /** Least milliseconds between two batches. */
  readonly interval: number;
  /** Values of one key replace each other. */
  readonly keyOf: (value: T) => string | number;
  /** The most keys that wait; the oldest goes first. */
  readonly keep: number;
}

/** Holds the newest value per key for a reader that may be slower than the writer; never a queue of old ones. */
export class Conflation<T> {
  private readonly waiting = new Map<string | number, T>();
  private wake: (() => void) | undefined;

  constructor(private readonly options: ConflationOptions<T>) {}

  push(value: T): void {
    const key = this.options.keyOf(value);
    this.waiting.set(key, value);
    if (this.waiting.size > this.options.keep) this.waiting.delete(this.waiting.keys().next().value as string | number);
    this.wake?.();
  }

  async *read(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    while (!signal.aborted) {
      if (this.waiting.size === 0) await this.arrival(signal);
      const batch = [...this.waiting.keys()];
      for (const key of batch) {
        const value = this.waiting.get(key);
        this.waiting.delete(key);
        if (signal.aborted) return;
        // A key can be gone again when the reader was so slow that the limit pushed it out.
        if (value !== undefined) yield value;
      }
      await pause(this.options.interval, signal);
    }
  }

  private arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.wake = undefined;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
