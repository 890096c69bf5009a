import { Decimal } from '@libs/kernel';
import type { BarTape } from '../run/bar-tape';
import { lastCloseOf } from './recording';
import type { DeploymentRecording } from './recording';

/**
 * Each market's price in a run's data at the end of the session: the last mid price if the strategy follows quotes, otherwise the close of
 * the last bar shown to it.
 */
export function closingPrices(
  recording: Pick<DeploymentRecording, 'bars' | 'events'>,
  markets: readonly { readonly tape: BarTape }[],
): ReadonlyMap<string, Decimal> {
  return new Map(
    markets.map(({ tape: { instrument, series } }) => {
      const { symbol, tickSize } = instrument;
      const middle = recording.events.find((one) => one.symbol === symbol)?.middle;
      const last = lastCloseOf(recording, symbol);
      const index = last === 0 ? series.length - 1 : series.indexAt(last - series.interval);
      return [symbol, middle ?? tickSize.times(Decimal.fromNumber(series.closeAt(index)))];
    }),
  );
}
