import { decimal } from '@libs/kernel';
import { COIN, exit, Floor, stop } from '../testing/floor';

const floorAt100 = (): Floor => new Floor(COIN, { USDT: '1000', BTC: '2' }, { maker: '0.001', taker: '0.001' }).price('100');

const exits = (floor: Floor): readonly string[] =>
  floor.open().map(({ purpose, side, quantity, trigger }) => `${purpose} ${side} ${quantity} at ${trigger?.price}`);

describe('the exits of a spot order', () => {
  const bought = (): Floor => {
    const floor = floorAt100();
    floor.order('BUY', '1', { price: '101', takeProfit: exit('110'), stopLoss: exit('95') });
    return floor;
  };

  it('sell what was bought less the fee, in whole lots, and are a pair', () => {
    const floor = bought();
    expect(exits(floor)).toEqual(['SPOT_OCO SELL 0.999 at 110', 'SPOT_OCO SELL 0.999 at 95']);
    const [first, second] = floor.open();
    expect([first!.siblingOrderId, second!.siblingOrderId]).toEqual([second!.orderId, first!.orderId]);
  });

  it('hold their coins once, not twice', () => {
    const floor = bought();
    expect(floor.balance('BTC')).toBe('2.999');
    expect(floor.send('SELL', '2', { price: '120' }).kind).toBe('accepted');
    expect(floor.send('SELL', '1', { price: '120' })).toMatchObject({ refusal: { code: 'INSUFFICIENT_BALANCE', limit: '0' } });
  });

  it('end each other at the trigger', () => {
    const floor = bought();
    floor.price('95');
    expect(floor.open()).toEqual([]);
    expect(floor.fills()).toEqual(['1@100.5', '0.999@94.5']);
    expect([...floor.account().orders.closed.values()].map(({ status }) => status)).toEqual(['FILLED', 'DEACTIVATED', 'FILLED']);
  });

  it('are cancelled together', () => {
    const floor = bought();
    floor.cancel(floor.open()[0]!);
    expect(floor.open()).toEqual([]);
    const ends = [...floor.account().orders.closed.values()].map(({ status, cancelReason }) => [status, cancelReason]);
    expect(ends.slice(1)).toEqual([
      ['DEACTIVATED', 'BY_USER'],
      ['DEACTIVATED', 'BY_USER'],
    ]);
  });

  it('stand alone when there is only one', () => {
    const floor = floorAt100();
    floor.order('BUY', '1', { price: '101', stopLoss: exit('95', 'LAST', '94') });
    expect(exits(floor)).toEqual(['SPOT_TPSL SELL 0.999 at 95']);
    floor.quote({ bids: [['93', '5']], asks: [['95.5', '5']] }, '95');
    expect(floor.open()).toMatchObject([{ status: 'NEW', price: decimal('94') }]);
  });
});

describe('a spot order with a trigger', () => {
  it('holds its coins at once as a take-profit or stop-loss order', () => {
    const floor = floorAt100();
    floor.order('SELL', '2', { ...stop('95', 'FALL'), purpose: 'SPOT_TPSL' });
    expect(floor.send('SELL', '1', { price: '120' })).toMatchObject({ refusal: { code: 'INSUFFICIENT_BALANCE', limit: '0', value: '1' } });
    floor.price('95');
    expect([floor.balance('BTC'), floor.balance('USDT')]).toEqual(['0', '1188.811']);
  });

  it('holds nothing as a conditional order and is cancelled when the coins are gone at its trigger', () => {
    const floor = floorAt100();
    const order = floor.order('SELL', '2', stop('95', 'FALL'));
    floor.order('SELL', '1');
    floor.price('95');
    expect(floor.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'REFUSED_ON_TRIGGER' });
  });

  it('can be moved and made larger when it comes by value', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '0', { ...stop('105', 'RISE'), quoteQuantity: decimal('100') });
    expect(floor.amend(order, { triggerPrice: decimal('106') })).toMatchObject({
      order: { quoteQuantity: decimal('100'), trigger: { price: decimal('106') } },
    });
    expect(floor.amend(order, { quantity: decimal('213') })).toMatchObject({
      order: { quoteQuantity: decimal('213'), quantity: decimal('0') },
    });
    expect(floor.amend(order, { quantity: decimal('213') })).toMatchObject({ refusal: { code: 'NOTHING_TO_AMEND' } });
    floor.price('106');
    // 213 at 106.5 is 2.
    expect(floor.fills()).toEqual(['2@106.5']);
  });

  it('may be made larger than its account could pay now, unless it holds its coins', () => {
    const floor = floorAt100();
    const [waits, holds] = [
      floor.order('SELL', '1', stop('95', 'FALL')),
      floor.order('SELL', '1', { ...stop('95', 'FALL'), purpose: 'SPOT_TPSL' }),
    ];
    expect(floor.amend(waits, { quantity: decimal('3') })).toMatchObject({ order: { quantity: decimal('3') } });
    expect(floor.amend(holds, { quantity: decimal('3') })).toMatchObject({ refusal: { code: 'INSUFFICIENT_BALANCE' } });
  });

  it.each([
    ['SELL', { ...stop('60', 'FALL'), quoteQuantity: decimal('180') }, '2', '3'],
    ['BUY', { ...stop('150', 'RISE'), quantity: decimal('7') }, '1000', '1050'],
  ] as const)('sets aside only what there is at its trigger: %s', (side, terms, limit, value) => {
    const refusal = { code: 'INSUFFICIENT_BALANCE', limit, value };
    expect(floorAt100().send(side, '0', { ...terms, purpose: 'SPOT_TPSL' })).toMatchObject({ refusal });
  });

  it('is one of at most thirty of its kind in a market', () => {
    const floor = floorAt100();
    for (let n = 0; n < 30; n += 1) floor.order('SELL', '1', stop('95', 'FALL'));
    expect(floor.send('SELL', '1', stop('95', 'FALL'))).toMatchObject({ refusal: { code: 'TOO_MANY_CONDITIONAL_ORDERS', limit: '30' } });
  });

  it('is refused as reduce-only', () => {
    expect(floorAt100().send('SELL', '1', { reduceOnly: true })).toMatchObject({ refusal: { code: 'REDUCE_ONLY_ON_SPOT' } });
  });

  it('is refused with a limit beyond the price limit', () => {
    expect(floorAt100().send('BUY', '1', { price: '111' })).toMatchObject({ refusal: { code: 'PRICE_TOO_HIGH', limit: '105' } });
    expect(floorAt100().send('SELL', '1', { price: '89' })).toMatchObject({ refusal: { code: 'PRICE_TOO_LOW', limit: '95' } });
  });
});
