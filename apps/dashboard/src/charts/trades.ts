import type { Fill } from '@libs/client';
import { Decimal } from '@libs/kernel';

/** What a fill did to the position of its symbol. */
export type Effect = 'entry' | 'exit' | 'flip';

export interface Trade {
  readonly fill: Fill;
  readonly effect: Effect;
}

/**
 * Names each fill an entry, an exit, or both at once. `fills` are newest first; `isWhole` says that the first fill of the
 * account is among them. Without it the position before the oldest one is not known, until a fill without realised profit
 * shows that it opened something.
 */
export function tradesOf(fills: readonly Fill[], isWhole: boolean): readonly Trade[] {
  const held = new Map<string, Decimal | null>();
  return fills.toReversed().map((fill) => {
    const before = held.get(fill.symbol) ?? (isWhole && !held.has(fill.symbol) ? Decimal.ZERO : null);
    const signed = fill.side === 'BUY' ? Decimal.parse(fill.quantity) : Decimal.parse(fill.quantity).negated();
    const effect = effectOf(before, signed, !Decimal.parse(fill.realised).isZero);
    held.set(fill.symbol, heldAfter(before, signed, effect));
    return { fill, effect };
  });
}

/** Realised profit is proof of an exit; the position held decides the rest. */
function effectOf(before: Decimal | null, signed: Decimal, realises: boolean): Effect {
  if (before === null) return realises ? 'exit' : 'entry';
  if (before.isZero || before.sign === signed.sign) return realises ? 'exit' : 'entry';
  return signed.abs().gt(before.abs()) ? 'flip' : 'exit';
}

function heldAfter(before: Decimal | null, signed: Decimal, effect: Effect): Decimal | null {
  if (before === null) return effect === 'entry' ? signed : null;
  const contradicts = effect === 'exit' && (before.isZero || before.sign === signed.sign);
  return contradicts ? null : before.plus(signed);
}
