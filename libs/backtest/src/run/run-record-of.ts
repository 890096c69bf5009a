import { Decimal } from '@libs/kernel';
import { LIQUIDATION } from '@libs/engine';
import { exact } from '../metrics/run-record';
import type { MarketColumns, RunFunding, RunPart, RunRecord } from '../metrics/run-record';
import { runFillOf } from '../metrics/run-fill';
import type { BacktestResult, BacktestTerms, PlannedStrategy, StrategyShare } from './backtest';
import type { BarTape } from './bar-tape';

/** A strategy of several, and what it is called to tell it from the others. */
export interface LabelledStrategy extends PlannedStrategy {
  readonly label: string;
}

/** What metrics and report want to know of a run; of several strategies in their order. */
export function runRecordOf(
  result: BacktestResult,
  { markets, settleAsset, balances }: Pick<BacktestTerms, 'markets' | 'settleAsset' | 'balances'>,
  strategies: readonly LabelledStrategy[] = [],
): RunRecord {
  const { fills, tags, curve, from, to, shares = [] } = result;
  const instruments = new Map(markets.map(({ market }) => [market.symbol, market]));
  const labels = new Map(shares.map(({ deploymentId }, place) => [deploymentId, strategies[place]!.label]));
  return {
    ...{ from, to, curve, startingEquity: balances[settleAsset] ?? '0', funding: fundingOf(result, labels) },
    fills: fills.map((fill) => {
      const tag = tags.get(fill.clientOrderId);
      const why = fill.clientOrderId === LIQUIDATION ? { reason: 'liquidation' } : tag === undefined ? {} : { tag };
      const label = labels.get(fill.deploymentId);
      return runFillOf(instruments.get(fill.symbol)!, fill, label === undefined ? why : { ...why, strategy: label });
    }),
    markets: markets.map(({ tape }) => marketColumns(tape, from, to)),
    ...(shares.length === 0 ? {} : { parts: shares.map((share, place) => partOfShare(share, strategies[place]!)) }),
  };
}

function partOfShare({ curve, fault }: StrategyShare, { label, name, version, plan }: LabelledStrategy): RunPart {
  const symbols = new Set([...plan.watches, ...(plan.streams ?? [])].map(({ symbol }) => symbol));
  return { label, strategy: name, version, params: plan.params as RunPart['params'], symbols: [...symbols], curve, fault };
}

/** Of several strategies their shares, and what is left of a settlement that reached the account when nobody held. */
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

/** The bars of a tape that close in a span, as metrics want them. */
export function marketColumns({ instrument, series }: BarTape, from: number, to: number): MarketColumns {
  const first = Math.max(0, series.indexAt(from));
  const count = Math.max(0, Math.min(series.length, series.indexAt(to)) - first);
  const [units, power] = [Number(instrument.tickSize.units), 10 ** instrument.tickSize.scale];
  const column = (): Float64Array => new Float64Array(count);
  const [times, opens, highs, lows, closes] = [column(), column(), column(), column(), column()];
  for (let at = 0; at < count; at += 1) {
    const place = series.placeOf(first + at);
    const { numbers } = series;
    times[at] = series.startOf(first + at) + series.interval;
    opens[at] = (numbers[place]! * units) / power;
    highs[at] = (numbers[place + 1]! * units) / power;
    lows[at] = (numbers[place + 2]! * units) / power;
    closes[at] = (numbers[place + 3]! * units) / power;
  }
  return { symbol: instrument.symbol, lotSize: instrument.lotSize.toString(), times, opens, highs, lows, closes };
}
