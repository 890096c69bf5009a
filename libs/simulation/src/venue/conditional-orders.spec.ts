import { decimal } from '@libs/kernel';
import { CONTRACT, exit, Floor, ME, OTHER, stop } from '../testing/floor';

/** Last 100, one bid at 99.5 and one ask at 100.5, deep. */
const floorAt100 = (balances?: Record<string, string>): Floor => new Floor(CONTRACT, balances).price('100');

describe('a conditional order', () => {
  it('and its exits lie below the highest price of the market', () => {
    const floor = new Floor({ ...CONTRACT, maxPrice: decimal('1000') }).price('100');
    const beyond = { refusal: { code: 'PRICE_OUT_OF_RANGE', limit: '1000', value: '1000.5' } };
    expect(floor.send('BUY', '1', stop('1000.5', 'RISE'))).toMatchObject(beyond);
    expect(floor.send('BUY', '1', { takeProfit: exit('1000.5') })).toMatchObject(beyond);
    floor.order('BUY', '1', { ...stop('999', 'RISE'), takeProfit: exit('1000') });
  });

  it('waits outside the book until the last price rises to its trigger', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', stop('105', 'RISE'));
    expect(order.status).toBe('UNTRIGGERED');
    floor.price('104.5');
    expect(floor.now(order).status).toBe('UNTRIGGERED');
    floor.at += 1_000;
    floor.price('105');
    expect(floor.now(order)).toMatchObject({ status: 'FILLED', purpose: 'STOP', triggeredAt: floor.at });
    expect(floor.fills()).toEqual(['1@105.5']);
  });

  it('goes off when the price falls through its trigger in one step', () => {
    const floor = floorAt100();
    floor.order('SELL', '1', stop('95', 'FALL'));
    floor.price('91');
    expect(floor.fills()).toEqual(['1@90.5']);
  });

  it('rests at its limit once it is set off', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', { ...stop('95', 'FALL'), price: '94' });
    floor.price('95');
    expect(floor.now(order)).toMatchObject({ status: 'NEW', price: decimal('94') });
    expect(floor.market.book.bestBid).toBe(189);
  });

  it('listens to the mark price when told so', () => {
    const floor = floorAt100().mark('100');
    const order = floor.order('BUY', '1', stop('105', 'RISE', 'MARK'));
    floor.price('106');
    expect(floor.now(order).status).toBe('UNTRIGGERED');
    floor.mark('104.9').mark('105.1');
    expect(floor.fills()).toEqual(['1@106.5']);
  });

  it('listens to the index price when told so', () => {
    const floor = floorAt100();
    const order = floor.order('SELL', '1', stop('95', 'FALL', 'INDEX'));
    floor.venue.setReference(floor.key, { index: decimal('95.25') }, floor.at);
    floor.venue.moved(floor.key, floor.at);
    expect(floor.now(order).status).toBe('UNTRIGGERED');
    floor.venue.setReference(floor.key, { index: decimal('94.75') }, floor.at);
    floor.venue.moved(floor.key, floor.at);
    expect(floor.now(order).status).toBe('FILLED');
  });

  it.each([
    ['RISE', '100', 'TRIGGER_ALREADY_PASSED_UP'],
    ['RISE', '99', 'TRIGGER_ALREADY_PASSED_UP'],
    ['FALL', '100', 'TRIGGER_ALREADY_PASSED_DOWN'],
    ['FALL', '101', 'TRIGGER_ALREADY_PASSED_DOWN'],
  ] as const)('is refused when it waits for a %s to %s at a last price of 100', (direction, price, code) => {
    expect(floorAt100().send('BUY', '1', stop(price, direction))).toMatchObject({ refusal: { code, limit: '100', value: price } });
  });

  it('is refused with a trigger between two ticks', () => {
    expect(floorAt100().send('BUY', '1', stop('105.2', 'RISE'))).toMatchObject({ refusal: { code: 'TRIGGER_OFF_TICK', limit: '0.5' } });
  });

  it('needs no margin before its trigger and is cancelled when there is none at it', () => {
    const floor = floorAt100({ USDT: '100' });
    const order = floor.order('BUY', '20', stop('105', 'RISE'));
    floor.price('105');
    expect(floor.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'REFUSED_ON_TRIGGER', filled: decimal('0') });
  });

  it('that only reduces is cancelled when there is nothing to reduce at its trigger', () => {
    const floor = floorAt100();
    const order = floor.order('SELL', '1', { ...stop('95', 'FALL'), reduceOnly: true });
    floor.price('95');
    expect(floor.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'BY_REDUCE_ONLY' });
  });

  it('that closes on trigger without a quantity closes all there is', () => {
    const floor = floorAt100();
    floor.order('BUY', '3');
    floor.order('SELL', '0', { ...stop('95', 'FALL'), reduceOnly: true, closeOnTrigger: true });
    floor.order('BUY', '2');
    floor.price('95');
    expect(floor.fills()).toEqual(['3@100.5', '2@100.5', '5@94.5']);
    expect(floor.held()).toBe('0');
  });

  it('hears of the trades of clients among each other', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', { ...stop('100.5', 'RISE'), as: OTHER });
    floor.order('BUY', '2');
    expect(floor.now(order).status).toBe('FILLED');
    expect(floor.market.lastPrice.toString()).toBe('100.5');
  });

  it('goes off after those whose triggers lie nearer, and after earlier ones at the same price', () => {
    const floor = floorAt100();
    const far = floor.order('BUY', '1', stop('106', 'RISE'));
    const near = floor.order('BUY', '1', stop('104', 'RISE'));
    const second = floor.order('BUY', '1', stop('106', 'RISE'));
    floor.price('110');
    expect(floor.account().executions.items.map(({ orderId }) => orderId)).toEqual([near.orderId, far.orderId, second.orderId]);
  });

  it('is deactivated when it is cancelled before its trigger', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', stop('105', 'RISE'));
    floor.cancel(order);
    expect(floor.now(order)).toMatchObject({ status: 'DEACTIVATED', cancelReason: 'BY_USER' });
    floor.price('106');
    expect(floor.fills()).toEqual([]);
    expect(floor.cancel(order)).toMatchObject({ refusal: { code: 'ORDER_ALREADY_CANCELLED' } });
  });

  it('waits for its new trigger once that was amended', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', stop('105', 'RISE'));
    expect(floor.amend(order, { triggerPrice: decimal('99') })).toMatchObject({ refusal: { code: 'TRIGGER_ALREADY_PASSED_UP' } });
    floor.amend(order, { triggerPrice: decimal('107'), quantity: decimal('2') });
    floor.price('106');
    expect(floor.now(order)).toMatchObject({ status: 'UNTRIGGERED', quantity: decimal('2') });
    floor.price('107');
    expect(floor.fills()).toEqual(['2@107.5']);
  });

  it('is the eleventh of its market to be refused, while active orders are not counted with it', () => {
    const floor = floorAt100();
    for (let n = 0; n < 10; n += 1) floor.order('BUY', '1', stop('105', 'RISE'));
    expect(floor.send('BUY', '1', stop('105', 'RISE'))).toMatchObject({ refusal: { code: 'TOO_MANY_CONDITIONAL_ORDERS', limit: '10' } });
    expect(floor.send('BUY', '1', { price: '90' }).kind).toBe('accepted');
    floor.venue.cancelAll(ME, ({ status }) => status === 'UNTRIGGERED', 'BY_USER', floor.at);
    expect(floor.send('BUY', '1', stop('105', 'RISE')).kind).toBe('accepted');
  });
});

