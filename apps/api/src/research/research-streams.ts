import { Inject, Injectable } from '@nestjs/common';
import { abortableStream } from '../streams/abortable-stream';
import { Conflation } from '../streams/conflation';
import { TopicBoard } from '../streams/topic-board';
import { RESEARCH_BOOK } from '../tokens';
import type { ResearchBook } from './research';
import type { ResearchRun } from './research.types';

const TOPIC = 'research';
const LOOK_EVERY = 1_000;
const LEAST_BETWEEN = 250;
/** Changes are stamped when they begin and seen when they are committed; one that took this long is still found. */
const OVERLAP = 5_000;

/** Runs as they change. */
@Injectable()
export class ResearchStreams {
  constructor(
    @Inject(RESEARCH_BOOK) private readonly book: ResearchBook,
    @Inject(TopicBoard) private readonly topics: TopicBoard,
  ) {}

  /** At once those that are not over, then each that changes; with `id` only that one, which comes at once whatever it is. */
  changes(id?: string | null): AsyncIterableIterator<ResearchRun> {
    const { book, topics } = this;
    return abortableStream(async function* (signal) {
      const looks = new Conflation<true>({ interval: LEAST_BETWEEN, keyOf: () => 0, keep: 1 });
      const timer = setInterval(() => looks.push(true), LOOK_EVERY);
      const unsubscribe = topics.subscribe(TOPIC, () => looks.push(true));
      const shown = new Map<string, string>();
      let newest = Date.now();
      try {
        looks.push(true);
        const first = id ? await book.find(id) : null;
        if (first) yield first;
        for await (const _ of looks.read(signal)) {
          for (const { run, at } of await book.changedSince(new Date(newest - OVERLAP))) {
            newest = Math.max(newest, at.getTime());
            const text = JSON.stringify(run);
            if ((id && run.id !== id) || shown.get(run.id) === text) continue;
            shown.set(run.id, text);
            yield run;
          }
        }
      } finally {
        clearInterval(timer);
        unsubscribe();
      }
    });
  }
}
