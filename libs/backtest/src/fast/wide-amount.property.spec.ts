import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import { divideHalfEven } from './half-even';
import { WideAmount } from './wide-amount';

const units = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, 99_999_999, -100_000_000, 899_999_999_999_999));

describe('WideAmount', () => {
  it('adds and writes as Decimal does, beyond what a double holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 12 }),
        fc.oneof(fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }), fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })),
        fc.array(units),
        (scale, start, added) => {
          let sum = Decimal.fromUnits(start, 12).roundTo(scale);
          const wide = new WideAmount(scale);
          wide.set(sum);
          for (const one of added) {
            wide.add(one);
            sum = sum.plus(Decimal.fromUnits(one, scale));
          }
          expect(wide.toString()).toBe(sum.toString());
          expect(wide.toDecimal().eq(sum)).toBe(true);
          expect(wide.toNumber()).toBe(sum.toNumber());
          expect(wide.isZero).toBe(sum.isZero);
          expect(Math.abs(wide.rough - sum.toNumber())).toBeLessThanOrEqual(1e-15 + Math.abs(sum.toNumber()) * 1e-14);
        },
      ),
    );
  });
});

describe('divideHalfEven', () => {
  it('rounds as Decimal does', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 1_000_000_000 }), (top, bottom) => {
        const quotient = Decimal.fromNumber(top).dividedBy(Decimal.fromNumber(bottom), 0);
        expect(divideHalfEven(top, bottom) + 0).toBe(quotient.toNumber());
      }),
    );
  });
});
