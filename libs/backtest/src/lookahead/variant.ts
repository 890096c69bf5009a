import { Decimal } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';
import type { MarketInstrument } from '@libs/simulation';
import type { BacktestMarket, BacktestTerms, PlannedStrategy } from '../run/backtest';
import type { BarTape } from '../run/bar-tape';
import { cutEvents, cutTape } from '../run/cut-tape';
import { barsOfEvents } from '../run/event-bars';
import { pastFrom } from '../search/warm-start';
import { mirroredBars, mirroredEvents } from './other-future';

/** A run over the same market with one change that an honest strategy cannot notice. All times are epoch milliseconds. */
export type Variant =
  | { readonly kind: 'whole' }
  /** Ends there: nothing that closes later has happened yet. */
  | { readonly kind: 'cut'; readonly to: number }
  /** Prices after that close are different: mirrored at it. */
  | { readonly kind: 'other-future'; readonly after: number }
  /** Everything happens so many milliseconds later. */
  | { readonly kind: 'moved'; readonly by: number }
  /** Money is worth half: prices, ticks and balances are doubled. */
  | { readonly kind: 'revalued' }
  /** Bars that close at the same moment come in reverse order. */
  | { readonly kind: 'reordered' }
  /** Trading begins at `at` and ends at `to`, after `history` bars of each watch; null: the strategy's own warm-up. */
  | { readonly kind: 'started'; readonly at: number; readonly to: number; readonly history: number | null };

export interface Played {
  readonly planned: PlannedStrategy;
  readonly terms: BacktestTerms;
}

/** The inputs needed to play it. */
export function variantOf({ planned, terms }: Played, variant: Variant): Played {
  switch (variant.kind) {
    case 'whole':
      return { planned, terms };
    case 'cut':
      return { planned, terms: overMarkets(terms, (market) => cut(market, -Infinity, variant.to)) };
    case 'other-future':
      return { planned, terms: overMarkets(terms, (market) => mirrored(market, variant.after)) };
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
  const first = pastFrom(plan, at);
  return { planned: { ...planned, plan }, terms: overMarkets(terms, (market) => cut(market, first, to)) };
}

function overMarkets(terms: BacktestTerms, change: (market: BacktestMarket) => BacktestMarket): BacktestTerms {
  return { ...terms, markets: terms.markets.map(change) };
}

function cut(market: BacktestMarket, from: number, to: number): BacktestMarket {
  const { tape, events } = market;
  return { ...market, tape: cutTape(tape, from, to), ...(events ? { events: cutEvents(events, to) } : {}) };
}

function mirrored(market: BacktestMarket, after: number): BacktestMarket {
  const { tape } = market;
  if (!market.events) return { ...market, tape: mirroredBars(tape, after) };
  const events = mirroredEvents(market.events, after);
  const { firstStart, end } = tape.series;
  return { ...market, events, tape: cutTape(barsOfEvents(events, tape.interval), firstStart, end) };
}

function moved(terms: BacktestTerms, by: number): BacktestTerms {
  const { signals } = terms;
  const markets = terms.markets.map((one) => ({
    ...one,
    tape: movedTape(one.tape, by),
    ...(one.events ? { events: { ...one.events, at: one.events.at.map((at) => at + by) } } : {}),
    ...(one.funding ? { funding: one.funding.map((settlement) => ({ ...settlement, at: settlement.at + by })) } : {}),
  }));
  const later = signals?.map((one) => ({ ...one, at: one.at + by, expiresAt: one.expiresAt + by }));
  return { ...terms, markets, ...(later ? { signals: later } : {}) };
}

function movedTape(tape: BarTape, by: number): BarTape {
  const { series } = tape;
  const made = new BarSeries(series.firstStart + by, series.interval, series.volumeScale, series.length);
  for (let at = 0; at < series.length; at += 1) {
    const { open, high, low, close, volume } = series.at(at);
    made.push(open, high, low, close, volume);
  }
  return { ...tape, series: made };
}

const TWO = Decimal.parse('2');

/** Doubling is exact in binary, so comparing prices with prices gives the same result to the last digit. */
function revalued(terms: BacktestTerms): BacktestTerms {
  const twice = (market: MarketInstrument): MarketInstrument => ({
    ...market,
    tickSize: market.tickSize.times(TWO),
    minNotional: market.minNotional.times(TWO),
    ...(market.maxPrice === undefined ? {} : { maxPrice: market.maxPrice.times(TWO) }),
  });
  const markets = terms.markets.map(({ market, tape, events, ...rest }) => {
    const instrument = twice(market);
    return { ...rest, market: instrument, tape: { ...tape, instrument }, ...(events ? { events: { ...events, instrument } } : {}) };
  });
  const balances = Object.entries(terms.balances).map(([asset, amount]) => [asset, Decimal.parse(amount).times(TWO).toString()]);
  return { ...terms, markets, balances: Object.fromEntries(balances) as Record<string, string> };
}
