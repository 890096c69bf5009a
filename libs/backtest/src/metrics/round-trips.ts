import { ASSET_PRECISION, Decimal } from '@libs/kernel';
import { OpenTrip, type TripFill } from './open-trip';
import type { RoundTrip } from './round-trip';
import { exact, type RunFill, type RunFunding, type RunRecord } from './run-record';

/** A holding and its cost; both signed. */
export type Holding = Pick<RoundTrip, 'symbol' | 'openQuantity' | 'openCost'>;

export interface RoundTrips {
  /** In order of closing. */
  readonly closed: readonly RoundTrip[];
  /** Open positions, at most one per symbol and strategy, in order of opening. */
  readonly open: readonly RoundTrip[];
  /** Remainders of closed trips that nobody has sold or added to since: less than a lot, at most one per symbol and strategy. */
  readonly dust: readonly Holding[];
  /** Funding at a time without a position. */
  readonly strayFunding: Decimal;
}

/** Lots by symbol; if unknown, a trip ends only when it is exactly flat. */
export type Lots = ReadonlyMap<string, Decimal>;

/**
 * Folds fills into round trips, in order, keeping nothing but the trips. A trip has ended when less than a lot is left, which no order can
 * sell; that dust, with its cost, becomes part of the next trip in the same direction. If it is sold separately, the sale counts for the
 * trip that left it. No money is lost or counted twice.
 */
class RoundTripBook {
  private readonly trips = new Map<string, OpenTrip>();
  private readonly closed: RoundTrip[] = [];
  /** Closed trips that left dust, and their index among the closed ones. */
  private readonly leavers = new Map<string, { readonly trip: OpenTrip; readonly place: number }>();
  private stray = Decimal.ZERO;

  constructor(private readonly lots: Lots = new Map()) {}

  addFill(fill: RunFill): void {
    const quantity = exact(fill.quantity);
    const fee = exact(fill.fee);
    const owner = ownerOf(fill);
    const held = (this.trips.get(owner) ?? this.leavers.get(owner)?.trip)?.held ?? Decimal.ZERO;
    const closes = !held.isZero && held.sign > 0 !== (fill.side === 'BUY');
    if (!closes) return this.enter({ fill, quantity, fee });
    if (quantity.lte(held.abs())) return this.leave({ fill, quantity, fee });
    // The fee is shared by quantity; the rounding remainder goes to the new side, so both parts add up to it.
    const closingFee = fee.times(held.abs()).dividedBy(quantity, ASSET_PRECISION);
    this.leave({ fill, quantity: held.abs(), fee: closingFee });
    this.enter({ fill, quantity: quantity.minus(held.abs()), fee: fee.minus(closingFee) });
  }

  addFunding(funding: RunFunding): void {
    const trip = this.trips.get(ownerOf(funding));
    const amount = exact(funding.amount);
    if (trip === undefined) this.stray = this.stray.plus(amount);
    else trip.receive(funding.at, amount);
  }

  result(): RoundTrips {
    const dust = [...this.leavers.values()].map(({ trip }) => trip.toRoundTrip());
    return { closed: this.closed, open: [...this.trips.values()].map((trip) => trip.toRoundTrip()), dust, strayFunding: this.stray };
  }

  private enter(part: TripFill): void {
    const owner = ownerOf(part.fill);
    const trip = this.trips.get(owner) ?? new OpenTrip(part.fill, this.leavers.get(owner)?.trip);
    this.leavers.delete(owner);
    this.trips.set(owner, trip);
    trip.add(part);
  }

  private leave(part: TripFill): void {
    const owner = ownerOf(part.fill);
    const trip = this.trips.get(owner);
    if (trip === undefined) return this.sweep(part, owner);
    trip.add(part);
    if (!trip.held.isZero && trip.held.abs().gte(this.lots.get(part.fill.symbol) ?? Decimal.ZERO)) return;
    trip.close();
    this.trips.delete(owner);
    if (!trip.held.isZero) this.leavers.set(owner, { trip, place: this.closed.length });
    this.closed.push(trip.toRoundTrip());
  }

  private sweep(part: TripFill, owner: string): void {
    const { trip, place } = this.leavers.get(owner)!;
    trip.sweep(part);
    this.closed[place] = trip.toRoundTrip();
    if (trip.held.isZero) this.leavers.delete(owner);
  }
}

/** Each strategy on an account has its own trips, even in the same symbol. */
function ownerOf({ symbol, strategy }: Pick<RunFill, 'symbol' | 'strategy'>): string {
  return strategy === undefined ? symbol : `${symbol} ${strategy}`;
}

/** The round trips of a whole run; at equal times funding comes before fills, because venues charge the position held until then. */
export function roundTripsOf(fills: readonly RunFill[], funding: readonly RunFunding[] = [], lots?: Lots): RoundTrips {
  const book = new RoundTripBook(lots);
  let next = 0;
  for (const fill of fills) {
    while (next < funding.length && funding[next]!.at <= fill.at) book.addFunding(funding[next++]!);
    book.addFill(fill);
  }
  while (next < funding.length) book.addFunding(funding[next++]!);
  return book.result();
}

/** The same for a record, with the lots of its markets. */
export function roundTripsOfRun({ fills, funding, markets }: Pick<RunRecord, 'fills' | 'funding' | 'markets'>): RoundTrips {
  const stepped = markets.flatMap(({ symbol, lotSize }) => (lotSize === undefined ? [] : [[symbol, exact(lotSize)] as const]));
  return roundTripsOf(fills, funding, new Map(stepped));
}

/**
 * The exact change of the account by the trips: Σ (profit + funding − fees) + stray funding + the value of open positions and dust at
 * `marks`, less their cost.
 */
export function equityChange(trips: RoundTrips, marks: ReadonlyMap<string, Decimal>): Decimal {
  let sum = trips.strayFunding;
  for (const trip of trips.closed) sum = sum.plus(trip.netProfit);
  for (const trip of trips.open) sum = sum.plus(trip.netProfit).plus(openProfit(trip, marks));
  for (const rest of trips.dust) sum = sum.plus(openProfit(rest, marks));
  return sum;
}

/** Unrealised profit at its mark, before fees; throws for a symbol without a mark. */
export function openProfit(held: Holding, marks: ReadonlyMap<string, Decimal>): Decimal {
  if (held.openQuantity.isZero) return Decimal.ZERO;
  const mark = marks.get(held.symbol);
  if (mark === undefined) throw new RangeError(`${held.symbol} is held at the end and has no closing price`);
  return held.openQuantity.times(mark).minus(held.openCost);
}
