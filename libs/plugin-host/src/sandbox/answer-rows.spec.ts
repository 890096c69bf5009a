import fc from 'fast-check';
import { answerOf, rowOf } from './answer-rows';

const market = fc.record(
  {
    kind: fc.constant('submit' as const),
    symbol: fc.constantFrom('A', 'B'),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    type: fc.constant('MARKET' as const),
    quantity: fc.constantFrom('1', '0.25'),
    timeInForce: fc.constant('IOC' as const),
    postOnly: fc.constant(false),
    reduceOnly: fc.boolean(),
    tag: fc.string(),
  },
  { requiredKeys: ['kind', 'symbol', 'side', 'type', 'quantity', 'timeInForce', 'postOnly', 'reduceOnly'] },
);
const limit = market.map((order) => ({ ...order, type: 'LIMIT' as const, price: '5', timeInForce: 'GTC' as const }));
const cancel = fc.record({ kind: fc.constant('cancel' as const), clientOrderId: fc.string() });
const answer = fc.tuple(fc.nat(), fc.array(fc.oneof({ weight: 3, arbitrary: market }, limit, cancel), { minLength: 1, maxLength: 2 }));

describe('a row of an answer', () => {
  it('reads back as the answer', () => {
    let short = 0;
    fc.assert(
      fc.property(answer, (one) => {
        const row = rowOf(one, 'A');
        if (!Array.isArray(row[1])) short += 1;
        const read: unknown = JSON.parse(JSON.stringify(row));
        expect(answerOf(read, 'A', () => true)).toEqual(one);
      }),
      { numRuns: 500 },
    );
    expect(short).toBeGreaterThan(5);
  });

  it.each([[null], [['1', 'B', '1']], [[1.5, 'B', '1']], [[1, 'x', '1']], [[1, 'B', 1]], [[1, 'B', '1', 2]], [[1, ['nonsense']]]])(
    'is refused where it is none: %j',
    (row) => {
      expect(answerOf(row, 'A', (value) => typeof value === 'object')).toBeNull();
    },
  );
});
