import { Decimal, defined, formatNumber, formatPercent } from '@libs/kernel';
import type { BacktestResult, BacktestTerms, Metrics, Report } from '@libs/backtest';
import type { FundingOrigin } from './funding';
import { refusedOrders, type RefusedOrders } from './refused-orders';

/** The result of a backtest; amounts are decimal text in the settle asset. */
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
  /** Denied and rejected orders, by reason. */
  readonly refused: readonly RefusedOrders[];
  /** Origin of each perpetual contract's funding. */
  readonly funding: readonly FundingOrigin[];
  /** What ended the run early: the fault of the last strategy to fail; null if any ran to the end. */
  readonly fault: FaultText | null;
  /** Present if several strategies shared the account: each measured by its own trades. */
  readonly strategies?: readonly StrategySummary[];
}

interface FaultText {
  readonly hook: string;
  readonly message: string;
  readonly at: string;
}

export interface StrategySummary extends Pick<Summary, 'strategy' | 'version' | 'params' | 'fault'> {
  readonly label: string;
  readonly metrics: Metrics;
}

export function summaryOf(
  { subject, metrics, strategies, funding }: Pick<Report, 'subject' | 'metrics' | 'strategies'> & Pick<Summary, 'funding'>,
  { fills, refusals, from, to, bars, fault }: Pick<BacktestResult, 'fills' | 'refusals' | 'from' | 'to' | 'bars' | 'fault'>,
  { settleAsset, balances }: Pick<BacktestTerms, 'settleAsset' | 'balances'>,
): Summary {
  const startingBalance = balances[settleAsset] ?? '0';
  const { strategy, version, params } = subject;
  return {
    strategy,
    version,
    params,
    funding,
    settleAsset,
    from: textOf(from),
    to: textOf(to),
    bars,
    fills: fills.length,
    startingBalance,
    finalEquity: exactSum(startingBalance, metrics.netProfit),
    // Includes what was taken out of bought coins, at its value.
    fees: metrics.fees ?? '0',
    refused: refusedOrders(refusals),
    fault: faultText(fault),
    ...defined({ strategies: strategies?.map(({ equity: _curve, ...one }) => ({ ...one, fault: faultText(one.fault) })) }),
  };
}

function exactSum(amount: string, change: string | null): string {
  return Decimal.parse(amount)
    .plus(Decimal.parse(change ?? '0'))
    .toString();
}

/** The main metrics, on one line. */
export function measuresOf({ sharpe, maxDrawdown, trades, winRate, profitFactor, marketChange }: Metrics): string {
  const share = (value: number | null): string => (value === null ? 'none' : formatPercent(value, 1));
  const ratio = (value: number | null): string => (value === null ? 'none' : formatNumber(value, 2));
  return `${trades} trades, ${share(winRate)} won, profit factor ${ratio(profitFactor)}, Sharpe ${ratio(sharpe)}, deepest drawdown ${share(maxDrawdown)}; the market ${share(marketChange)}`;
}

/** Every strategy that ended before the data did, one sentence each. */
export function faultsOf({ strategies, fault }: Pick<Summary, 'strategies' | 'fault'>): readonly string[] {
  if (strategies === undefined) return fault === null ? [] : [`ended early at ${fault.at} in ${fault.hook}: ${fault.message}`];
  return strategies.flatMap((one) =>
    one.fault === null ? [] : [`${one.label} ended early at ${one.fault.at} in ${one.fault.hook}: ${one.fault.message}`],
  );
}

function faultText(fault: BacktestResult['fault']): FaultText | null {
  return fault && { hook: fault.hook, message: fault.message, at: textOf(fault.at) };
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
