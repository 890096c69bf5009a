import { formatMetric, formatSpan } from './metric';

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

describe('formatSpan', () => {
  it.each([
    [4_000, '4 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
    [172_800_000, '2 d'],
  ])('writes %i ms as %s', (span, text) => {
    expect(formatSpan(span)).toBe(text);
  });
});
