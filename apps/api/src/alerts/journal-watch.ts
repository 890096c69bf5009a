import { type Alert, JOURNAL_NEWS, JournalAlerts, type JournalNews } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';
import type { JournalFeed } from '../journal/journal-feed';
import type { Journal } from '../journal/journal-heads';
import { RegularLook } from './regular-look';

const COMPLAINT = 'the journal cannot be read, alerts of what it tells wait';

export interface JournalWatchParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly journal: Omit<Journal, 'after'>;
  readonly feed: Pick<JournalFeed, 'follow'>;
  readonly send: (alert: Alert) => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
}

/** Follows the journal of every account that is not closed for what somebody should hear of, and sends the alerts that follow from it. */
export class JournalWatch {
  private readonly alerts = new JournalAlerts();
  private readonly names = new Map<string, string>();
  /** How far each journal was read. */
  private readonly seen = new Map<string, number>();
  private readonly followed = new Set<string>();
  private readonly ending = new AbortController();
  private readonly regular: RegularLook;

  constructor(private readonly parts: JournalWatchParts) {
    this.regular = new RegularLook(() => this.take(), COMPLAINT, parts.logger);
  }

  start(): void {
    this.regular.start();
  }

  stop(): void {
    this.regular.stop();
    this.ending.abort();
  }

  /** Looks which accounts there are, and follows those that it does not; what cannot be read now is read at the next look. */
  look(): Promise<void> {
    return this.regular.look();
  }

  private async take(): Promise<void> {
    for (const { id, name, status } of await this.parts.accounts.list()) {
      this.names.set(id, name);
      // What one that is closed has left open nobody can see to any more.
      if (this.followed.has(id) || status === 'disabled') continue;
      const after = this.seen.get(id) ?? (await this.begin(id));
      void this.follow(id, after);
    }
  }

  /** Who told of what goes on may be gone, and would never tell of its end. */
  private async begin(accountId: string): Promise<number> {
    const { journal } = this.parts;
    const head = await journal.lastSeq(accountId);
    const standing = [
      await journal.delayedStops(accountId),
      await journal.exitsGivenUp(accountId),
      await journal.exitsFailing(accountId),
      await journal.openFaults(accountId),
      await journal.tradingState(accountId),
    ];
    for (const event of standing.flat()) this.tell(accountId, event);
    this.seen.set(accountId, head);
    return head;
  }

  private async follow(accountId: string, after: number): Promise<void> {
    const { signal } = this.ending;
    this.followed.add(accountId);
    try {
      const news = this.parts.feed.follow({ accountId, types: JOURNAL_NEWS, after, signal });
      for await (const { seq, event } of news) {
        this.tell(accountId, event);
        this.seen.set(accountId, seq);
      }
    } catch (error) {
      if (!signal.aborted) this.parts.logger.warn(COMPLAINT, { error });
    } finally {
      this.followed.delete(accountId);
    }
  }

  private tell(accountId: string, news: JournalNews): void {
    const told = { accountId, accountName: this.names.get(accountId)!, now: this.parts.now() };
    for (const alert of this.alerts.take(news, told)) this.parts.send(alert);
  }
}
