import type { InputBody } from '@libs/engine';
import type { InboxItem } from '@libs/persistence';

export interface InboxIntakeOptions {
  readonly read: (afterSeq: number) => Promise<readonly InboxItem[]>;
  readonly feed: (body: InputBody, marketTime: number | null) => void;
  /** Reading failed; the next wake tries again. */
  readonly onFailure: (error: unknown) => void;
  /** An entry could not be taken: a core that stopped in the middle of a step is not to be trusted with the next one. */
  readonly fail: (error: unknown) => void;
}

/** Reads the account inbox in order, from the newest entry the core has; woken by notifications and by a slow clock. */
export class InboxIntake {
  private reading = false;
  private again = false;

  constructor(
    private readonly options: InboxIntakeOptions,
    private lastSeq: number,
  ) {}

  wake(): void {
    this.again = true;
    if (this.reading) return;
    this.reading = true;
    void this.drain().finally(() => (this.reading = false));
  }

  private async drain(): Promise<void> {
    while (this.again) {
      this.again = false;
      const items = await this.page();
      try {
        for (const item of items) this.take(item);
      } catch (error) {
        return this.options.fail(error);
      }
    }
  }

  private async page(): Promise<readonly InboxItem[]> {
    try {
      return await this.options.read(this.lastSeq);
    } catch (error) {
      this.options.onFailure(error);
      return [];
    }
  }

  private take(item: InboxItem): void {
    this.options.feed(inputOf(item), item.marketTime);
    this.lastSeq = item.inboxSeq;
    // A full page may hide more, and an empty one ends the reading.
    this.again = true;
  }
}

function inputOf({ inboxSeq, body }: InboxItem): InputBody {
  if (body.kind === 'report') return { type: 'report', inboxSeq, report: body.report };
  const { commandId, actor, command } = body;
  return { type: 'operator', inboxSeq, commandId, actor, command };
}
