import { Decimal } from '@libs/kernel';
import { parseValue } from 'graphql';
import { DateTimeScalar } from './date-time';
import { DecimalScalar } from './decimal';

describe('Decimal', () => {
  it('is one text per number, both ways', () => {
    expect(DecimalScalar.parseValue('0.100')).toBe('0.1');
    expect(DecimalScalar.serialize('100000.00000000')).toBe('100000');
    expect(DecimalScalar.serialize(Decimal.parse('-0.00012'))).toBe('-0.00012');
  });

  it.each([0.1, 5, null, true])('refuses %p, which is no text', (value) => {
    expect(() => DecimalScalar.parseValue(value)).toThrow(/a Decimal is text such as "0.1"/);
  });

  it('refuses a bare number in a query and says what to do', () => {
    expect(() => DecimalScalar.parseLiteral(parseValue('0.1'))).toThrow('put it in quotes');
  });

  it.each(['', 'NaN', '1,5', '0x10', ' 1'])('refuses the text "%s"', (text) => {
    expect(() => DecimalScalar.parseValue(text)).toThrow(/is not a decimal number/);
  });

  it('refuses a text that is absurdly long', () => {
    expect(() => DecimalScalar.parseValue('1'.repeat(65))).toThrow('at most 64 characters');
  });
});

describe('DateTime', () => {
  it('is a moment in UTC with milliseconds', () => {
    expect(DateTimeScalar.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(DateTimeScalar.parseValue('2026-01-31T09:30:00Z')).toEqual(new Date(Date.UTC(2026, 0, 31, 9, 30)));
  });

  it.each(['2026-01-31', '2026-01-31T09:30:00+01:00', '2026-13-01T00:00:00Z', 5])('refuses %p', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(/a DateTime is text in UTC/);
  });
});
