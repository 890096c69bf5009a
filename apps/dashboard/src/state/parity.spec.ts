import type { ParityScore } from '@libs/client';
import { causeBars, ordersByCause, pointsOf, reasonsOf, verdictOf } from './parity';

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
    const reasons = reasonsOf({ money: { data: '-1', latency: '2', fee: '0' } });
    expect(reasons.map(({ cause, amount }) => [cause, amount])).toEqual([
      ['latency', '2'],
      ['data', '-1'],
    ]);
  });
});

describe('verdictOf', () => {
  const equal = {
    verdict: 'EXPLAINED',
    decisions: { equal: 3, of: 3 },
    fills: { equal: 3, of: 3 },
    difference: '0',
    causes: [{ cause: 'data', amount: '0' }],
  } as unknown as ParityScore;
  const told = (changes: Partial<ParityScore>): string => {
    const { label, tone } = verdictOf({ ...equal, ...changes });
    return `${label} ${tone}`;
  };

  it('is well only where every order and all money is equal', () => {
    expect(told({})).toBe('Equal good');
    const unequal: readonly Partial<ParityScore>[] = [
      { decisions: { equal: 2, of: 3 } as ParityScore['decisions'] },
      { fills: { equal: 2, of: 3 } as ParityScore['fills'] },
      { difference: '0.000000005' },
      {
        causes: [
          { cause: 'data', amount: '-1' },
          { cause: 'latency', amount: '1' },
        ] as unknown as ParityScore['causes'],
      },
    ];
    for (const changes of unequal) expect(told(changes)).toBe('Explained live');
  });

  it('praises nobody for orders that were never placed', () => {
    const none = { equal: 0, of: 0 } as NonNullable<ParityScore['fills']>;
    expect(told({ decisions: none, fills: none })).toBe('No orders idle');
  });

  it('tells what nothing explains from what cannot be compared', () => {
    expect(told({ verdict: 'DIFFERENT' })).toBe('Unexplained bad');
    expect(told({ verdict: 'NOT_COMPARABLE', decisions: null, fills: null, difference: null, causes: [] })).toBe('Not comparable idle');
  });
});

describe('ordersByCause', () => {
  it('counts the orders that a cause moved, though it evens out', () => {
    const counts = ordersByCause([{ money: { data: '-1', latency: '1' } }, { money: { data: '2', latency: '0' } }]);
    expect([...counts]).toEqual([
      ['data', 2],
      ['latency', 1],
    ]);
  });
});
