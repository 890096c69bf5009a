import type { Position } from '@libs/client';
import { formatAmount, percentText } from '../format/amount';
import { reasonSentence, reasonWords } from '../format/trust';
import { MarketTime, Signed } from './figures';
import type { Digits } from './instruments';

type Mark = Position['mark'];

/** The mark price of a position and its time; an untrusted one says so first. */
export function MarkPrice({ mark, digits }: { readonly mark: Mark; readonly digits: Digits }) {
  if (mark === null) return <span className="even">–</span>;
  const { price, at, level } = mark;
  const heard = (
    <span className="since">
      <MarketTime at={at} withDay={false} />
    </span>
  );
  if (level === 'UNTRUSTED') {
    return (
      <span className="doubted" title={reasonSentence(mark)}>
        <span className="tone-bad">not trusted: {reasonWords(mark)}</span>, last {formatAmount(price, digits.price)} {heard}
      </span>
    );
  }
  return (
    <>
      {formatAmount(price, digits.price)} {level === 'DEGRADED' && <span className="tone-warn">late</span>} {heard}
    </>
  );
}

/** Unrealised profit, as money and relative to the entry value; none if the price is not trusted. */
export function Unrealised({ mark }: { readonly mark: Mark }) {
  if (mark === null || mark.unrealised === null) {
    return (
      <span className="even" title="Unknown without a trusted price">
        –
      </span>
    );
  }
  return (
    <>
      <Signed text={mark.unrealised} />{' '}
      {mark.unrealisedFraction !== null && <Signed text={percentText(mark.unrealisedFraction)} unit="%" />}
    </>
  );
}
