import type { BookChange } from '@libs/sdk';

/** Some ten seconds of the fastest feeds; a requested snapshot takes less. */
const MOST_HELD = 1_000;

/** The newest changes of a book that is not known yet, oldest first. */
export class HeldChanges {
  private changes: BookChange[] = [];

  add(change: BookChange): void {
    if (this.changes.length === MOST_HELD) this.changes.shift();
    this.changes.push(change);
  }

  take(): readonly BookChange[] {
    const { changes } = this;
    if (changes.length > 0) this.changes = [];
    return changes;
  }
}
