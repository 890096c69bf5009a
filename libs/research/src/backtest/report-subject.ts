import type { BacktestTerms, ReportSubject } from '@libs/backtest';
import type { SandboxedRun } from '@libs/plugin-host';

/** What a report says of what was run, and what a reader must know to believe the rest. */
export function subjectOf(
  { name, version, plan }: Pick<SandboxedRun, 'name' | 'version' | 'plan'>,
  { fills, settleAsset }: Pick<BacktestTerms, 'fills' | 'settleAsset'>,
): ReportSubject {
  const { takerFee, makerFee, slippageTicks, latency } = fills;
  return {
    ...{ title: `${name} ${version}`, strategy: name, version, quote: settleAsset },
    params: plan.params as ReportSubject['params'],
    notes: [
      `Fills are made of candles: fees of ${takerFee} for takers and ${makerFee} for makers, slippage of ${slippageTicks} ticks, latency of ${latency} ms.`,
      'Funding and the size of the market are not modelled; steps of price and size are as fine as the candles are.',
    ],
  };
}
