/** A backtest that cannot be run: parameters that the strategy refuses, or data that does not fit it. */
export class InvalidBacktest extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidBacktest';
  }
}
