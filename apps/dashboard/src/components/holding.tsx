import { formatAmount, magnitude, signOf } from '../format/amount';
import type { Digits } from './instruments';

/** Side and quantity. */
export function Holding({ quantity, digits }: { readonly quantity: string; readonly digits: Digits }) {
  const sign = signOf(quantity);
  if (sign === 0) return <span className="even">flat</span>;
  return (
    <span className={sign > 0 ? 'side gain' : 'side loss'}>
      <span aria-hidden="true">{sign > 0 ? '↑' : '↓'}</span>
      {sign > 0 ? 'Long' : 'Short'} {formatAmount(magnitude(quantity), digits.quantity)}
    </span>
  );
}
