import { Decimal } from '@libs/kernel';
import type { BacktestResult, BacktestTerms, Metrics } from '@libs/backtest';
import type { FundingOrigin } from './funding';

/** What a backtest came to; amounts are decimal text in the settle asset. */
export interface Summary {
  readonly strategy: string;
  readonly version: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly settleAsset: string;
  readonly from: string;
  readonly to: string;
  readonly bars: number;
  readonly fills: number;
  readonly startingBalance: string;
  readonly finalEquity: string;
  readonly fees: string;
  /** Where that of each perpetual contract came from. */
  readonly funding: readonly FundingOrigin[];
  readonly fault: { readonly hook: string; readonly message: string; readonly at: string } | null;
}

export function summaryOf(
  subject: Pick<Summary, 'strategy' | 'version' | 'params' | 'funding'>,
  { fills, curve, from, to, bars, fault }: BacktestResult,
  { settleAsset, balances }: Pick<BacktestTerms, 'settleAsset' | 'balances'>,
): Summary {
  const startingBalance = balances[settleAsset] ?? '0';
  const paid = fills.filter(({ feeAsset }) => feeAsset === settleAsset).reduce((sum, { fee }) => sum.plus(fee), Decimal.ZERO);
  return {
    ...{ ...subject, settleAsset, from: textOf(from), to: textOf(to), bars, fills: fills.length, startingBalance },
    ...{ finalEquity: (curve.equity.at(-1) ?? Number(startingBalance)).toFixed(2), fees: paid.toString() },
    fault: fault && { hook: fault.hook, message: fault.message, at: textOf(fault.at) },
  };
}

/** The handful of measures that people look at first, on one line. */
export function measuresOf({ sharpe, maxDrawdown, trades, winRate, profitFactor, marketChange }: Metrics): string {
  const share = (value: number | null): string => (value === null ? 'none' : `${(value * 100).toFixed(1)} %`);
  const ratio = (value: number | null): string => (value === null ? 'none' : value.toFixed(2));
  return `${trades} trades, ${share(winRate)} won, profit factor ${ratio(profitFactor)}, Sharpe ${ratio(sharpe)}, deepest drawdown ${share(maxDrawdown)}; the market ${share(marketChange)}`;
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
