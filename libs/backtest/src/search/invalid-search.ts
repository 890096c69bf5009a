/** A search that cannot be run; the message says what is wrong, where, and what to do. */
export class InvalidSearch extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidSearch';
  }
}
