/** Does one thing at a time, in the order of arrival; what fails is told and does not stop the rest. */
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
