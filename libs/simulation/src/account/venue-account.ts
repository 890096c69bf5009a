import type { Decimal } from '@libs/kernel';

/** One account of the venue: what it owns, holds and ordered. */
export class VenueAccount {
  readonly balances = new Map<string, Decimal>();

  constructor(
    readonly id: string,
    /** Names the owner in the books. */
    readonly number: number,
  ) {}
}
