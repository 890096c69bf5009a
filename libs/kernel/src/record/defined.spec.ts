import { defined } from './defined';

describe('defined', () => {
  it('leaves out what is undefined and keeps what is null, zero, empty or false, in order', () => {
    const kept = defined({ price: undefined, stop: null, quantity: 0, tag: '', reduceOnly: false });
    expect(Object.entries(kept)).toEqual([
      ['stop', null],
      ['quantity', 0],
      ['tag', ''],
      ['reduceOnly', false],
    ]);
  });

  it('makes fields that may be undefined optional, and no others', () => {
    const price = '100' as string | undefined;
    const order: { readonly symbol: string; readonly price?: string } = defined({ symbol: 'BTC/USDT', price });
    expect(order).toEqual({ symbol: 'BTC/USDT', price: '100' });
  });
});
