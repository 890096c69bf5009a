import type { LiveHost } from '../run/strategy-host';

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

/** Steps aside because the strategy wrote to what it was shown, which was noticed only after its hook. */
export function stepAsideLate(host: LiveHost, what: string): never {
  host.isLate = true;
  throw new StepsAside(`${what} that the strategy wrote to`);
}
