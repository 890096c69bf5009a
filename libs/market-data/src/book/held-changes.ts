import type { BookChange } from '@libs/sdk';

/** About ten seconds of the fastest feeds; requesting a snapshot takes less. */
const MOST_HELD = 1_000;

/** The newest changes to a book whose snapshot is missing, oldest first. */
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
