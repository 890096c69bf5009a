import type { BarTape, FundingRate } from '@libs/backtest';
import type { FundingSpec } from './backtest-spec';

const HOUR = 3_600_000;

/** A settlement at every multiple of the hours that lies in the tape; coins of a spot market pay none. */
export function fixedFunding({ rate, hours }: FundingSpec, { instrument, series }: BarTape): readonly FundingRate[] {
  if (instrument.category === 'spot') return [];
  const step = hours * HOUR;
  const first = Math.ceil(series.firstStart / step) * step;
  const count = Math.max(0, Math.floor((series.end - first) / step) + 1);
  return Array.from({ length: count }, (_, n) => ({ at: first + n * step, rate }));
}
