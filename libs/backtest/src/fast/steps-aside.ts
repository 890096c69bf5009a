/** The fast path met something it cannot handle exactly; the exact path must take over from the answers so far. */
export class StepsAside extends Error {
  constructor(readonly why: string) {
    super(why);
    this.name = 'StepsAside';
  }
}

/** Throws unless the value is a whole number that a double represents exactly. */
export function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new StepsAside('an amount has more digits than a double holds');
}
