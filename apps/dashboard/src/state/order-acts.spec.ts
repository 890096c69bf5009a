import { ORDER_STATUSES } from '@libs/kernel';
import { actsOn, changesOf } from './order-acts';

describe('what can be done about an order', () => {
  it('is to cancel what is open and not on its way out, and to amend a limit order that rests', () => {
    const of = (type: 'LIMIT' | 'MARKET') =>
      Object.fromEntries(ORDER_STATUSES.map((status) => [status, actsOn({ status, type }).join(' ')]).filter(([, acts]) => acts !== ''));
    const cancel = {
      EMULATED: 'cancel',
      RELEASED: 'cancel',
      SUBMITTED: 'cancel',
      PENDING_UPDATE: 'cancel',
      TRIGGERED: 'cancel',
      UNKNOWN: 'cancel',
    };
    expect(of('LIMIT')).toEqual({ ...cancel, ACCEPTED: 'amend cancel', PARTIALLY_FILLED: 'amend cancel' });
    expect(of('MARKET')).toEqual({ ...cancel, ACCEPTED: 'cancel', PARTIALLY_FILLED: 'cancel' });
  });
});

describe('changesOf', () => {
  const order = { quantity: '0.01', price: '49000' };

  it('is what was typed anew, however the number is written', () => {
    expect(changesOf(order, { quantity: '0.010', price: ' 49000.0 ' })).toEqual({});
    expect(changesOf(order, { quantity: '0.02 ', price: '49000' })).toEqual({ quantity: '0.02' });
    expect(changesOf(order, { quantity: '0.01', price: '48000' })).toEqual({ price: '48000' });
  });

  it('leaves it to the api to say what is wrong', () => {
    expect(changesOf(order, { quantity: 'much', price: '' })).toEqual({ quantity: 'much', price: '' });
  });
});
