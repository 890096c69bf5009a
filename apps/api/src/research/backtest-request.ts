import type { BacktestSpec } from '@libs/research';
import type { StartBacktestInput } from './research.types';

/** The venue's own rates for a new customer, and a start that is easy to reckon with. */
const DEFAULTS = { venue: 'bybit', balance: '10000', maxPositionSize: '0.1', takerFee: '0.00055', makerFee: '0.0002' };

/** The backtest that an input asks for; ranges are for `checkSpec` to judge. */
export function specOf(input: StartBacktestInput, params: Readonly<Record<string, unknown>>): BacktestSpec {
  return {
    strategy: input.strategy,
    params,
    venue: input.venue ?? DEFAULTS.venue,
    detail: (input.detail ?? null) as BacktestSpec['detail'],
    from: input.from?.getTime() ?? null,
    to: input.to?.getTime() ?? null,
    balance: input.balance ?? DEFAULTS.balance,
    maxPositionSize: input.maxPositionSize ?? DEFAULTS.maxPositionSize,
    fills: {
      takerFee: input.takerFee ?? DEFAULTS.takerFee,
      makerFee: input.makerFee ?? DEFAULTS.makerFee,
      slippageTicks: input.slippage ?? 0,
      latency: input.latency ?? 0,
    },
  };
}
