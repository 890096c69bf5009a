import { Decimal } from '@libs/kernel';
import type { BarTape } from '../run/bar-tape';
import { lastCloseOf } from './recording';
import type { DeploymentRecording } from './recording';

/**
 * What each market stood at in a run's data when the session ended: the middle of its last best prices where the strategy follows them, else
 * the close of the last bar that it was shown.
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
