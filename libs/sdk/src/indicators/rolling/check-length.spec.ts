import { checkFactor, checkLength } from './check-length';

describe('checkLength', () => {
  it('names what is wrong and what would be right', () => {
    expect(() => checkLength('period', 1.5)).toThrow(new RangeError('period is 1.5; it must be a whole number of at least 1'));
    expect(() => checkLength('senkou', 1, 2)).toThrow('senkou is 1; it must be a whole number of at least 2');
  });

  it('takes the least', () => {
    expect(() => checkLength('offset', 0, 0)).not.toThrow();
  });
});

describe('checkFactor', () => {
  it.each([0, -1, NaN, Infinity])('refuses %p', (factor) => {
    expect(() => checkFactor('width', factor)).toThrow(new RangeError(`width is ${factor}; it must be a number above 0`));
  });
});
