/** The market source is not what it says; the message is one sentence: what, where, and what to do. */
export class InvalidSource extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidSource';
  }
}
