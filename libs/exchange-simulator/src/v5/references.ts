import { Decimal } from '@libs/kernel';
import type { FeedMarket } from '../market/feed';
import type { FundingRecord } from '../market/reference';

const USUAL_INTERVAL = 8 * 3_600_000;
const USUAL_CAP = Decimal.parse('0.00375');
const HALF = Decimal.parse('0.5');

export function fundingTerms({ state }: FeedMarket): { readonly intervalMs: number; readonly cap: Decimal } {
  return state.instrument.funding ?? { intervalMs: USUAL_INTERVAL, cap: USUAL_CAP };
}

/** Newest first: the funding of [from, to]. */
export function fundingBetween(
  market: FeedMarket,
  { from, to, limit }: { from: number; to: number; limit: number },
): readonly FundingRecord[] {
  return market.fundingHistory
    .filter(({ at }) => at >= from && at <= to)
    .slice(-limit)
    .reverse();
}

/** What is held on both sides together, and on one of them. */
export function openInterestOf(held: Decimal): { readonly openInterest: string; readonly singleOpenInterest: string } {
  return { openInterest: held.toString(), singleOpenInterest: held.times(HALF).toString() };
}
