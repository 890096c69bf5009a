import { positionChangeOf, type Fill, type Instrument } from '@libs/kernel';
import type { RunFill } from './run-record';

/**
 * A fill in the form that metrics use. A fee taken out of the received coin is treated as less of the coin plus a fee of its value, so
 * costs stay exact.
 */
export function runFillOf(
  instrument: Pick<Instrument, 'category' | 'base'>,
  fill: Pick<Fill, 'at' | 'symbol' | 'side' | 'quantity' | 'price' | 'fee' | 'feeAsset'>,
  why: Pick<RunFill, 'tag' | 'reason' | 'risk' | 'strategy'> = {},
): RunFill {
  const { at, symbol, side, price } = fill;
  const inBase = instrument.category === 'spot' && fill.feeAsset === instrument.base;
  const quantity = positionChangeOf(instrument, fill).quantity.abs();
  return { at, symbol, side, quantity, price, fee: inBase ? fill.fee.times(price) : fill.fee, ...why };
}
