import { barTape, runBacktest } from '@libs/backtest';
import type { BacktestResult, FillTerms } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';
import type { Strategy, StrategyBar } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';

export interface BarsRun {
  readonly strategy: Strategy;
  /** `symbol` is added. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly bars: readonly Bar[];
  readonly symbol: string;
  readonly interval: Interval;
  /** Changes to 0.02 % and 0.055 % of fees, no slippage and no latency. */
  readonly fills?: Partial<FillTerms>;
  /** Changes to a tick of 0.01 and a lot of 0.000001. */
  readonly steps?: Readonly<Record<'tickSize' | 'lotSize' | 'minQuantity', string>>;
}

/** Plays candles to a strategy with 100,000 of the settle asset and a position limit of all equity. */
export function backtestBars({ strategy, params, bars, symbol, interval, fills, steps: given }: BarsRun): BacktestResult {
  const [pair = '', settle] = symbol.split(':');
  const [base = '', quote = ''] = pair.split('/');
  const fine = { tickSize: '0.01', lotSize: '0.000001', minQuantity: '0.000001' };
  const steps = { ...(given ?? fine), maxQuantity: '100000', minNotional: '5' };
  const market: MarketInstrument = {
    venue: 'bybit',
    symbol,
    venueSymbol: `${base}${quote}`,
    category: settle === undefined ? 'spot' : 'linear',
    base,
    quote,
    settle: settle ?? quote,
    ...(Object.fromEntries(Object.entries(steps).map(([name, text]) => [name, Decimal.parse(text)])) as Record<
      keyof typeof steps,
      Decimal
    >),
    maxMarketQuantity: Decimal.parse('100000'),
    maxLeverage: 100,
  };
  return runBacktest({
    strategy,
    params: { symbol, ...params },
    settleAsset: market.settle,
    balances: { [market.settle]: '100000' },
    maxPositionSize: '1',
    markets: [{ market, tape: barTape(market, interval, bars) }],
    fills: { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0, ...fills },
  });
}

/** Exact bars of what a strategy sees. */
export function exactBars(bars: readonly StrategyBar[]): Bar[] {
  return bars.map(({ start, open, high, low, close, volume }) => {
    const [o, h, l, c, v] = [open, high, low, close, volume].map((amount) => Decimal.fromNumber(amount)) as [
      ...[Decimal, Decimal, Decimal, Decimal, Decimal],
    ];
    return { start, open: o, high: h, low: l, close: c, volume: v };
  });
}
