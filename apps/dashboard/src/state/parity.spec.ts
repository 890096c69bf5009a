import { causeBars, pointsOf, reasonsOf } from './parity';

describe('parity as bars', () => {
  it('shows the heaviest cause first and at full length, and none that came to nothing', () => {
    const causes = [
      { cause: 'data', amount: '0' },
      { cause: 'fee', amount: '1.5' },
      { cause: 'latency', amount: '-6' },
    ];
    // 6 and 1.5 of 30,000.
    expect(causeBars(causes, '30000')).toEqual([
      { cause: 'latency', amount: '-6', percent: 100, points: '-2' },
      { cause: 'fee', amount: '1.5', percent: 25, points: '0.5' },
    ]);
  });

  it('has no share of what was not traded', () => {
    expect([pointsOf('5', '0'), pointsOf('5', null)]).toEqual([null, null]);
  });

  it('names the reasons of an order', () => {
    expect(reasonsOf({ money: { data: '-1', latency: '2', fee: '0' } })).toBe('latency, data');
  });
});
