import { formatMetric, parameterText } from './metric';

describe('formatMetric', () => {
  it.each([
    ['12345.678', 'amount', '12,345.68'],
    [0.1234, 'fraction', '12.34 %'],
    [-0.05, 'fraction', '-5.00 %'],
    [1.005, 'ratio', '1.00'],
    [1234, 'count', '1,234'],
    [41.6, 'days', '42 d'],
    [93_600_000, 'duration', '1 d 2 h'],
    [null, 'ratio', '–'],
    [undefined, 'amount', '–'],
  ])('writes %p in %s as %s', (value, unit, text) => {
    expect(formatMetric(value, unit, 'en-US')).toBe(text);
  });
});

describe('parameterText', () => {
  it.each([
    [0.020187951816478745, '0.020188'],
    [1200, '1200'],
    ['5m', '5m'],
    [false, 'false'],
    [undefined, '–'],
  ])('writes %p as %s', (value, text) => {
    expect(parameterText(value)).toBe(text);
  });
});
