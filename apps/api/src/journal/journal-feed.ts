import type { CoreEvent } from '@libs/engine';
import type { JournalItem } from '@libs/persistence';
import type { Journal, JournalHeads } from './journal-heads';

const PAGE = 200;

export interface Following<Type extends CoreEvent['type']> {
  readonly accountId: string;
  readonly types: readonly Type[];
  /** Exclusive; undefined follows from now on. */
  readonly after?: number | undefined;
  readonly signal: AbortSignal;
}

/** A cursor that this journal never gave out. */
export class UnknownCursor extends Error {
  constructor(cursor: string) {
    super(`The cursor "${cursor}" is not one of this account's journal; leave it out to start from now.`);
    this.name = 'UnknownCursor';
  }
}

/** Reads what the journal already has after a cursor and then what is added, each item once and in order. */
export class JournalFeed {
  constructor(
    private readonly journal: Journal,
    private readonly heads: JournalHeads,
  ) {}

  async *follow<Type extends CoreEvent['type']>({
    accountId,
    types,
    after,
    signal,
  }: Following<Type>): AsyncGenerator<JournalItem<Type>, void, undefined> {
    const head = await this.heads.open(accountId);
    try {
      if (after !== undefined && after > head.value) throw new UnknownCursor(String(after));
      let seen = after ?? head.value;
      while (!signal.aborted) {
        await head.beyond(seen, signal);
        const upTo = head.value;
        const page = await this.journal.after(accountId, seen, types, PAGE);
        for (const item of page) {
          if (signal.aborted) return;
          yield item;
        }
        const last = page.at(-1)?.seq ?? seen;
        seen = page.length < PAGE ? Math.max(last, upTo) : last;
      }
    } finally {
      head.close();
    }
  }
}

/** The opaque text of a journal position. */
export function cursorOf(seq: number): string {
  return String(seq);
}

export function parseCursor(cursor: string | null | undefined): number | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor)) throw new UnknownCursor(cursor);
  return Number(cursor);
}
