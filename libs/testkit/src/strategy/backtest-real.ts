import { barTape, runBacktest } from '@libs/backtest';
import type { BacktestResult } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import type { Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { realBars } from './real-bars';

export interface RealRun {
  readonly strategy: Strategy;
  readonly params: Readonly<Record<string, unknown>>;
  /** A file of recorded candles, and what they are of. */
  readonly file: string;
  readonly symbol: string;
  readonly interval: Interval;
}

/** Plays recorded candles to a strategy with 100,000 of the settle asset, 0.055 % and 0.02 % of fees, steps of 0.01 and 0.000001. */
export function backtestReal({ strategy, params, file, symbol, interval }: RealRun): BacktestResult {
  const [pair = '', settle] = symbol.split(':');
  const [base = '', quote = ''] = pair.split('/');
  const steps = { tickSize: '0.01', lotSize: '0.000001', minQuantity: '0.000001', maxQuantity: '100000', minNotional: '5' };
  const market: MarketInstrument = {
    ...{ venue: 'bybit', symbol, venueSymbol: `${base}${quote}`, category: settle === undefined ? 'spot' : 'linear' },
    ...{ base, quote, settle: settle ?? quote },
    ...(Object.fromEntries(Object.entries(steps).map(([name, text]) => [name, Decimal.parse(text)])) as Record<
      keyof typeof steps,
      Decimal
    >),
    ...{ maxMarketQuantity: Decimal.parse('100000'), maxLeverage: 100 },
  };
  return runBacktest({
    ...{ strategy, params: { symbol, ...params }, settleAsset: market.settle, balances: { [market.settle]: '100000' } },
    ...{ maxPositionSize: '1', markets: [{ market, tape: barTape(market, interval, realBars(file)) }] },
    fills: { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 },
  });
}
