import { Decimal } from '@libs/kernel';
import { LIQUIDATION } from '@libs/engine';
import { LIQUIDATED, exact } from '../metrics/run-record';
import type { RunFunding, RunPart, RunRecord } from '../metrics/run-record';
import { runFillOf } from '../metrics/run-fill';
import type { BacktestResult, BacktestTerms, PlannedStrategy, StrategyShare } from './backtest';
import { marketColumns, type SharedColumns } from './market-columns';
import type { KeptLines } from './strategy-lines';

/** One of several strategies, identified by its label. */
export interface LabelledStrategy extends PlannedStrategy {
  readonly label: string;
  readonly log?: KeptLines;
}

/** The record of a run for metrics and report; `strategies` in run order. */
export function runRecordOf(
  result: BacktestResult,
  { markets, settleAsset, balances }: Pick<BacktestTerms, 'markets' | 'settleAsset' | 'balances'>,
  strategies: readonly LabelledStrategy[] = [],
  columns: Pick<SharedColumns, 'of'> = { of: marketColumns },
): RunRecord {
  const { fills, tags, curve, from, to, fault, shares = [] } = result;
  const instruments = new Map(markets.map(({ market }) => [market.symbol, market]));
  const labels = new Map(shares.map(({ deploymentId }, place) => [deploymentId, strategies[place]!.label]));
  return {
    from,
    to,
    curve,
    fault,
    logs: strategies.flatMap(({ label, log }) => (log && log.first.length > 0 ? [{ strategy: label, ...log }] : [])),
    startingEquity: balances[settleAsset] ?? '0',
    funding: fundingOf(result, labels),
    fills: fills.map((fill) => {
      const tag = tags.get(fill.clientOrderId);
      const why = fill.clientOrderId === LIQUIDATION ? { reason: LIQUIDATED } : tag === undefined ? {} : { tag };
      const label = labels.get(fill.deploymentId);
      return runFillOf(instruments.get(fill.symbol)!, fill, label === undefined ? why : { ...why, strategy: label });
    }),
    markets: markets.map(({ tape }) => columns.of(tape, from, to)),
    ...(shares.length === 0 ? {} : { parts: shares.map((share, place) => partOfShare(share, strategies[place]!)) }),
  };
}

function partOfShare({ curve, fault }: StrategyShare, { label, name, version, plan }: LabelledStrategy): RunPart {
  const symbols = new Set([...plan.watches, ...(plan.streams ?? [])].map(({ symbol }) => symbol));
  return { label, strategy: name, version, params: plan.params as RunPart['params'], symbols: [...symbols], curve, fault };
}

/** The shares of several strategies, and what remains of a settlement that reached the account when nobody had a position. */
function fundingOf({ funding, shares = [] }: BacktestResult, labels: ReadonlyMap<string, string>): readonly RunFunding[] {
  if (shares.length === 0) return funding;
  const shared = shares.flatMap((share) => share.funding.map((one) => ({ ...one, strategy: labels.get(share.deploymentId)! })));
  const rest = [...Map.groupBy([...funding, ...shared.map(negated)], ({ at, symbol }) => `${at} ${symbol}`).values()].flatMap((group) => {
    const amount = group.reduce((sum, one) => sum.plus(exact(one.amount)), Decimal.ZERO);
    const { at, symbol } = group[0]!;
    return amount.isZero ? [] : [{ at, symbol, amount }];
  });
  return [...shared, ...rest].sort((a, b) => a.at - b.at);
}

function negated({ at, symbol, amount }: RunFunding): RunFunding {
  return { at, symbol, amount: exact(amount).negated() };
}
