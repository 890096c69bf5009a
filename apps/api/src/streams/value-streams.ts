import { abortableStream } from './abortable-stream';
import { Conflation } from './conflation';
import type { Topics } from './topics';

/** At most five batches a second and stream. */
const INTERVAL = 200;

export interface ValueStream<T> {
  readonly topic: string;
  /** Makes a value of a message, or undefined when the message is about something else. */
  readonly read: (payload: unknown) => T | undefined;
  /** The value as it is now, sent at once. */
  readonly latest: () => Promise<T | undefined>;
  readonly keyOf?: (value: T) => string | number;
  readonly keep?: number;
}

/** Streams the newest value: one at once, then changes, conflated for whoever reads slowly. */
export function valueStream<T>(
  topics: Topics,
  { topic, read, latest, keyOf = () => 0, keep = 1 }: ValueStream<T>,
): AsyncIterableIterator<T> {
  return abortableStream(async function* (signal) {
    const values = new Conflation<T>({ interval: INTERVAL, keyOf, keep });
    let live = false;
    const unsubscribe = topics.subscribe(topic, (payload) => {
      const value = read(payload);
      if (value === undefined) return;
      live = true;
      values.push(value);
    });
    try {
      const first = await latest();
      if (first !== undefined && !live) values.push(first);
      yield* values.read(signal);
    } finally {
      unsubscribe();
    }
  });
}
