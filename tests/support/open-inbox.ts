import type { InboxReport } from '@libs/engine';
import { InMemoryDispatchStore } from '@libs/testkit';

/** What comes into the inbox goes to the account at once. */
export class OpenInbox extends InMemoryDispatchStore {
  private taken = 0;

  constructor(private readonly deliver: (report: InboxReport) => void) {
    super();
  }

  override async settle(...args: Parameters<InMemoryDispatchStore['settle']>): Promise<void> {
    await super.settle(...args);
    this.drain();
  }

  override async withdraw(...args: Parameters<InMemoryDispatchStore['withdraw']>): Promise<boolean> {
    const isWithdrawn = await super.withdraw(...args);
    this.drain();
    return isWithdrawn;
  }

  override async report(...args: Parameters<InMemoryDispatchStore['report']>): Promise<void> {
    await super.report(...args);
    this.drain();
  }

  private drain(): void {
    for (let report = this.inbox[this.taken]; report; report = this.inbox[this.taken]) {
      this.taken += 1;
      this.deliver(report);
    }
  }
}
