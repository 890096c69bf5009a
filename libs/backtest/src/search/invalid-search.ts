/** What cannot be searched; the message says what, where and what to do. */
export class InvalidSearch extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidSearch';
  }
}
