import { ORDER_STATUSES } from '@libs/kernel';
import { fillSentence, orderSentence, orderStatusWord, readable } from './words';

it('has words for every order status of the kernel', () => {
  expect(ORDER_STATUSES.filter((status) => orderStatusWord(status).label === status)).toEqual([]);
});

it('tells a refusal by us from one by the venue', () => {
  expect(orderStatusWord('DENIED').meaning).toContain('our own');
  expect(orderStatusWord('REJECTED').meaning).toContain('venue');
});

it('shows a status it does not know as it is', () => {
  expect(orderStatusWord('TELEPORTED').label).toBe('TELEPORTED');
});

it('makes names readable', () => {
  expect(['MAX_POSITION_SIZE', 'exchange-simulator', 'fastPeriod', 'atrPeriod', 'api'].map(readable)).toEqual([
    'max position size',
    'exchange simulator',
    'fast period',
    'ATR period',
    'API',
  ]);
});

it('says a fill aloud', () => {
  expect(fillSentence({ side: 'SELL', quantity: '0.1', symbol: 'BTC/USDT:USDT', price: '83000.5' })).toBe(
    'Sold 0.1 BTC/USDT:USDT at 83000.5',
  );
});

it('says aloud which order was refused, and why', () => {
  const order = { side: 'BUY', quantity: '0.1', symbol: 'BTC/USDT:USDT' } as const;
  expect(orderSentence({ ...order, status: 'REJECTED', reason: 'too much' })).toBe('Order rejected, buy 0.1 BTC/USDT:USDT: too much');
  expect(orderSentence({ ...order, status: 'UNKNOWN', reason: null })).toBe('Order unknown, buy 0.1 BTC/USDT:USDT');
});
