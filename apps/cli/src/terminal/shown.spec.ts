import { minuteText, moneyText } from './shown';

describe('what people are shown', () => {
  it.each([
    ['99736.54296938', '99,736.54'],
    ['-1234567.005', '-1,234,567.01'],
    ['100', '100.00'],
    ['0', '0.00'],
    ['0.12345678', '0.1235'],
    ['-0.00000001', '-0.00000001'],
    [null, 'none'],
    // More digits than a double holds.
    ['12345678901234567.89', '12,345,678,901,234,567.89'],
  ])('writes %s as %s', (amount, text) => {
    expect(moneyText(amount)).toBe(text);
  });

  it('writes a time in UTC, to the minute', () => {
    expect(minuteText(Date.UTC(2025, 3, 11, 10, 50, 59))).toBe('2025-04-11 10:50');
    expect(minuteText('2025-04-11T10:50:00.000Z')).toBe('2025-04-11 10:50');
  });
});
