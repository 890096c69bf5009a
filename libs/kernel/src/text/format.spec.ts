import { formatExact, formatMoney, formatNumber, formatPercent } from './format-number';
import { formatDuration, formatTime } from './format-time';

describe('money for people', () => {
  it.each([
    ['99736.54296938', '99,736.54'],
    ['-1234567.005', '-1,234,567.01'],
    ['100', '100.00'],
    ['0', '0.00'],
    ['0.5', '0.50'],
    ['0.12345678', '0.1235'],
    ['-0.99996', '-1.00'],
    ['-0.00000001', '-0.00000001'],
    ['0.00000000000123456', '0.000000000001235'],
    // More digits than a double holds.
    ['12345678901234567.89', '12,345,678,901,234,567.89'],
    [-0.3, '-0.30'],
    [1234.565, '1,234.57'],
    [NaN, '—'],
  ])('is %s as %s', (amount, text) => {
    expect(formatMoney(amount)).toBe(text);
  });
});

describe('numbers for people', () => {
  it('are grouped and rounded half away from zero', () => {
    expect(formatNumber(-1234567.891, 2)).toBe('-1,234,567.89');
    expect([formatNumber('2.5', 0), formatNumber('-0.125', 2), formatNumber(1.005, 2)]).toEqual(['3', '-0.13', '1.01']);
    expect([formatNumber('999', 0), formatNumber('1000', 0), formatNumber(7, 2)]).toEqual(['999', '1,000', '7.00']);
  });

  it('have no sign where nothing is left', () => {
    expect(formatNumber(-0.001, 2)).toBe('0.00');
  });

  it('are a dash where there are none', () => {
    expect([formatNumber(NaN, 2), formatPercent(Infinity)]).toEqual(['—', '—']);
  });

  it('that are exact stay so', () => {
    expect(formatExact('-1234567.00012')).toBe('-1,234,567.00012');
    expect(formatExact('12')).toBe('12');
  });

  it('of a hundred are those of the fraction, without the noise of a double', () => {
    expect([formatPercent(0.1234), formatPercent('-0.00655', 1), formatPercent(0.145, 0)]).toEqual(['12.34 %', '-0.7 %', '15 %']);
  });
});

describe('times for people', () => {
  it.each([
    [0, '0 s'],
    [45_000, '45 s'],
    [90 * 60_000, '1 h 30 min'],
    [7_200_000, '2 h'],
    [86_400_000, '1 d'],
    [3.2 * 86_400_000, '3 d 4 h'],
    [100.6 * 86_400_000, '100 d'],
    [1_234 * 86_400_000, '1,234 d'],
    [12 * 60_000, '12 min'],
  ])('of %d ms last %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('are in UTC, to the minute', () => {
    expect(formatTime(Date.UTC(2024, 1, 29, 23, 59, 59))).toBe('2024-02-29 23:59');
    expect(formatTime('2025-04-11T10:50:00.000Z')).toBe('2025-04-11 10:50');
  });
});
