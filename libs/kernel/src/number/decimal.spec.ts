import fc from 'fast-check';
import { Decimal, decimal } from './decimal';
import type { Rounding } from './decimal';
import { InvalidDecimal } from './invalid-decimal';

/** A fraction of big integers: the slow, obvious arithmetic that Decimal must agree with. */
interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

const ratio = ({ units, scale }: Decimal): Ratio => ({ top: units, bottom: 10n ** BigInt(scale) });
const equal = (a: Ratio, b: Ratio): boolean => a.top * b.bottom === b.top * a.bottom;

const EDGE = BigInt(Number.MAX_SAFE_INTEGER);
/** Far beyond what a double holds, well within, and around its edges. */
const units = fc.oneof(
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(BigInt),
  fc.bigInt({ min: EDGE - 20n, max: EDGE + 20n }),
  fc.bigInt({ min: -EDGE - 20n, max: 20n - EDGE }),
);
const decimals = fc.tuple(units, fc.integer({ min: 0, max: 18 })).map(([whole, scale]) => Decimal.fromUnits(whole, scale));
const nonZero = decimals.filter((value) => !value.isZero);

describe('Decimal', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['+1', '1'],
    ['007.50', '7.5'],
    ['0.00012', '0.00012'],
    ['-0.5', '-0.5'],
    ['1e3', '1000'],
    ['1.50e1', '15'],
    ['2.5E-3', '0.0025'],
    ['100', '100'],
  ])('reads %s as %s', (text, expected) => {
    expect(decimal(text).toString()).toBe(expected);
  });

  it.each(['', ' ', '1,5', 'NaN', 'Infinity', '1.', '.5', '0x10', '1e', '1 2', '--1', '1e1000'])('refuses "%s"', (text) => {
    expect(() => decimal(text)).toThrow(InvalidDecimal);
  });

  // Strategies run with their types stripped, so the compiler does not see these for them.
  it.each([
    [1.5, 'a decimal needs text, not 1.5 of the type number; Decimal.fromNumber(1.5) makes one of a number'],
    [undefined, 'a decimal needs text, not undefined of the type undefined'],
    [null, 'a decimal needs text, not null of the type object'],
  ])('refuses %s, which is no text', (value, message) => {
    expect(() => decimal(value as unknown as string)).toThrow(new InvalidDecimal(value));
    expect(() => decimal(value as unknown as string)).toThrow(message);
  });

  it.each(['plus', 'minus', 'times', 'compare', 'eq', 'lt', 'gte', 'isMultipleOf'] as const)(
    'refuses a number or a text in %s',
    (operation) => {
      const compute = (operand: unknown): unknown => decimal('2')[operation](operand as Decimal);
      expect(() => compute(2)).toThrow('decimals are computed with decimals, and 2 is of the type number; write Decimal.fromNumber(2)');
      expect(() => compute('2')).toThrow('decimals are computed with decimals, and "2" is of the type string; write decimal("2")');
    },
  );

  it('refuses to divide by a number', () => {
    expect(() => decimal('2').dividedBy(2 as unknown as Decimal, 8)).toThrow('write Decimal.fromNumber(2)');
  });

  it('has one form for equal numbers', () => {
    expect(decimal('1.500')).toEqual(decimal('1.5'));
    expect(decimal('10').minus(decimal('10'))).toEqual(Decimal.ZERO);
  });

  it('writes itself into JSON as text', () => {
    expect(JSON.stringify({ price: decimal('67890.10') })).toBe('{"price":"67890.1"}');
  });

  it.each<[Rounding, string, string, string, string]>([
    ['HALF_EVEN', '2.5', '2', '-2.5', '-2'],
    ['HALF_EVEN', '3.5', '4', '-3.5', '-4'],
    ['HALF_EVEN', '2.51', '3', '-2.51', '-3'],
    ['DOWN', '2.9', '2', '-2.9', '-2'],
    ['UP', '2.1', '3', '-2.1', '-3'],
    ['FLOOR', '2.9', '2', '-2.1', '-3'],
    ['CEILING', '2.1', '3', '-2.9', '-2'],
  ])('rounds %s on both sides of zero', (rounding, positive, up, negative, down) => {
    expect(decimal(positive).roundTo(0, rounding).toString()).toBe(up);
    expect(decimal(negative).roundTo(0, rounding).toString()).toBe(down);
    expect(decimal(positive).dividedBy(decimal('-1'), 0, rounding).toString()).toBe(
      decimal(positive).negated().roundTo(0, rounding).toString(),
    );
  });

  it('steps to a multiple', () => {
    expect(decimal('0.0189').toMultipleOf(decimal('0.005'), 'DOWN').toString()).toBe('0.015');
    expect(decimal('-0.0189').toMultipleOf(decimal('0.005'), 'FLOOR').toString()).toBe('-0.02');
    expect(decimal('0.3').isMultipleOf(decimal('0.1'))).toBe(true);
    expect(decimal('0.35').isMultipleOf(decimal('0.1'))).toBe(false);
  });

  it('refuses to divide by zero, naming what was divided', () => {
    expect(() => decimal('1.5').dividedBy(Decimal.ZERO, 2)).toThrow('1.5 cannot be divided by zero');
  });

  it('reads back what it writes', () => {
    fc.assert(fc.property(decimals, (value) => expect(decimal(value.toString())).toEqual(value)));
  });

  it('has one form however it was reached', () => {
    fc.assert(
      fc.property(decimals, nonZero, (a, b) => {
        for (const value of [a.plus(b), a.minus(b), a.times(b), a.dividedBy(b, 8), a.roundTo(3), a.negated(), b.abs()])
          expect(value).toEqual(decimal(value.toString()));
      }),
    );
  });

  it('takes whole numbers that a double holds, and no others', () => {
    expect(Decimal.fromUnits(-1_250, 3)).toEqual(decimal('-1.25'));
    expect(Decimal.fromUnits(-0, 2)).toEqual(Decimal.ZERO);
    expect(Decimal.fromNumber(-0)).toEqual(Decimal.ZERO);
    expect(() => Decimal.fromUnits(2 ** 53, 0)).toThrow('9007199254740992 is no exact whole number');
    expect(() => Decimal.fromUnits(0.5, 0)).toThrow('0.5 is no exact whole number');
  });

  it('is the nearest number', () => {
    fc.assert(fc.property(decimals, (value) => expect(value.toNumber()).toBe(Number(value.toString()))));
  });

  it('adds, subtracts, multiplies and compares like fractions', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [x, y] = [ratio(a), ratio(b)];
        expect(equal(ratio(a.plus(b)), { top: x.top * y.bottom + y.top * x.bottom, bottom: x.bottom * y.bottom })).toBe(true);
        expect(equal(ratio(a.minus(b)), { top: x.top * y.bottom - y.top * x.bottom, bottom: x.bottom * y.bottom })).toBe(true);
        expect(equal(ratio(a.times(b)), { top: x.top * y.top, bottom: x.bottom * y.bottom })).toBe(true);
        const difference = x.top * y.bottom - y.top * x.bottom;
        expect(a.compare(b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
        expect([a.eq(b), a.lt(b), a.lte(b), a.gt(b), a.gte(b)]).toEqual([
          difference === 0n,
          difference < 0n,
          difference <= 0n,
          difference > 0n,
          difference >= 0n,
        ]);
        expect([a.lt(a), a.lte(a), a.gt(a), a.gte(a), a.compare(a)]).toEqual([false, true, false, true, 0]);
        expect([Decimal.min(a, b), Decimal.max(a, b)]).toEqual(difference <= 0n ? [a, b] : [b, a]);
        expect([a.negated().plus(a).isZero, a.abs().sign]).toEqual([true, a.isZero ? 0 : 1]);
      }),
    );
  });

  it('divides to the nearest representable number, ties to even', () => {
    fc.assert(
      fc.property(decimals, nonZero, fc.integer({ min: 0, max: 12 }), (a, b, scale) => {
        const quotient = a.dividedBy(b, scale);
        expect(quotient.scale).toBeLessThanOrEqual(scale);
        // |a − q·b| ≤ |b| / 2 at the last digit.
        const error = a.minus(quotient.times(b)).abs().times(decimal('2'));
        const step = b.abs().times(Decimal.fromUnits(1n, scale));
        expect(error.lte(step)).toBe(true);
        if (error.eq(step)) expect(quotient.isMultipleOf(Decimal.fromUnits(2n, scale))).toBe(true);
      }),
    );
  });

  it('rounds the way each mode says', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 10 }), (value, scale) => {
        const [down, up, floor, ceiling] = (['DOWN', 'UP', 'FLOOR', 'CEILING'] as const).map((mode) => value.roundTo(scale, mode));
        expect(floor!.lte(value) && ceiling!.gte(value)).toBe(true);
        expect(down!.abs().lte(value.abs()) && up!.abs().gte(value.abs())).toBe(true);
        expect(ceiling!.minus(floor!).lte(Decimal.fromUnits(1n, scale))).toBe(true);
        expect([down!.toString(), up!.toString()].sort()).toEqual([floor!.toString(), ceiling!.toString()].sort());
      }),
    );
  });

  it('takes the shortest text of a number', () => {
    expect(Decimal.fromNumber(0.1).toString()).toBe('0.1');
    expect(Decimal.fromNumber(1e-7).toString()).toBe('0.0000001');
    expect(Decimal.fromNumber(1e21).toString()).toBe('1000000000000000000000');
    expect(() => Decimal.fromNumber(NaN)).toThrow(InvalidDecimal);
    const near = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 9 })).map(([units, scale]) => units / 10 ** scale);
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(fc.oneof(near, any), (value) => expect(Decimal.fromNumber(value)).toEqual(decimal(String(value)))));
  });
});
