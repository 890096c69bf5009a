import type { JournalItem, StoredEvent } from '@libs/persistence';
import { JournalFeed, UnknownCursor, parseCursor } from './journal-feed';
import { JournalHeads, type Journal } from './journal-heads';

type Type = 'SessionStarted' | 'Reconciled';

let ending: AbortController;
beforeEach(() => {
  ending = new AbortController();
});
/** A stream that nobody reads any more would keep its watch over the journal. */
afterEach(() => ending.abort());

/** A journal in memory whose committed rows the test decides. */
class FakeJournal {
  readonly rows: JournalItem<Type>[] = [];
  looks = 0;

  append(type: Type): void {
    this.rows.push({ seq: this.rows.length + 1, type, event: {} as StoredEvent<Type>, marketTime: new Date(0) });
  }

  async lastSeq(): Promise<number> {
    this.looks += 1;
    return this.rows.length;
  }

  async after(_account: string, seq: number, types: readonly string[], limit = 500): Promise<readonly JournalItem<Type>[]> {
    return this.rows.filter((row) => row.seq > seq && types.includes(row.type)).slice(0, limit);
  }
}

function feedOver(journal: FakeJournal, pollEvery = 1000) {
  const handlers = new Set<(payload: unknown) => void>();
  const topics = {
    subscribe: (_topic: string, handler: (payload: unknown) => void) => {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  };
  const heads = new JournalHeads(journal as unknown as Journal, topics, pollEvery);
  const feed = new JournalFeed(journal as unknown as Journal, heads);
  const follow = (after?: number) => feed.follow({ accountId: 'a', types: ['SessionStarted'], after, signal: ending.signal });
  return { follow, wake: () => [...handlers].forEach((handler) => handler(undefined)), listeners: handlers };
}

async function seqs(items: AsyncGenerator<JournalItem, void, undefined>, count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const { value } = await items.next();
    found.push((value as JournalItem).seq);
  }
  return found;
}

describe('JournalFeed', () => {
  it('reads what is there after the cursor, across pages, and then what is added', async () => {
    const journal = new FakeJournal();
    for (let n = 0; n < 450; n += 1) journal.append('SessionStarted');
    const { follow, wake } = feedOver(journal);
    const items = follow(10);
    expect(await seqs(items, 440)).toEqual(Array.from({ length: 440 }, (_, index) => index + 11));
    const next = seqs(items, 2);
    journal.append('Reconciled');
    journal.append('SessionStarted');
    wake();
    journal.append('SessionStarted');
    wake();
    expect(await next).toEqual([452, 453]);
  });

  it('starts from now without a cursor', async () => {
    const journal = new FakeJournal();
    journal.append('SessionStarted');
    const { follow, wake } = feedOver(journal);
    const next = seqs(follow(), 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    journal.append('SessionStarted');
    wake();
    expect(await next).toEqual([2]);
  });

  it('finds an item whose fan-out message was lost', async () => {
    const journal = new FakeJournal();
    const { follow } = feedOver(journal, 10);
    const next = seqs(follow(), 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    journal.append('SessionStarted');
    expect(await next).toEqual([1]);
  });

  it('refuses a cursor that the journal has not reached', async () => {
    await expect(feedOver(new FakeJournal()).follow(5).next()).rejects.toThrow(UnknownCursor);
    expect(() => parseCursor('1; drop')).toThrow(UnknownCursor);
  });

  it('stops listening when its reader leaves', async () => {
    const { follow, listeners } = feedOver(new FakeJournal());
    const items = follow();
    const next = items.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(listeners.size).toBe(1);
    ending.abort();
    expect((await next).done).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
