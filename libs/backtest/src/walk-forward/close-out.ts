import { ASSET_PRECISION, Decimal } from '@libs/kernel';
import { closingPrices } from '../metrics/analysis';
import { equityChange, roundTripsOfRun } from '../metrics/round-trips';
import { exact, type RunFill, type RunRecord } from '../metrics/run-record';

/** The reason on the fills that close a window. */
export const WINDOW_END = 'end of window';

/**
 * The run with every open position closed at the last close for a taker's fee, because the next window begins flat. The last point of the
 * curve is what remains.
 */
export function closedOut(run: RunRecord, takerFee: string): RunRecord {
  const prices = closingPrices(run);
  const { open, dust } = roundTripsOfRun(run);
  const closing = [...open, ...dust].map(({ symbol, openQuantity }): RunFill => {
    const price = prices.get(symbol)!;
    const quantity = openQuantity.abs();
    const fee = quantity.times(price).times(Decimal.parse(takerFee)).roundTo(ASSET_PRECISION);
    return { at: run.to, symbol, side: openQuantity.sign > 0 ? 'SELL' : 'BUY', quantity, price, fee, reason: WINDOW_END };
  });
  if (closing.length === 0) return run;
  const closed = { ...run, fills: [...run.fills, ...closing] };
  const { times, equity, exposure } = run.curve;
  const last = times.length - 1;
  return {
    ...closed,
    curve: {
      times,
      equity: equity.with(last, finalEquity(closed).toNumber()),
      ...(exposure === undefined ? {} : { exposure: exposure.with(last, 0) }),
    },
  };
}

/** The final account value, exact. */
export function finalEquity(run: RunRecord): Decimal {
  return exact(run.startingEquity).plus(equityChange(roundTripsOfRun(run), closingPrices(run)));
}
