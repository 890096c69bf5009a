/** What cannot be run: parameters, or data that does not fit the strategy. */
export class InvalidBacktest extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidBacktest';
  }
}
