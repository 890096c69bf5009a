/** The fast path came to something that it does not know for certain; the exact one has to take over from what was answered so far. */
export class StepsAside extends Error {
  constructor(readonly why: string) {
    super(why);
    this.name = 'StepsAside';
  }
}

/** A whole number that a double holds exactly, or none of ours. */
export function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new StepsAside('an amount has more digits than a double holds');
}
