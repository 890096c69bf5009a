import { formatAmount, shownSign, tellingDigits } from '../format/amount';
import { clock, day, exact } from '../format/time';

export interface SignedProps {
  readonly text: string;
  readonly digits?: number;
  /** After the number: a unit or `%`. */
  readonly unit?: string;
}

/** A gain or a loss: sign, arrow and colour say the same. */
export function Signed({ text, digits = 2, unit }: SignedProps) {
  const sign = shownSign(text, digits);
  const tone = sign > 0 ? 'gain' : sign < 0 ? 'loss' : 'even';
  return (
    <span className={`signed ${tone}`}>
      {sign !== 0 && (
        <span className="arrow" aria-hidden="true">
          {sign > 0 ? '▲' : '▼'}
        </span>
      )}
      {formatAmount(text, { digits, signed: true })}
      {unit && <span className="unit">{unit}</span>}
    </span>
  );
}

/** A neutral difference between two values; a non-zero value is never shown as zero. */
export function Delta({ text, unit }: { readonly text: string; readonly unit?: string }) {
  return (
    <span className="signed">
      {formatAmount(text, { digits: tellingDigits(text, 2), signed: true })}
      {unit && <span className="unit">{unit}</span>}
    </span>
  );
}

/** A market time: the time of day, preceded by the day, with everything in the tooltip. */
export function MarketTime({ at, withDay = true }: { readonly at: string; readonly withDay?: boolean }) {
  return (
    <time dateTime={at} title={`${exact(at)} (market time)`}>
      {withDay && <span className="day">{day(at)} </span>}
      {clock(at)}
    </time>
  );
}

export function Side({ side }: { readonly side: 'BUY' | 'SELL' }) {
  return (
    <span className={side === 'BUY' ? 'side gain' : 'side loss'}>
      <span aria-hidden="true">{side === 'BUY' ? '↑' : '↓'}</span>
      {side === 'BUY' ? 'Buy' : 'Sell'}
    </span>
  );
}
