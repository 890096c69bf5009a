import { abortableStream } from './abortable-stream';
import { Conflation } from './conflation';
import type { Topics } from './topics';

const LOOK_EVERY = 1000;
const LEAST_BETWEEN = 200;

export interface LookStream<T> {
  /** A message on it is a reason to look at once. */
  readonly topic: string;
  readonly look: () => Promise<T>;
}

/** Streams what a look finds, at once and then whenever it differs; it also looks unasked, because fan-out may lose a message. */
export function lookStream<T>(topics: Topics, { topic, look }: LookStream<T>): AsyncIterableIterator<T> {
  return abortableStream(async function* (signal) {
    const looks = new Conflation<true>({ interval: LEAST_BETWEEN, keyOf: () => 0, keep: 1 });
    const timer = setInterval(() => looks.push(true), LOOK_EVERY);
    const unsubscribe = topics.subscribe(topic, () => looks.push(true));
    let shown: string | null = null;
    try {
      looks.push(true);
      for await (const _ of looks.read(signal)) {
        const found = await look();
        const text = JSON.stringify(found);
        if (text !== shown) yield found;
        shown = text;
      }
    } finally {
      clearInterval(timer);
      unsubscribe();
    }
  });
}
