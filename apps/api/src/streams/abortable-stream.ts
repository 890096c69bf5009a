/**
 * Makes an iterator that ends at once when its client leaves. A generator alone would not: its `return` waits for the
 * promise that it is stuck in.
 */
export function abortableStream<T>(start: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>): AsyncIterableIterator<T> {
  const ending = new AbortController();
  const items = start(ending.signal);
  return {
    next: () => items.next(),
    return: async () => {
      ending.abort();
      await items.return();
      return { done: true, value: undefined };
    },
    throw: async (error: unknown) => {
      ending.abort();
      await items.return();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
