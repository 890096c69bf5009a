import { type Alert, type ExitNews, GivenUpExitAlerts, StopDelayAlerts, type StopNews } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';
import type { JournalFeed } from '../journal/journal-feed';
import type { Journal } from '../journal/journal-heads';
import { RegularLook } from './regular-look';

const TYPES = ['StopDelayed', 'OrderChanged', 'ExitGivenUp', 'PositionChanged'] as const;

const COMPLAINT = 'the journal cannot be read, alerts of stops wait';

export interface StopWatchParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly journal: Pick<Journal, 'lastSeq' | 'delayedStops' | 'exitsGivenUp'>;
  readonly feed: Pick<JournalFeed, 'follow'>;
  readonly send: (alert: Alert) => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
}

/** Follows every account's journal for stops that wait too long and exits that were given up, and sends the alerts that follow from it. */
export class StopWatch {
  private readonly alerts = new StopDelayAlerts();
  private readonly exits = new GivenUpExitAlerts();
  private readonly names = new Map<string, string>();
  /** How far each journal was read. */
  private readonly seen = new Map<string, number>();
  private readonly followed = new Set<string>();
  private readonly ending = new AbortController();
  private readonly regular: RegularLook;

  constructor(private readonly parts: StopWatchParts) {
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
    for (const { id, name } of await this.parts.accounts.list()) {
      this.names.set(id, name);
      if (this.followed.has(id)) continue;
      const after = this.seen.get(id) ?? (await this.begin(id));
      void this.follow(id, after);
    }
  }

  /** Who told of a stop that waits may be gone, and would never tell of its end. */
  private async begin(accountId: string): Promise<number> {
    const { journal } = this.parts;
    const head = await journal.lastSeq(accountId);
    for (const event of await journal.delayedStops(accountId)) this.tell(accountId, event);
    for (const event of await journal.exitsGivenUp(accountId)) this.tell(accountId, event);
    this.seen.set(accountId, head);
    return head;
  }

  private async follow(accountId: string, after: number): Promise<void> {
    const { signal } = this.ending;
    this.followed.add(accountId);
    try {
      const news = this.parts.feed.follow({ accountId, types: TYPES, after, signal });
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

  private tell(accountId: string, news: StopNews | ExitNews): void {
    const told = { accountId, accountName: this.names.get(accountId)!, now: this.parts.now() };
    const isOfStops = news.type === 'StopDelayed' || news.type === 'OrderChanged';
    const alerts = isOfStops ? [this.alerts.take(news, told) ?? []].flat() : this.exits.take(news, told);
    for (const alert of alerts) this.parts.send(alert);
  }
}
