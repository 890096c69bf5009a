import { Decimal, type Bar } from '@libs/kernel';
import { market, minutes } from '../../test/markets';
import { barTape } from './bar-tape';

const [first, second] = minutes([100, 101, 99, 100], [100, 101, 99, 100]) as [Bar, Bar];

describe('barTape', () => {
  it('tells a bar within another from a hole', () => {
    expect(() => barTape(market, '1m', [first, { ...second, start: first.start + 120_000 }])).toThrow('download what lies between');
    expect(() => barTape(market, '1m', [first, { ...second, start: first.start + 30_000 }])).toThrow(
      /^the bar of BTC\/USDT:USDT at \S+:30.000Z begins before the one before it ends, at \S+:00.000Z; one of the two is not of this length$/,
    );
  });

  it('tells a price that cannot be from one between two ticks', () => {
    const at =
      (low: string): (() => unknown) =>
      () =>
        barTape(market, '1m', [{ ...first, low: Decimal.parse(low) }]);
    expect(at('-5')).toThrow('has the price -5, and a price is above zero');
    expect(at('0')).toThrow('has the price 0, and a price is above zero');
    expect(at('98.0000001')).toThrow(`has the price 98.0000001, which is no multiple of the tick ${market.tickSize}`);
  });
});
