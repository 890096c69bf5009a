import { LIQUIDATION } from '@libs/engine';
import type { MarketColumns, RunRecord } from '../metrics/run-record';
import { runFillOf } from '../metrics/run-fill';
import type { BacktestResult, BacktestTerms } from './backtest';
import type { BarTape } from './bar-tape';

/** What metrics and report want to know of a run. */
export function runRecordOf(
  { fills, funding, tags, curve, from, to }: BacktestResult,
  { markets, settleAsset, balances }: Pick<BacktestTerms, 'markets' | 'settleAsset' | 'balances'>,
): RunRecord {
  const instruments = new Map(markets.map(({ market }) => [market.symbol, market]));
  return {
    ...{ from, to, curve, startingEquity: balances[settleAsset] ?? '0', funding },
    fills: fills.map((fill) => {
      const tag = tags.get(fill.clientOrderId);
      const why = fill.clientOrderId === LIQUIDATION ? { reason: 'liquidation' } : tag === undefined ? {} : { tag };
      return runFillOf(instruments.get(fill.symbol)!, fill, why);
    }),
    markets: markets.map(({ tape }) => marketColumns(tape, from, to)),
  };
}

/** The bars of a tape that close in a span, as metrics want them. */
export function marketColumns({ instrument, series }: BarTape, from: number, to: number): MarketColumns {
  const first = Math.max(0, series.indexAt(from));
  const count = Math.max(0, Math.min(series.length, series.indexAt(to)) - first);
  const [units, power] = [Number(instrument.tickSize.units), 10 ** instrument.tickSize.scale];
  const column = (ticksAt: (index: number) => number): Float64Array =>
    new Float64Array(count).map((_, at) => (ticksAt(first + at) * units) / power);
  return {
    symbol: instrument.symbol,
    lotSize: instrument.lotSize.toString(),
    times: new Float64Array(count).map((_, at) => series.startOf(first + at) + series.interval),
    opens: column((at) => series.openAt(at)),
    highs: column((at) => series.highAt(at)),
    lows: column((at) => series.lowAt(at)),
    closes: column((at) => series.closeAt(at)),
  };
}
