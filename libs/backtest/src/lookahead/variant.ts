import { Decimal } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';
import type { MarketInstrument } from '@libs/simulation';
import type { BacktestTerms, PlannedStrategy } from '../run/backtest';
import type { BarTape } from '../run/bar-tape';
import { cutTape } from '../run/cut-tape';
import { longestWatch, warmUpOf } from '../search/warm-start';

/** A run over the same market that differs in one thing, which an honest strategy cannot feel. All times are epoch milliseconds. */
export type Variant =
  | { readonly kind: 'whole' }
  /** Ends there: nothing that closes later has happened yet. */
  | { readonly kind: 'cut'; readonly to: number }
  /** Prices after that close are another's: mirrored at it. */
  | { readonly kind: 'other-future'; readonly after: number }
  /** All of it happens so many milliseconds later. */
  | { readonly kind: 'moved'; readonly by: number }
  /** Money is worth half: prices, steps of prices and balances are twice as high. */
  | { readonly kind: 'revalued' }
  /** Bars that close in the same moment come the other way round. */
  | { readonly kind: 'reordered' }
  /** Trading begins at `at` and ends at `to`, after `history` bars of each watch; null: after as many as the strategy asks for. */
  | { readonly kind: 'started'; readonly at: number; readonly to: number; readonly history: number | null };

export interface Played {
  readonly planned: PlannedStrategy;
  readonly terms: BacktestTerms;
}

/** What has to be played for it. */
export function variantOf({ planned, terms }: Played, variant: Variant): Played {
  switch (variant.kind) {
    case 'whole':
      return { planned, terms };
    case 'cut':
      return { planned, terms: overTapes(terms, (tape) => cutTape(tape, -Infinity, variant.to)) };
    case 'other-future':
      return { planned, terms: overTapes(terms, (tape) => mirrored(tape, variant.after)) };
    case 'moved':
      return { planned, terms: moved(terms, variant.by) };
    case 'revalued':
      return { planned, terms: revalued(terms) };
    case 'reordered': {
      const { plan } = planned;
      return { planned: { ...planned, plan: { ...plan, watches: [...plan.watches].reverse() } }, terms };
    }
    case 'started':
      return started({ planned, terms }, variant);
  }
}

function started({ planned, terms }: Played, { at, to, history }: Extract<Variant, { readonly kind: 'started' }>): Played {
  const plan = history === null ? planned.plan : { ...planned.plan, warmUpBars: history };
  const first = Math.ceil(at / longestWatch(plan)) * longestWatch(plan) - warmUpOf(plan);
  return { planned: { ...planned, plan }, terms: overTapes(terms, (tape) => cutTape(tape, first, to)) };
}

function overTapes(terms: BacktestTerms, change: (tape: BarTape) => BarTape): BacktestTerms {
  return { ...terms, markets: terms.markets.map((market) => ({ ...market, tape: change(market.tape) })) };
}

/** Bars that begin at `after` or later turned upside down around the last close before. */
function mirrored(tape: BarTape, after: number): BarTape {
  const { series } = tape;
  const first = Math.max(1, Math.ceil((after - series.firstStart) / series.interval));
  const twice = 2 * series.closeAt(Math.min(first, series.length) - 1);
  const turned = (ticks: number): number => Math.max(1, twice - ticks);
  return rebuilt(tape, series.firstStart, (at) =>
    at < first
      ? [series.openAt(at), series.highAt(at), series.lowAt(at), series.closeAt(at)]
      : [turned(series.openAt(at)), turned(series.lowAt(at)), turned(series.highAt(at)), turned(series.closeAt(at))],
  );
}

function moved(terms: BacktestTerms, by: number): BacktestTerms {
  const { signals } = terms;
  const markets = terms.markets.map((one) => ({
    ...{ ...one, tape: movedTape(one.tape, by) },
    ...(one.funding ? { funding: one.funding.map((settlement) => ({ ...settlement, at: settlement.at + by })) } : {}),
  }));
  const later = signals?.map((one) => ({ ...one, at: one.at + by, expiresAt: one.expiresAt + by }));
  return { ...terms, markets, ...(later ? { signals: later } : {}) };
}

function movedTape(tape: BarTape, by: number): BarTape {
  const { series } = tape;
  return rebuilt(tape, series.firstStart + by, (at) => [series.openAt(at), series.highAt(at), series.lowAt(at), series.closeAt(at)]);
}

type Prices = readonly [open: number, high: number, low: number, close: number];

function rebuilt(tape: BarTape, firstStart: number, pricesAt: (index: number) => Prices): BarTape {
  const { series } = tape;
  const made = new BarSeries(firstStart, series.interval, series.volumeScale, series.length);
  for (let at = 0; at < series.length; at += 1) made.push(...pricesAt(at), series.volumeAt(at));
  return { ...tape, series: made };
}

const TWO = Decimal.parse('2');

/** Twice is exact in binary: what only compares prices with prices comes to the same to the last digit. */
function revalued(terms: BacktestTerms): BacktestTerms {
  const twice = (market: MarketInstrument): MarketInstrument => ({
    ...market,
    ...{ tickSize: market.tickSize.times(TWO), minNotional: market.minNotional.times(TWO) },
    ...(market.maxPrice === undefined ? {} : { maxPrice: market.maxPrice.times(TWO) }),
  });
  const markets = terms.markets.map(({ market, tape, ...rest }) => {
    return { ...rest, market: twice(market), tape: { ...tape, instrument: twice(market) } };
  });
  const balances = Object.entries(terms.balances).map(([asset, amount]) => [asset, Decimal.parse(amount).times(TWO).toString()]);
  return { ...terms, markets, balances: Object.fromEntries(balances) as Record<string, string> };
}
