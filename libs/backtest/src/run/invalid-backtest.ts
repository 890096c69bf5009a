/** A backtest that cannot be run: the strategy refuses the parameters, or the data does not fit it. */
export class InvalidBacktest extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidBacktest';
  }
}
