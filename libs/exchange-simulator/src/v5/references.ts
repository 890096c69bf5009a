import { Decimal } from '@libs/kernel';
import type { BarSource } from '../market/candles';

/** What a market's trades alone do not say. */
export interface References {
  readonly mark: Decimal;
  readonly index: Decimal;
  readonly fundingRate: Decimal;
  readonly fundingInterval: number;
  readonly nextFundingAt: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const USUAL_RATE = Decimal.parse('0.0001');
const USUAL_CAP = Decimal.parse('0.00375');

export function referencesOf({ state }: BarSource, at: number): References {
  const fundingInterval = state.instrument.funding?.intervalMs ?? 8 * HOUR;
  return {
    ...{ mark: state.lastPrice, index: state.lastPrice, fundingRate: USUAL_RATE, fundingInterval },
    nextFundingAt: (Math.floor(at / fundingInterval) + 1) * fundingInterval,
  };
}

export function fundingCap({ state }: BarSource): Decimal {
  return state.instrument.funding?.cap ?? USUAL_CAP;
}

/** One time at which holders paid each other. */
export interface FundingMoment {
  readonly at: number;
  readonly rate: Decimal;
}

/** Newest first: every funding up to `to` since the market's first bar. */
export function fundingMoments(
  source: BarSource,
  { from, to, limit }: { from: number; to: number; limit: number },
): readonly FundingMoment[] {
  const { fundingInterval, fundingRate } = referencesOf(source, to);
  const moments: FundingMoment[] = [];
  const oldest = Math.max(from, source.series.firstStart);
  for (let at = Math.floor(to / fundingInterval) * fundingInterval; at >= oldest && moments.length < limit; at -= fundingInterval)
    moments.push({ at, rate: fundingRate });
  return moments;
}

/** Contracts held, taken to be what was traded in the day before; on one side. */
export function openInterestAt(source: BarSource, at: number): Decimal {
  const { series, closedBars } = source;
  const to = Math.min(closedBars, Math.max(0, Math.floor((at - series.firstStart) / series.interval)));
  const from = Math.max(0, to - Math.ceil(DAY / series.interval));
  let volume = 0;
  for (let bar = from; bar < to; bar += 1) volume += series.volumeAt(bar);
  return Decimal.fromUnits(BigInt(volume), series.volumeScale);
}
