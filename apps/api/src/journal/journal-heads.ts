import type { JournalReads } from '@libs/persistence';
import type { Topics } from '../streams/topics';

/** An account's journal is dense and written by one process, so whatever is at or below its last number is complete. */
export type Journal = Pick<
  JournalReads,
  'after' | 'lastSeq' | 'delayedStops' | 'exitsGivenUp' | 'exitsFailing' | 'openFaults' | 'tradingState'
>;

/** How far one account's journal reaches, kept fresh while somebody follows it. */
export interface JournalHead {
  readonly value: number;
  /** Resolves once the journal reaches beyond `seq` or the signal is aborted. */
  beyond(seq: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** One watcher per account however many streams follow: woken by fan-out, and by a slow poll because fan-out may lose. */
export class JournalHeads {
  private readonly watched = new Map<string, WatchedHead>();

  constructor(
    private readonly journal: Journal,
    private readonly topics: Topics,
    private readonly pollEvery = 1000,
  ) {}

  async open(accountId: string): Promise<JournalHead> {
    const head = this.watched.get(accountId) ?? this.watch(accountId);
    head.followers += 1;
    try {
      await head.refresh();
    } catch (error) {
      this.release(accountId, head);
      throw error;
    }
    let open = true;
    return {
      get value() {
        return head.value;
      },
      beyond: (seq, signal) => head.beyond(seq, signal),
      close: () => {
        if (open) this.release(accountId, head);
        open = false;
      },
    };
  }

  private watch(accountId: string): WatchedHead {
    const head = new WatchedHead(() => this.journal.lastSeq(accountId));
    const look = (): void => void head.refresh().catch(() => undefined);
    const unsubscribe = this.topics.subscribe(`account.${accountId}.journal`, look);
    const timer = setInterval(look, this.pollEvery).unref();
    head.stop = () => {
      clearInterval(timer);
      unsubscribe();
    };
    this.watched.set(accountId, head);
    return head;
  }

  private release(accountId: string, head: WatchedHead): void {
    head.followers -= 1;
    if (head.followers > 0) return;
    head.stop();
    this.watched.delete(accountId);
  }
}

class WatchedHead {
  value = 0;
  followers = 0;
  stop: () => void = () => undefined;
  private readonly waiting = new Set<() => void>();
  private looking: Promise<void> | undefined;
  private again: Promise<void> | undefined;

  constructor(private readonly look: () => Promise<number>) {}

  /** Callers during a look share the one after it, because the running one may have read before their reason arose. */
  refresh(): Promise<void> {
    if (!this.looking) {
      this.looking = this.read().finally(() => (this.looking = undefined));
      return this.looking;
    }
    this.again ??= this.looking
      .catch(() => undefined)
      .then(() => {
        this.again = undefined;
        return this.refresh();
      });
    return this.again;
  }

  beyond(seq: number, signal: AbortSignal): Promise<void> {
    if (this.value > seq || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.value <= seq && !signal.aborted) return;
        this.waiting.delete(check);
        signal.removeEventListener('abort', check);
        resolve();
      };
      this.waiting.add(check);
      signal.addEventListener('abort', check);
    });
  }

  private async read(): Promise<void> {
    const value = await this.look();
    if (value <= this.value) return;
    this.value = value;
    for (const check of [...this.waiting]) check();
  }
}
