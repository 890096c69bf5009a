import type { Decimal } from '@libs/kernel';

export type TripSide = 'LONG' | 'SHORT';

/** The holding between two fills; doubles, for excursions. */
export interface TripLeg {
  readonly from: number;
  /** Of the fill that began the leg. */
  readonly price: number;
  readonly quantity: number;
  readonly cost: number;
  /** Profit and funding less fees since the trip began. */
  readonly realised: number;
}

/**
 * A strategy's position from flat to flat, with every fill that changed it. Less than a lot counts as flat: a fee taken out of the coin
 * leaves a remainder that no order can sell, which stays in the account and, with its cost, in the next trip. A fill that reverses the
 * position ends one trip and begins the next.
 */
export interface RoundTrip {
  readonly symbol: string;
  readonly side: TripSide;
  readonly openedAt: number;
  /** null while the position is open. */
  readonly closedAt: number | null;
  /** Σ quantity of the fills that opened or added. */
  readonly quantity: Decimal;
  /** Σ quantity × price of those fills. */
  readonly entryValue: Decimal;
  /** Σ quantity of the fills that closed. */
  readonly exitQuantity: Decimal;
  /** Σ quantity × price of those fills. */
  readonly exitValue: Decimal;
  /** Open quantity, signed; for a closed trip its remainder of less than a lot. */
  readonly openQuantity: Decimal;
  /** Its cost, signed. */
  readonly openCost: Decimal;
  /** Realised profit, before fees and funding. */
  readonly profit: Decimal;
  readonly fees: Decimal;
  /** Received less paid. */
  readonly funding: Decimal;
  /** profit + funding − fees. */
  readonly netProfit: Decimal;
  readonly fills: number;
  /** Of the first fill. */
  readonly entryTag?: string;
  /** Reason of the last fill: the engine's, otherwise the author's tag. */
  readonly exitReason?: string;
  readonly risk?: Decimal;
  /** The label of its strategy, if there were several. */
  readonly strategy?: string;
  readonly legs: readonly TripLeg[];
}

/** Net profit as a fraction of the entry cost. */
export function tripReturn(trip: RoundTrip): number {
  return trip.netProfit.toNumber() / trip.entryValue.toNumber();
}

/** Net profit in units of the risk; null if the run did not state it. */
export function tripR(trip: RoundTrip): number | null {
  return trip.risk === undefined || trip.risk.isZero ? null : trip.netProfit.toNumber() / trip.risk.toNumber();
}
