import type { Fill } from '@libs/client';
import { Decimal } from '@libs/kernel';

/** How a fill changed the position of its symbol. */
export type Effect = 'entry' | 'exit' | 'flip';

export interface Trade {
  readonly fill: Fill;
  readonly effect: Effect;
}

/** Long, short, or neither. */
export type Sign = -1 | 0 | 1;

/**
 * Classifies each fill as an entry, an exit, or both. `fills` are newest first; `isWhole` means that the account's first fill is included.
 * Without it the position before the oldest fill is unknown, until a fill without realised profit shows that it opened one. `now` is the
 * side held after the newest fill.
 */
export function tradesOf(fills: readonly Fill[], isWhole: boolean, now: Sign): readonly Trade[] {
  const held = new Map<string, Decimal | null>();
  return fills.toReversed().map((fill, index, oldestFirst) => {
    const before = held.get(fill.symbol) ?? (isWhole && !held.has(fill.symbol) ? Decimal.ZERO : null);
    const signed = signedQuantity(fill);
    const effect =
      before === null && realises(fill) && sideAfter(oldestFirst, index, now) === signed.sign
        ? 'flip'
        : effectOf(before, signed, realises(fill));
    held.set(fill.symbol, heldAfter(before, signed, effect));
    return { fill, effect };
  });
}

function signedQuantity({ side, quantity }: Fill): Decimal {
  return side === 'BUY' ? Decimal.parse(quantity) : Decimal.parse(quantity).negated();
}

function realises({ realised }: Fill): boolean {
  return !Decimal.parse(realised).isZero;
}

/** The side held after a fill, as far as the next one tells: what realises a profit reduces the other side. 0 where it does not. */
function sideAfter(oldestFirst: readonly Fill[], index: number, now: Sign): number {
  const { symbol } = oldestFirst[index]!;
  const next = oldestFirst.slice(index + 1).find((fill) => fill.symbol === symbol);
  if (next === undefined) return now;
  return realises(next) ? -signedQuantity(next).sign : 0;
}

/** Realised profit proves an exit; otherwise the position decides. */
function effectOf(before: Decimal | null, signed: Decimal, hasResult: boolean): Effect {
  if (before === null) return hasResult ? 'exit' : 'entry';
  if (before.isZero || before.sign === signed.sign) return hasResult ? 'exit' : 'entry';
  return signed.abs().gt(before.abs()) ? 'flip' : 'exit';
}

function heldAfter(before: Decimal | null, signed: Decimal, effect: Effect): Decimal | null {
  if (before === null) return effect === 'entry' ? signed : null;
  const contradicts = effect === 'exit' && (before.isZero || before.sign === signed.sign);
  return contradicts ? null : before.plus(signed);
}
