import { ASSET_PRECISION, Decimal } from '@libs/kernel';
import { OpenTrip } from './open-trip';
import type { RoundTrip } from './round-trip';
import { exact, type RunFill, type RunFunding } from './run-record';

export interface RoundTrips {
  /** In the order in which they ended. */
  readonly closed: readonly RoundTrip[];
  /** What is still held, one a symbol, in the order in which it was opened. */
  readonly open: readonly RoundTrip[];
  /** Funding that fell on a moment in which nothing was held. */
  readonly strayFunding: Decimal;
}

/** Folds fills into round trips, one at a time and in their order; nothing but the trips themselves is kept. */
export class RoundTripBook {
  private readonly trips = new Map<string, OpenTrip>();
  private readonly closed: RoundTrip[] = [];
  private stray = Decimal.ZERO;

  addFill(fill: RunFill): void {
    const quantity = exact(fill.quantity);
    const fee = exact(fill.fee);
    const trip = this.trips.get(fill.symbol);
    if (trip === undefined) return this.begin(fill, quantity, fee);
    const held = trip.held;
    const closes = held.sign > 0 !== (fill.side === 'BUY');
    if (!closes || quantity.lte(held.abs())) return this.proceed(trip, fill, quantity, fee);
    // The fee is shared by quantity; what rounding leaves goes with the new side, so both parts add up to it.
    const closingFee = fee.times(held.abs()).dividedBy(quantity, ASSET_PRECISION);
    this.proceed(trip, fill, held.abs(), closingFee);
    this.begin(fill, quantity.minus(held.abs()), fee.minus(closingFee));
  }

  addFunding({ at, symbol, amount }: RunFunding): void {
    const trip = this.trips.get(symbol);
    if (trip === undefined) this.stray = this.stray.plus(exact(amount));
    else trip.receive(at, exact(amount));
  }

  result(): RoundTrips {
    return { closed: this.closed, open: [...this.trips.values()].map((trip) => trip.toRoundTrip()), strayFunding: this.stray };
  }

  private begin(fill: RunFill, quantity: Decimal, fee: Decimal): void {
    const trip = new OpenTrip(fill);
    this.trips.set(fill.symbol, trip);
    trip.add({ fill, quantity, fee });
  }

  private proceed(trip: OpenTrip, fill: RunFill, quantity: Decimal, fee: Decimal): void {
    trip.add({ fill, quantity, fee });
    if (!trip.held.isZero) return;
    this.closed.push(trip.toRoundTrip());
    this.trips.delete(fill.symbol);
  }
}

/** The round trips of a whole run; on equal times funding comes before fills, as venues charge what was held until then. */
export function roundTripsOf(fills: readonly RunFill[], funding: readonly RunFunding[] = []): RoundTrips {
  const book = new RoundTripBook();
  let next = 0;
  for (const fill of fills) {
    while (next < funding.length && funding[next]!.at <= fill.at) book.addFunding(funding[next++]!);
    book.addFill(fill);
  }
  while (next < funding.length) book.addFunding(funding[next++]!);
  return book.result();
}

/**
 * By how much the trips changed the account, exactly: Σ (profit + funding − fees) + stray funding + what is still held at
 * `marks` less its cost.
 */
export function equityChange(trips: RoundTrips, marks: ReadonlyMap<string, Decimal>): Decimal {
  let sum = trips.strayFunding;
  for (const trip of trips.closed) sum = sum.plus(trip.netProfit);
  for (const trip of trips.open) sum = sum.plus(trip.netProfit).plus(openProfit(trip, marks));
  return sum;
}

/** Profit of what is still held at its mark, before fees; a symbol without a mark throws. */
export function openProfit(trip: RoundTrip, marks: ReadonlyMap<string, Decimal>): Decimal {
  if (trip.openQuantity.isZero) return Decimal.ZERO;
  const mark = marks.get(trip.symbol);
  if (mark === undefined) throw new RangeError(`${trip.symbol} is held at the end and has no closing price`);
  return trip.openQuantity.times(mark).minus(trip.openCost);
}
