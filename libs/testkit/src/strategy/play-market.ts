import { barTape, marketOf, observedBacktest } from '@libs/backtest';
import type { BacktestTerms, ObservedFault } from '@libs/backtest';
import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Fill, Interval } from '@libs/kernel';
import { planStrategy } from '@libs/sdk';
import type { Decision, Strategy, StrategyBar, StrategyCommand } from '@libs/sdk';

type Submit = Extract<StrategyCommand, { readonly kind: 'submit' }>;

/** Bars, or closes of which each opens at the one before; with several markets, by symbol. */
export type Market = readonly StrategyBar[] | readonly number[];

export interface PlayOptions {
  /** Of the settle asset, decimal text; default `100000`. */
  readonly equity?: string;
  /** Steps of the market, decimal text; default 0.1 and 0.001. */
  readonly tickSize?: string;
  readonly lotSize?: string;
  /** Fraction of the value; default none, so that amounts can be worked out by hand. */
  readonly fee?: string;
  /** Milliseconds until an order reaches the venue; default 0. */
  readonly latency?: number;
  readonly slippageTicks?: number;
  /** Fraction of equity per symbol, default 1. */
  readonly maxPositionSize?: string;
  /** Gives a failure back instead of throwing it. */
  readonly mayFail?: boolean;
}

export interface PlayedOrder extends Submit {
  /** Close of the bar, or time of what else it was sent on, epoch milliseconds. */
  readonly at: number;
}

export interface Played {
  readonly orders: readonly PlayedOrder[];
  readonly commands: readonly StrategyCommand[];
  readonly fills: readonly Fill[];
  /** One for each live bar; null where nothing was said. */
  readonly decisions: readonly (Decision | null)[];
  /** Bought less sold, signed decimal text, by symbol. */
  readonly positions: Readonly<Record<string, string>>;
  /** The author's own state at the end, as JSON brings it back. */
  readonly state: unknown;
  readonly fault: ObservedFault | null;
}

/** Plays bars to a strategy with the core and the venue of every backtest; a market order fills at the next open. The first bars are its warm-up. */
export function playMarket(
  strategy: Strategy,
  params: Readonly<Record<string, unknown>>,
  market: Market | Readonly<Record<string, Market>>,
  options: PlayOptions = {},
): Played {
  const terms = termsOf(strategy, params, market, options);
  const { observation, result } = observedBacktest(strategy, params, terms);
  const { moments, fault, lastState } = observation;
  if (fault && !options.mayFail)
    throw new Error(`${strategy.name}: ${fault.hook} at ${new Date(fault.at).toISOString()}: ${fault.message}`);
  const sent = moments.flatMap(({ at, commands }) => commands.map((command) => ({ at, command })));
  return {
    orders: sent.flatMap(({ at, command }) => (command.kind === 'submit' ? [{ ...command, at }] : [])),
    commands: sent.map(({ command }) => command),
    fills: result.fills,
    decisions: moments.filter(({ event }) => event === 'bar').map(({ said }) => (said === '' ? null : (JSON.parse(said) as Decision))),
    positions: positionsOf(result.fills),
    state: JSON.parse(lastState) as unknown,
    fault,
  };
}

function termsOf(
  strategy: Strategy,
  params: Readonly<Record<string, unknown>>,
  market: Market | Readonly<Record<string, Market>>,
  options: PlayOptions,
): BacktestTerms {
  const planned = planStrategy(strategy, params);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join('; '));
  const { watches } = planned.plan;
  const [first] = watches;
  if (!first) throw new Error(`${strategy.name} watches no bars`);
  const bySymbol = Array.isArray(market) ? { [first.symbol]: market as Market } : (market as Readonly<Record<string, Market>>);
  const markets = Object.entries(bySymbol).map(([symbol, rows]) => {
    const interval = shortest(watches.filter((watch) => watch.symbol === symbol).map((watch) => watch.interval));
    const instrument = marketOf(marketText(symbol, options));
    return { market: instrument, tape: barTape(instrument, interval, barsOf(rows, INTERVALS[interval])) };
  });
  const { equity = '100000', fee = '0', slippageTicks = 0, latency = 0, maxPositionSize = '1' } = options;
  const settleAsset = markets[0]!.market.settle;
  return {
    markets,
    settleAsset,
    balances: { [settleAsset]: equity },
    maxPositionSize,
    fills: { makerFee: fee, takerFee: fee, slippageTicks, latency },
  };
}

function marketText(symbol: string, { tickSize = '0.1', lotSize = '0.001' }: PlayOptions): Parameters<typeof marketOf>[0] {
  const [base = '', rest = ''] = symbol.split('/');
  const [quote = '', settle] = rest.split(':');
  return {
    venue: 'test',
    symbol,
    venueSymbol: `${base}${quote}`,
    category: settle === undefined ? 'spot' : 'linear',
    base,
    quote,
    settle: settle ?? quote,
    tickSize,
    lotSize,
    minQuantity: lotSize,
    maxQuantity: '1000000',
    minNotional: '5',
    maxLeverage: settle === undefined ? 1 : 100,
  };
}

function shortest(intervals: readonly Interval[]): Interval {
  const [first, ...rest] = intervals;
  if (first === undefined) throw new Error('bars were given of a symbol that the strategy does not watch');
  return rest.reduce((least, interval) => (INTERVALS[interval] < INTERVALS[least] ? interval : least), first);
}

function barsOf(rows: Market, length: number): Bar[] {
  return rows.map((row, at) => {
    const previous = rows[at - 1];
    const bar = typeof row === 'number' ? barFrom(at * length, typeof previous === 'number' ? previous : row, row) : row;
    const { start, open, high, low, close, volume } = bar;
    const exact = (value: number): Decimal => Decimal.fromNumber(value);
    return { start, open: exact(open), high: exact(high), low: exact(low), close: exact(close), volume: exact(volume) };
  });
}

function barFrom(start: number, open: number, close: number): StrategyBar {
  return { start, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1_000 };
}

function positionsOf(fills: readonly Fill[]): Record<string, string> {
  const held = new Map<string, Decimal>();
  for (const { symbol, side, quantity } of fills)
    held.set(symbol, (held.get(symbol) ?? Decimal.ZERO).plus(side === 'BUY' ? quantity : quantity.negated()));
  return Object.fromEntries([...held].map(([symbol, quantity]) => [symbol, quantity.toString()]));
}
