import type { InputBody } from '@libs/engine';
import type { InboxItem } from '@libs/persistence';

export interface InboxIntakeOptions {
  readonly read: (afterSeq: number) => Promise<readonly InboxItem[]>;
  readonly feed: (body: InputBody, marketTime: number | null) => void;
  readonly onFailure: (error: unknown) => void;
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
    this.drain().then(
      () => (this.reading = false),
      (error: unknown) => {
        this.reading = false;
        this.options.onFailure(error);
      },
    );
  }

  private async drain(): Promise<void> {
    while (this.again) {
      this.again = false;
      for (const item of await this.options.read(this.lastSeq)) {
        this.lastSeq = item.inboxSeq;
        // A full page may hide more, and an empty one ends the reading.
        this.again = true;
        this.options.feed(inputOf(item), item.marketTime);
      }
    }
  }
}

function inputOf({ inboxSeq, body }: InboxItem): InputBody {
  if (body.kind === 'report') return { type: 'report', inboxSeq, report: body.report };
  const { commandId, actor, command } = body;
  return { type: 'operator', inboxSeq, commandId, actor, command };
}
