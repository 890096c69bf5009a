/** Runs one task at a time, in order of arrival; a failure is reported and does not stop the others. */
export class Lane {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly failed: (error: unknown) => void) {}

  add(task: () => Promise<void>): void {
    this.tail = this.tail.then(task).catch(this.failed);
  }

  /** Resolves when everything added so far is done. */
  idle(): Promise<void> {
    return this.tail;
  }
}
