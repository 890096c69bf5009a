import type { Decimal } from '@libs/kernel';

export type TripSide = 'LONG' | 'SHORT';

/** What was held from one fill to the next; binary floats, for excursions. */
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
 * A position of one strategy from flat to flat: every fill that built it up or took it down. Less than a lot is flat: a fee taken out of the coin
 * leaves a rest that no order can sell, which stays in the account and, with its cost, in the next trip. A fill that turns the position over ends one
 * trip and begins the next.
 */
export interface RoundTrip {
  readonly symbol: string;
  readonly side: TripSide;
  readonly openedAt: number;
  /** null while something is still held. */
  readonly closedAt: number | null;
  /** Σ quantity of the fills that opened or added. */
  readonly quantity: Decimal;
  /** Σ quantity × price of those fills. */
  readonly entryValue: Decimal;
  /** Σ quantity of the fills that closed. */
  readonly exitQuantity: Decimal;
  /** Σ quantity × price of those fills. */
  readonly exitValue: Decimal;
  /** What is still held, signed; of a closed trip what it left, less than a lot. */
  readonly openQuantity: Decimal;
  /** What it cost, signed. */
  readonly openCost: Decimal;
  /** Realised, before fees and funding. */
  readonly profit: Decimal;
  readonly fees: Decimal;
  /** Received, less paid. */
  readonly funding: Decimal;
  /** profit + funding − fees. */
  readonly netProfit: Decimal;
  readonly fills: number;
  /** Of the first fill. */
  readonly entryTag?: string;
  /** Of the last fill: what the engine said, else the author's tag. */
  readonly exitReason?: string;
  readonly risk?: Decimal;
  /** The label of the strategy that traded, where there were several. */
  readonly strategy?: string;
  readonly legs: readonly TripLeg[];
}

/** Net profit as a fraction of what was paid to get in. */
export function tripReturn(trip: RoundTrip): number {
  return trip.netProfit.toNumber() / trip.entryValue.toNumber();
}

/** Net profit in units of what was at risk; null where the run did not say. */
export function tripR(trip: RoundTrip): number | null {
  return trip.risk === undefined || trip.risk.isZero ? null : trip.netProfit.toNumber() / trip.risk.toNumber();
}