describe('a market that does not let an order run', () => {
  it('cancels what a market order would buy beyond the price limit', () => {
    const floor = floorAt100();
    // The highest price of a purchase is max(index, 1.05 × mark) = 105.
    floor.quote({
      bids: [['99.5', '1']],
      asks: [
        ['100.5', '1'],
        ['105.5', '9'],
      ],
    });
    const order = floor.order('BUY', '3');
    expect(order).toMatchObject({ status: 'CANCELLED', cancelReason: 'BEYOND_PRICE_BAND', filled: decimal('1') });
  });

  it('stops a market order at the slippage it tolerates', () => {
    const floor = floorAt100();
    floor.quote({
      bids: [['99.5', '1']],
      asks: [
        ['100.5', '1'],
        ['101.5', '1'],
        ['102', '9'],
      ],
    });
    // 100.5 × 1.01 = 101.505, on the tick below 101.5.
    const order = floor.order('BUY', '5', { slippage: decimal('0.01') });
    expect(order).toMatchObject({ status: 'CANCELLED', cancelReason: 'BEYOND_PRICE_BAND', filled: decimal('2') });
  });

  it('moves the limit of a contract order to the nearest price it allows', () => {
    const floor = floorAt100();
    expect(floor.order('BUY', '20', { price: '200', timeInForce: 'GTC' }).price).toEqual(decimal('105'));
    // The purchase made 100.5 the last price; 100.5 × 0.95 = 95.475.
    expect(floor.order('SELL', '1', { price: '50', timeInForce: 'POST_ONLY' }).price).toEqual(decimal('95.5'));
    expect(floor.order('SELL', '1', { price: '200' })).toMatchObject({ status: 'NEW', price: decimal('200') });
  });
});
