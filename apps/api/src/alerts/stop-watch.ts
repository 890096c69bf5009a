import { type Alert, StopDelayAlerts } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';
import type { Account } from '../accounts/accounts.types';
import type { Journal } from '../journal/journal-heads';
import { RegularLook } from './regular-look';

const PAGE = 500;

export interface StopWatchParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly journal: Journal;
  readonly send: (alert: Alert) => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
}

/** Reads in every account's journal of stops that wait too long and sends the alerts that follow from it. */
export class StopWatch {
  private readonly alerts = new StopDelayAlerts();
  /** How far each journal was read; what was there before the first look is no news. */
  private readonly seen = new Map<string, number>();
  private readonly regular: RegularLook;

  constructor(private readonly parts: StopWatchParts) {
    this.regular = new RegularLook(() => this.take(), 'the journal cannot be read, alerts of stops wait', parts.logger);
  }

  start(): void {
    this.regular.start();
  }

  stop(): void {
    this.regular.stop();
  }

  /** One look; what cannot be read now is read at the next. */
  look(): Promise<void> {
    return this.regular.look();
  }

  private async take(): Promise<void> {
    for (const account of await this.parts.accounts.list()) await this.read(account);
  }

  private async read({ id: accountId, name: accountName }: Account): Promise<void> {
    const { journal, send, now } = this.parts;
    const head = await journal.lastSeq(accountId);
    const seen = this.seen.get(accountId) ?? head;
    this.seen.set(accountId, seen);
    if (head <= seen) return;
    const page = await journal.after(accountId, seen, ['StopDelayed', 'OrderChanged'], PAGE);
    for (const { event } of page) {
      const alert = this.alerts.take(event, { accountId, accountName, now: now() });
      if (alert) send(alert);
    }
    this.seen.set(accountId, page.length < PAGE ? Math.max(head, page.at(-1)?.seq ?? 0) : page.at(-1)!.seq);
  }
}
