import type { Decimal } from '@libs/kernel';

/** Prices and terms that no trade of this market alone decides. */
export interface MarketReference {
  readonly mark: Decimal;
  readonly index: Decimal;
  /** Of the interval that is running, as it stands now; zero for spot. */
  readonly fundingRate: Decimal;
  /** Market time of the next payment; 0 for spot. */
  readonly nextFundingAt: number;
  /** In units of the base coin; zero for spot. */
  readonly openInterest: Decimal;
}

/** One payment that has been due. */
export interface FundingRecord {
  readonly at: number;
  readonly rate: Decimal;
}

/** What stands beside a market's trades; `at` is market time. */
export interface ReferenceSource {
  at(time: number): MarketReference;
  /** Payments up to `time`, oldest first. */
  fundingUntil(time: number): readonly FundingRecord[];
  /** The rate to be paid at a funding time. */
  fundingAt(boundary: number): Decimal;
  openInterestAt(time: number): Decimal;
}
