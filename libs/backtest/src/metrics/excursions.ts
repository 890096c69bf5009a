import { firstAfter } from './daily-returns';
import type { RoundTrip, TripLeg } from './round-trip';
import type { MarketColumns } from './run-record';

/** How far a trip moved against and in favour of its owner, in the quote asset; both ≥ 0. */
export interface Excursions {
  readonly adverse: number;
  readonly favourable: number;
}

/**
 * Maximum adverse and favourable excursion (MAE, MFE): the lowest and highest result during the trip, including fees and funding. Uses the
 * prices of its own fills, high and low of every bar entirely within one of its legs, and the close of the bar in which a leg began,
 * because the bar's prices before the fill do not concern the trip. Without highs and lows, closes only. Sweeney, Maximum Adverse
 * Excursion, 1997 (ISBN 978-0-471-14152-5).
 */
export function excursionsOf(trip: RoundTrip, market: MarketColumns | undefined, end: number): Excursions {
  const range = { low: 0, high: 0 };
  trip.legs.forEach((leg, index) => {
    const next = trip.legs[index + 1];
    see(range, resultAt(leg, leg.price));
    if (next === undefined && trip.closedAt !== null) return;
    if (next !== undefined) see(range, resultAt(leg, next.price));
    if (market !== undefined) seeBars(range, leg, market, next?.from ?? end);
  });
  return { adverse: 0 - range.low, favourable: range.high };
}

interface Range {
  low: number;
  high: number;
}

function resultAt(leg: TripLeg, price: number): number {
  return leg.realised + leg.quantity * price - leg.cost;
}

function see(range: Range, result: number): void {
  if (result < range.low) range.low = result;
  if (result > range.high) range.high = result;
}

function seeBars(range: Range, leg: TripLeg, market: MarketColumns, until: number): void {
  const { times, closes, highs, lows } = market;
  for (let bar = firstAfter(times, leg.from); bar < times.length && times[bar]! <= until; bar += 1) {
    see(range, resultAt(leg, closes[bar]!));
    if (bar === 0 || times[bar - 1]! < leg.from) continue;
    if (highs !== undefined) see(range, resultAt(leg, highs[bar]!));
    if (lows !== undefined) see(range, resultAt(leg, lows[bar]!));
  }
}
