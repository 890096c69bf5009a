import { digitsOf, formatAmount, formatValue, netProfit, percentOf, percentText, shownSign, signOf, tellingDigits } from './amount';

const en = { locale: 'en-US' };

describe('formatAmount', () => {
  it('keeps digits that a binary float loses', () => {
    expect(formatAmount('12345678901234567.89', { ...en, digits: 2 })).toBe('12,345,678,901,234,567.89');
    expect(formatAmount('0.123456789012345678', { ...en, digits: 18 })).toBe('0.123456789012345678');
  });

  it('pads to the digits of the tick', () => {
    expect(formatAmount('83412', { ...en, digits: 1 })).toBe('83,412.0');
  });

  it('writes the sign of a gain, and none for zero', () => {
    expect(formatAmount('12.5', { ...en, digits: 2, signed: true })).toBe('+12.50');
    expect(formatAmount('0', { ...en, digits: 2, signed: true })).toBe('0.00');
    expect(formatAmount('-3', { ...en, digits: 2, signed: true })).toBe('-3.00');
  });

  it('never shows a rounded-away loss as minus zero', () => {
    expect(formatAmount('-0.001', { ...en, digits: 2 })).toBe('0.00');
  });

  it('leaves text alone that is no number', () => {
    expect(formatAmount('n/a', en)).toBe('n/a');
  });
});

describe('signs', () => {
  it('reads the sign from the text', () => {
    expect([signOf('-0.10'), signOf('0.00'), signOf('2'), signOf('-0')]).toEqual([-1, 0, 1, 0]);
  });

  it('drops the sign of what rounds to zero', () => {
    expect([shownSign('-0.001', 2), shownSign('-0.01', 2)]).toEqual([0, -1]);
  });

  it('agrees with the number that is shown, also half way between two', () => {
    const shown = (text: string): string => formatAmount(text, { digits: 2, signed: true, ...en });
    expect(['-0.005', '0.005', '-0.0049', '0.015'].map((text) => [shown(text), shownSign(text, 2)])).toEqual([
      ['-0.01', -1],
      ['+0.01', 1],
      ['0.00', 0],
      ['+0.02', 1],
    ]);
  });
});

it('takes as many digits as it needs for what is little not to look like nothing', () => {
  expect(['1.234', '-0.006', '-0.000000005', '0'].map((text) => tellingDigits(text, 2))).toEqual([2, 2, 8, 2]);
});

describe('profit', () => {
  it('is realised and unrealised less fees, exactly', () => {
    expect(netProfit({ realised: '0.1', unrealised: '0.2', fees: '0.05' })).toBe('0.25');
  });

  it('is measured against the equity without it', () => {
    expect(percentOf('250', '100250')).toBe('0.25');
    expect(percentOf('1', '1')).toBeNull();
  });
});

it('counts the fraction digits of a step', () => {
  expect([digitsOf('0.10'), digitsOf('0.001'), digitsOf('5')]).toEqual([1, 3, 0]);
});

it('shows an indicator value of any kind', () => {
  expect([3, 'slow', null, true, -0].map(formatValue)).toEqual(['3', 'slow', '–', 'true', '0']);
});

it('writes a fraction in percent to the last digit', () => {
  expect([percentText('0.00661954'), percentText('-0.5')]).toEqual(['0.661954', '-50']);
});
