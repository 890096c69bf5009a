import type { BacktestSpec } from '../backtest/backtest-spec';

/** A backtest over all that is stored, of 100,000 that may go into one position, without fees, slippage or latency, apart from what is given. */
export function plainBacktest(given: Pick<BacktestSpec, 'strategy' | 'params'> & Partial<BacktestSpec>): BacktestSpec {
  return {
    venue: 'bybit',
    detail: null,
    from: null,
    to: null,
    balance: '100000',
    maxPositionSize: '1',
    fills: { takerFee: '0', makerFee: '0', slippageTicks: 0, latency: 0 },
    ...given,
  };
}
