import type { Fill } from '@libs/client';
import { Decimal } from '@libs/kernel';

/** How a fill changed the position of its symbol. */
export type Effect = 'entry' | 'exit' | 'flip';

export interface Trade {
  readonly fill: Fill;
  readonly effect: Effect;
}

/**
 * Classifies each fill as an entry, an exit, or both. `fills` are newest first; `isWhole` means that the account's first fill is included.
 * Without it the position before the oldest fill is unknown, until a fill without realised profit shows that it opened one.
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

/** Realised profit proves an exit; otherwise the position decides. */
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
