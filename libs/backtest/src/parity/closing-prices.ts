import { Decimal } from '@libs/kernel';
import type { BarTape } from '../run/bar-tape';
import { lastCloseOf } from './recording';
import type { DeploymentRecording } from './recording';

/** What each market stood at in a run's data when the session ended: the close of the last bar that it was shown. */
export function closingPrices(
  recording: Pick<DeploymentRecording, 'bars'>,
  markets: readonly { readonly tape: BarTape }[],
): ReadonlyMap<string, Decimal> {
  return new Map(
    markets.map(({ tape: { instrument, series } }) => {
      const ticks = series.closeAt(series.indexAt(lastCloseOf(recording, instrument.symbol) - series.interval));
      return [instrument.symbol, instrument.tickSize.times(Decimal.fromNumber(ticks))];
    }),
  );
}
