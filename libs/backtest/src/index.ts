export { CurveRecorder } from './metrics/curve-recorder';
export { RoundTripBook, equityChange, openProfit, roundTripsOf } from './metrics/round-trips';
export type { RoundTrips } from './metrics/round-trips';
export { tripR, tripReturn } from './metrics/round-trip';
export type { RoundTrip, TripLeg, TripSide } from './metrics/round-trip';
export { runFillOf } from './metrics/run-fill';
export type { Amount, Curve, MarketColumns, RunFill, RunFunding, RunRecord } from './metrics/run-record';
