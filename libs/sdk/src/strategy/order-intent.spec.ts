import type { BracketIntent, OrderIntent } from './hook-context';
import { toAmend, toBracket, toSubmit } from './order-intent';

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

  const ORDER = 'symbol, side, quantity, price, stop, timeInForce, postOnly, reduceOnly, tag';
  it.each([
    [{ limit: '100' }, `an order has no "limit"; it takes ${ORDER}`],
    [{ reduceonly: true }, `an order has no "reduceonly"; it takes ${ORDER}`],
    [{ timeInForce: 'gtc' }, 'timeInForce is gtc; it must be GTC, IOC or FOK'],
    [{ tag: 5 }, 'tag is 5, of the type number; it must be text'],
  ])('is refused with a slip like %j', (slip, message) => {
    const order = { symbol: 'BTC/USDT', side: 'BUY', quantity: '1', ...slip } as OrderIntent;
    expect(() => toSubmit(order)).toThrow(new Error(message));
  });

  it('is refused as a bracket or an amendment with a slip', () => {
    const entry = { side: 'BUY', quantity: '1' } as const;
    const stop = { entry, stopLoss: '90' };
    expect(() => toBracket('BTC/USDT', { ...stop, profit: '110' } as BracketIntent)).toThrow(
      'a bracket has no "profit"; it takes entry, stopLoss, takeProfit',
    );
    expect(() => toBracket('BTC/USDT', { ...stop, entry: { ...entry, stop: '95' } } as BracketIntent)).toThrow(
      'the entry of a bracket has no "stop"; it takes side, quantity, price, timeInForce, postOnly, tag',
    );
    expect(() => toAmend('x', { price: '1', qty: '2' } as { price: string })).toThrow(
      'an amendment has no "qty"; it takes price, quantity',
    );
  });
});
