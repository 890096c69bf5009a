import type { BacktestTerms, ReportSubject } from '@libs/backtest';
import type { SandboxedRun } from '@libs/plugin-host';

/** What a report says of what was run, and what a reader must know to believe the rest. */
export function subjectOf(
  { name, version, plan }: Pick<SandboxedRun, 'name' | 'version' | 'plan'>,
  { fills, settleAsset, margin, markets }: Pick<BacktestTerms, 'fills' | 'settleAsset' | 'margin' | 'markets'>,
): ReportSubject {
  const { takerFee, makerFee, slippageTicks, latency, latencies, participation } = fills;
  const delay = latencies ? `latency drawn from seed ${latencies.seed}` : `latency of ${latency} ms`;
  return {
    ...{ title: `${name} ${version}`, strategy: name, version, quote: settleAsset },
    params: plan.params as ReportSubject['params'],
    notes: [
      `Fills are made of candles: fees of ${takerFee} for takers and ${makerFee} for makers, slippage of ${slippageTicks} ticks, ${delay}.`,
      participation === undefined
        ? 'The size of the market is not modelled: every quantity is filled at its price.'
        : `All fills in a candle take at most ${participation} of its volume.`,
      margin === undefined
        ? 'Liquidation is not modelled.'
        : `Positions have ${margin.mode === 'CROSS' ? 'cross' : 'isolated'} margin at a leverage of ${margin.leverage}; the last price stands for the mark price.`,
      markets.some(({ funding }) => funding !== undefined)
        ? 'Funding is settled at the last price before its time.'
        : 'Funding is not modelled.',
      'Steps of price and size are as fine as the candles are.',
    ],
  };
}
