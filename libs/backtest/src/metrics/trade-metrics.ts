import { Decimal } from '@libs/kernel';
import type { Metrics } from './metric-table';
import { mean } from './moments';
import { tripR, tripReturn, type RoundTrip } from './round-trip';
import type { RoundTrips } from './round-trips';
import { expectancy, expectancyRatio, longestStreaks, payoffRatio, profitFactor, systemQuality, winRate } from './trade-statistics';

type TradeMetrics = Pick<
  Metrics,
  | 'trades'
  | 'openTrades'
  | 'winRate'
  | 'profitFactor'
  | 'payoffRatio'
  | 'expectancy'
  | 'expectancyRatio'
  | 'expectancyR'
  | 'systemQuality'
  | 'bestTrade'
  | 'worstTrade'
  | 'bestTradeReturn'
  | 'worstTradeReturn'
  | 'longestWinStreak'
  | 'longestLossStreak'
  | 'averageTradeDuration'
  | 'longestTrade'
>;

/** Aggregates over closed trips; open ones are only counted. */
export function tradeMetrics({ closed, open }: RoundTrips): TradeMetrics {
  const profits = Float64Array.from(closed, netProfitOf);
  const returns = closed.map(tripReturn);
  const multiples = knownMultiples(closed);
  const streaks = longestStreaks(profits);
  const durations = closed.map((trip) => trip.closedAt! - trip.openedAt);
  const { best, worst } = extremes(closed);
  return {
    trades: closed.length,
    openTrades: open.length,
    winRate: winRate(profits),
    profitFactor: profitFactor(profits),
    payoffRatio: payoffRatio(profits),
    expectancy: expectancy(profits),
    expectancyRatio: expectancyRatio(profits),
    expectancyR: multiples === null ? null : mean(multiples),
    systemQuality: systemQuality(multiples ?? profits),
    bestTrade: best,
    worstTrade: worst,
    bestTradeReturn: largest(returns),
    worstTradeReturn: smallest(returns),
    longestWinStreak: streaks.wins,
    longestLossStreak: streaks.losses,
    averageTradeDuration: mean(durations),
    longestTrade: largest(durations),
  };
}

/** Not an inline function: one created for each trial of a search is recompiled every few trials. */
function netProfitOf({ netProfit }: RoundTrip): number {
  return netProfit.toNumber();
}

type CostMetrics = Pick<Metrics, 'fees' | 'funding' | 'feeRate' | 'feeShare'> & { readonly tradedValue: string };

/**
 * Fees and funding of all trips, including open ones. feeRate = fees ÷ traded value (null if nothing was traded); feeShare = fees ÷ Σ gross
 * profit of the winning trips (null if there are none).
 */
export function costMetrics({ closed, open, strayFunding }: RoundTrips): CostMetrics {
  let [fees, funding, traded, gross] = [Decimal.ZERO, strayFunding, Decimal.ZERO, Decimal.ZERO];
  for (const list of [closed, open]) {
    for (const trip of list) {
      fees = fees.plus(trip.fees);
      funding = funding.plus(trip.funding);
      traded = traded.plus(trip.entryValue).plus(trip.exitValue);
      if (trip.profit.sign > 0) gross = gross.plus(trip.profit);
    }
  }
  return {
    fees: fees.toString(),
    funding: funding.toString(),
    tradedValue: traded.toString(),
    feeRate: traded.isZero ? null : fees.toNumber() / traded.toNumber(),
    feeShare: gross.isZero ? null : fees.toNumber() / gross.toNumber(),
  };
}

/** R multiples of all trips; null unless every one has a risk, because a mean over some of them would mislead. */
function knownMultiples(trips: readonly RoundTrip[]): number[] | null {
  const multiples = trips.map(tripR).filter((value) => value !== null);
  return multiples.length === trips.length && trips.length > 0 ? multiples : null;
}

function extremes(trips: readonly RoundTrip[]): { best: string | null; worst: string | null } {
  let best: Decimal | null = null;
  let worst: Decimal | null = null;
  for (const { netProfit } of trips) {
    if (best === null || netProfit.gt(best)) best = netProfit;
    if (worst === null || netProfit.lt(worst)) worst = netProfit;
  }
  return { best: best?.toString() ?? null, worst: worst?.toString() ?? null };
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b));
}

function smallest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b));
}
