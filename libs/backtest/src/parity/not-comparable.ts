/** A recording that no plain backtest can be made of; the message is one sentence for people. */
export class NotComparable extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'NotComparable';
  }
}
