import { decimal } from '@libs/kernel';
import { CONTRACT, Floor } from '../testing/floor';

function contract(): Floor {
  const floor = new Floor(CONTRACT, { USDT: '100000' }, { maker: '0', taker: '0' });
  return floor.quote({ bids: [['100', '9']], asks: [['100.5', '9']] });
}

describe('what a venue does by its own decision', () => {
  it('rejects an order after taking it, and only that one', () => {
    const floor = contract();
    floor.venue.drain();
    floor.venue.bring(floor.account().id, 'REJECT_NEXT_ORDER');
    const order = floor.order('BUY', '1', { price: '99' });
    expect(order.status).toBe('NEW');
    const told = floor.venue.drain().flatMap((change) => (change.type === 'order' ? [change.order.status] : []));
    expect(told).toEqual(['NEW', 'REJECTED']);
    expect(floor.account().orders.open.size).toBe(0);
    expect(floor.order('BUY', '1', { price: '99' }).status).toBe('NEW');
    expect(floor.account().orders.open.size).toBe(1);
  });

  it('refuses a stop at its trigger: the position stays without it', () => {
    const floor = contract();
    floor.order('BUY', '1');
    const stop = floor.order('SELL', '1', { reduceOnly: true, trigger: { price: decimal('95'), source: 'LAST', direction: 'FALL' } });
    floor.venue.bring(floor.account().id, 'REFUSE_NEXT_TRIGGER');
    floor.quote({ bids: [['94', '9']], asks: [['94.5', '9']] });
    expect(floor.account().orders.get(stop.orderId)).toMatchObject({ status: 'CANCELLED', cancelReason: 'REFUSED_ON_TRIGGER' });
    expect(floor.position().quantity.toString()).toBe('1');
  });

  it('closes a winner at the mark price to cover the loss of another, after its orders', () => {
    const floor = contract();
    floor.order('BUY', '2');
    const resting = floor.order('SELL', '1', { price: '120' });
    floor.quote({ bids: [['110', '9']], asks: [['110.5', '9']] });
    floor.venue.seize(floor.account().id, { market: floor.market.key, kind: 'AUTO_DELEVERAGING' }, 1);
    expect(floor.account().orders.get(resting.orderId)).toMatchObject({ cancelReason: 'BEFORE_LIQUIDATION' });
    expect(floor.position().quantity.isZero).toBe(true);
    // Bought at 100.5, closed at the mark, which is the last price of 110: 2 × 9.5.
    expect(floor.balance('USDT')).toBe('100019');
    expect(floor.account().executions.items.at(-1)).toMatchObject({ kind: 'AUTO_DELEVERAGING', quantity: decimal('2') });
  });

  it('changes filters under way, to coarser steps of the same grid', () => {
    const floor = contract();
    floor.market.changeFilters({ tickSize: decimal('1'), minQuantity: decimal('0.1') });
    expect(floor.send('BUY', '1', { price: '99.5' })).toMatchObject({ kind: 'refused', refusal: { code: 'PRICE_OFF_TICK', limit: '1' } });
    expect(floor.send('BUY', '0.05', { price: '99' })).toMatchObject({ kind: 'refused', refusal: { code: 'QUANTITY_TOO_SMALL' } });
    expect(floor.send('BUY', '1', { price: '99' })).toMatchObject({ kind: 'accepted' });
    expect(() => floor.market.changeFilters({ tickSize: decimal('0.3') })).toThrow(RangeError);
  });
});
