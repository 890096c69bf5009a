import { toSubmit } from './order-intent';

describe('an order as a strategy wants it', () => {
  it('is the same with options that are undefined as without them', () => {
    const order = { symbol: 'BTC/USDT', side: 'BUY', quantity: '1' } as const;
    const undecided = {
      price: undefined,
      stop: undefined,
      timeInForce: undefined,
      postOnly: undefined,
      reduceOnly: undefined,
      tag: undefined,
    };
    expect(toSubmit({ ...order, ...undecided })).toStrictEqual(toSubmit(order));
  });
});
