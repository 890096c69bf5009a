import { decimal } from '../number/decimal';
import { Overfill, changeOrder, fillOrder, initializeOrder, leavesOf, updateOrder } from './change-order';
import type { Order } from './order';

const submitted: Order = changeOrder(
  initializeOrder(
    {
      symbol: 'BTC/USDT',
      side: 'BUY',
      type: 'LIMIT',
      quantity: decimal('3'),
      price: decimal('10'),
      timeInForce: 'GTC',
      postOnly: false,
      reduceOnly: false,
    },
    { clientOrderId: 'c1', deploymentId: 'd1' },
    1,
  ),
  'Submitted',
  { at: 1 },
);

const fill = (quantity: string, price: string, at = 5) => ({ quantity: decimal(quantity), price: decimal(price), at });

describe('changeOrder', () => {
  it('keeps what the event brought', () => {
    expect(changeOrder(submitted, 'Accepted', { at: 2, venueOrderId: 'v1' })).toMatchObject({
      status: 'ACCEPTED',
      venueOrderId: 'v1',
      createdAt: 1,
      updatedAt: 2,
    });
  });

  it('is the same object when the news are old', () => {
    const accepted = changeOrder(submitted, 'Accepted', { at: 2, venueOrderId: 'v1' });
    expect(changeOrder(accepted, 'Accepted', { at: 9, venueOrderId: 'v1' })).toBe(accepted);
    expect(changeOrder(accepted, 'BecameUnknown', { at: 9, reason: 'timeout' })).toBe(accepted);
  });

  it('learns the venue id from late news', () => {
    const canceled = changeOrder(submitted, 'Canceled', { at: 2, reason: 'by the venue' });
    expect(changeOrder(canceled, 'Accepted', { at: 3, venueOrderId: 'v1' })).toMatchObject({
      status: 'CANCELED',
      venueOrderId: 'v1',
      reason: 'by the venue',
    });
  });

  it('drops the reason of a status that is over', () => {
    const unknown = changeOrder(submitted, 'BecameUnknown', { at: 2, reason: 'timeout' });
    expect(changeOrder(unknown, 'Accepted', { at: 3, venueOrderId: 'v1' })).not.toHaveProperty('reason');
  });

  it('is partially filled again when the cancel of a part-filled order is refused', () => {
    const pending = changeOrder(fillOrder(submitted, fill('1', '10')), 'CancelRequested', { at: 6 });
    expect(changeOrder(pending, 'CancelRefused', { at: 7 }).status).toBe('PARTIALLY_FILLED');
  });
});

describe('fillOrder', () => {
  it('adds quantity and cost and ends filled', () => {
    const part = fillOrder(submitted, fill('1', '10'));
    expect([part.status, part.filledQuantity.toString(), part.filledCost.toString(), leavesOf(part).toString()]).toEqual([
      'PARTIALLY_FILLED',
      '1',
      '10',
      '2',
    ]);
    const whole = fillOrder(part, fill('2', '9.5', 8));
    expect([
      whole.status,
      whole.filledQuantity.toString(),
      whole.filledCost.toString(),
      leavesOf(whole).toString(),
      whole.updatedAt,
    ]).toEqual(['FILLED', '3', '29', '0', 8]);
  });

  it('counts a late part of a cancelled order without opening it', () => {
    const canceled = changeOrder(submitted, 'Canceled', { at: 2 });
    const late = fillOrder(canceled, fill('1', '10'));
    expect([late.status, late.filledQuantity.toString(), leavesOf(late).toString()]).toEqual(['CANCELED', '1', '0']);
  });

  it('refuses more than was ordered', () => {
    expect(() => fillOrder(submitted, fill('3.001', '10'))).toThrow(Overfill);
    expect(() => fillOrder(submitted, fill('3.001', '10'))).toThrow('asked for 3 BTC/USDT, its executions add up to 3.001');
  });
});

describe('updateOrder', () => {
  const open = changeOrder(changeOrder(submitted, 'Accepted', { at: 2, venueOrderId: 'v1' }), 'UpdateRequested', { at: 3 });

  it('takes the new terms and keeps what was not asked for', () => {
    const after = updateOrder(open, { price: decimal('11') }, 4);
    expect([after.status, after.quantity.toString(), after.price?.toString(), after.updatedAt]).toEqual(['ACCEPTED', '3', '11', 4]);
  });

  it('counts what has filled: part of it stays part of it, and no more than has filled is the whole', () => {
    const part = fillOrder(open, fill('2', '10'));
    expect(part.status).toBe('PENDING_UPDATE');
    expect(updateOrder(part, { quantity: decimal('5') }, 6)).toMatchObject({ status: 'PARTIALLY_FILLED' });
    expect(leavesOf(updateOrder(part, { quantity: decimal('5') }, 6)).toString()).toBe('3');
    expect(updateOrder(part, { quantity: decimal('2') }, 6)).toMatchObject({ status: 'FILLED' });
    expect(() => updateOrder(part, { quantity: decimal('1') }, 6)).toThrow(Overfill);
  });
});
