import { ASSET_PRECISION, Decimal } from '@libs/kernel';
import { excursionsOf } from '../metrics/excursions';
import { tripR, type RoundTrip } from '../metrics/round-trip';
import { openProfit, type RoundTrips } from '../metrics/round-trips';
import { profitFactor, winRate } from '../metrics/trade-statistics';
import type { RunRecord } from '../metrics/run-record';
import type { BreakdownRow, ReportTrade } from './report';

export interface TradeSource {
  readonly run: RunRecord;
  readonly trips: RoundTrips;
  /** Last close by symbol. */
  readonly marks: ReadonlyMap<string, Decimal>;
}

/** The trades to list: at most so many, those with the largest results, in order of opening. */
export function reportTrades(source: TradeSource, most: number): ReportTrade[] {
  const { closed, open } = source.trips;
  const ranked = [...closed, ...open].map((trip) => ({ trip, profit: resultOf(trip, source.marks) }));
  if (ranked.length > most) ranked.sort((a, b) => b.profit.abs().compare(a.profit.abs())).splice(most);
  ranked.sort((a, b) => a.trip.openedAt - b.trip.openedAt);
  return ranked.map(({ trip, profit }) => reportTrade(trip, profit, source));
}

/** A closed trip has its own profit; its remainder belongs to the account. */
function resultOf(trip: RoundTrip, marks: ReadonlyMap<string, Decimal>): Decimal {
  return trip.closedAt === null ? trip.netProfit.plus(openProfit(trip, marks)) : trip.netProfit;
}

function reportTrade(trip: RoundTrip, profit: Decimal, { run, marks }: TradeSource): ReportTrade {
  const market = run.markets.find(({ symbol }) => symbol === trip.symbol);
  const exitPrice = trip.closedAt === null ? marks.get(trip.symbol)! : trip.exitValue.dividedBy(trip.exitQuantity, ASSET_PRECISION);
  const { symbol, side, openedAt, closedAt } = trip;
  return {
    symbol,
    side,
    openedAt,
    closedAt,
    quantity: trip.quantity.toString(),
    entryPrice: trip.entryValue.dividedBy(trip.quantity, ASSET_PRECISION).toString(),
    exitPrice: exitPrice.toString(),
    profit: profit.toString(),
    return: profit.toNumber() / trip.entryValue.toNumber(),
    r: tripR(trip),
    fees: trip.fees.toString(),
    funding: trip.funding.toString(),
    ...excursionsOf(trip, market, run.to),
    entryTag: trip.entryTag ?? null,
    exitReason: trip.exitReason ?? null,
    ...(trip.strategy === undefined ? {} : { strategy: trip.strategy }),
  };
}

/** Closed trades grouped by the result of `wordOf`, the most profitable first. */
export function breakdown(trips: readonly RoundTrip[], wordOf: (trip: RoundTrip) => string | undefined): BreakdownRow[] {
  const groups = new Map<string | null, RoundTrip[]>();
  for (const trip of trips) {
    const word = wordOf(trip) ?? null;
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [trip]);
    else group.push(trip);
  }
  const rows = [...groups].map(([word, group]) => {
    const profits = group.map(({ netProfit }) => netProfit.toNumber());
    const profit = group.reduce((sum, { netProfit }) => sum.plus(netProfit), Decimal.ZERO);
    return {
      profit,
      row: { word, trades: group.length, profit: profit.toString(), winRate: winRate(profits)!, profitFactor: profitFactor(profits) },
    };
  });
  return rows.sort((a, b) => b.profit.compare(a.profit)).map(({ row }) => row);
}
