import { refusedLines, refusedOrders } from './refused-orders';

const refusals = new Map([
  ['a', 'LOT_SIZE: 0.0005 is no multiple of 0.001'],
  ['b', 'MAX_POSITION_SIZE: 1100 is above 1000'],
  ['c', 'MAX_POSITION_SIZE: 1200 is above 1000'],
  ['d', 'no word at all'],
]);

describe('refused orders', () => {
  it('are counted by the word of their reason, the most frequent first, with the first of each', () => {
    expect(refusedOrders(refusals)).toEqual([
      { code: 'MAX_POSITION_SIZE', orders: 2, example: 'MAX_POSITION_SIZE: 1100 is above 1000' },
      { code: 'LOT_SIZE', orders: 1, example: 'LOT_SIZE: 0.0005 is no multiple of 0.001' },
      { code: 'no word at all', orders: 1, example: 'no word at all' },
    ]);
  });

  it('are told in a line each', () => {
    expect(refusedLines(refusedOrders(refusals)).slice(0, 2)).toEqual([
      '2 orders were refused, the first with MAX_POSITION_SIZE: 1100 is above 1000',
      '1 order was refused: LOT_SIZE: 0.0005 is no multiple of 0.001',
    ]);
    expect(refusedLines([{ code: 'A', orders: 1_234, example: 'A: b' }])).toEqual(['1,234 orders were refused, the first with A: b']);
    expect(refusedLines([])).toEqual([]);
  });
});
