import { decimal } from '@libs/kernel';
import { COIN, CONTRACT, exit, Floor, ME, OTHER } from '../testing/floor';

const floorAt100 = (balances?: Record<string, string>): Floor => new Floor(CONTRACT, balances).price('100');

describe('an amendment', () => {
  it('to fewer lots at the same price keeps the place in the queue', () => {
    const floor = floorAt100();
    const first = floor.order('BUY', '2', { price: '99' });
    floor.order('BUY', '2', { price: '99', as: OTHER });
    floor.amend(first, { quantity: decimal('1') });
    floor.print('SELL', '99', '1.5');
    expect([floor.fills(ME), floor.fills(OTHER)]).toEqual([['1@99'], ['0.5@99']]);
    expect(floor.now(first)).toMatchObject({ status: 'FILLED', quantity: decimal('1'), sequence: first.sequence });
  });

  it('to more lots goes to the back of the queue', () => {
    const floor = floorAt100();
    const first = floor.order('BUY', '1', { price: '99' });
    const second = floor.order('BUY', '1', { price: '99', as: OTHER });
    floor.amend(first, { quantity: decimal('2') });
    floor.print('SELL', '99', '1');
    expect([floor.fills(ME), floor.fills(OTHER)]).toEqual([[], ['1@99']]);
    expect(floor.now(first).sequence).toBeGreaterThan(second.sequence);
  });

  it('has to be paid for what is still open alone', () => {
    // 9 × 99 need 89.5 of margin; the half that fills pays 0.09 and needs no more, so that some 10 are free.
    const floor = floorAt100({ USDT: '100' });
    const order = floor.order('BUY', '9', { price: '99' });
    floor.print('SELL', '99', '5');
    expect(floor.amend(order, { quantity: decimal('9.5') })).toMatchObject({ kind: 'accepted' });
    expect(floor.amend(order, { quantity: decimal('10.5') })).toMatchObject({ refusal: { code: 'INSUFFICIENT_MARGIN' } });
  });

  it('across the spread takes at once', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', { price: '99' });
    floor.amend(order, { price: decimal('101') });
    expect(floor.now(order)).toMatchObject({ status: 'FILLED', price: decimal('101') });
    expect(floor.fills()).toEqual(['1@100.5']);
  });

  it.each([
    ['to more than is held', { quantity: decimal('5'), price: decimal('99') }],
    ['after its position shrank', { price: decimal('99') }],
  ])('of a reduce-only order across the spread closes no more than the position: %s', (_, change) => {
    const floor = floorAt100();
    floor.order('BUY', '2');
    const order = floor.order('SELL', '2', { price: '104', reduceOnly: true });
    floor.order('SELL', '1', { reduceOnly: true });
    floor.amend(order, change);
    expect(floor.held()).toBe('0');
    expect(floor.now(order)).toMatchObject({ status: 'FILLED', quantity: decimal('1') });
  });

  it('across the spread ends a post-only order', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', { price: '99', timeInForce: 'POST_ONLY' });
    floor.amend(order, { price: decimal('101') });
    expect(floor.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'POST_ONLY_WOULD_TAKE' });
    expect(floor.market.book.openOf(1)).toBe(0);
  });

  it('counts what was filled already', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '3', { price: '99' });
    floor.print('SELL', '99', '1');
    expect(floor.amend(order, { quantity: decimal('1') })).toMatchObject({
      refusal: { code: 'AMENDED_BELOW_FILLED', limit: '1', value: '1' },
    });
    floor.amend(order, { quantity: decimal('1.5') });
    floor.print('SELL', '99', '5');
    expect(floor.now(order)).toMatchObject({ status: 'FILLED', filled: decimal('1.5') });
  });

  it.each([
    [{}, 'NOTHING_TO_AMEND'],
    [{ price: decimal('99'), quantity: decimal('1') }, 'NOTHING_TO_AMEND'],
    [{ price: decimal('99.1') }, 'PRICE_OFF_TICK'],
    [{ quantity: decimal('1.001') }, 'QUANTITY_OFF_LOT'],
    [{ quantity: decimal('101') }, 'QUANTITY_TOO_LARGE'],
    [{ price: decimal('501') }, 'PRICE_OUT_OF_RANGE'],
    [{ takeProfit: exit('90') }, 'EXIT_PRICE_ON_WRONG_SIDE'],
  ] as const)('%j of a purchase of 1 at 99 is refused with %s', (change, code) => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', { price: '99' });
    expect(floor.amend(order, change)).toMatchObject({ kind: 'refused', refusal: { code } });
    expect(floor.now(order)).toEqual(order);
  });

  it('needs the funds of the order as it will be, not of both', () => {
    // At leverage 10: 100 × 0.1 × (1 + 9 × 0.0005) + 100 × 0.0005 = 10.095 for each unit at 100.
    const floor = floorAt100({ USDT: '101' });
    const order = floor.order('BUY', '6', { price: '99' });
    expect(floor.amend(order, { quantity: decimal('10') }).kind).toBe('accepted');
    expect(floor.amend(order, { quantity: decimal('11') })).toMatchObject({ refusal: { code: 'INSUFFICIENT_MARGIN' } });
    const coins = new Floor(COIN, { USDT: '200', BTC: '0' }).price('100');
    const bid = coins.order('BUY', '1.5', { price: '99' });
    expect(coins.amend(bid, { quantity: decimal('2') }).kind).toBe('accepted');
    expect(coins.amend(bid, { quantity: decimal('2.1') })).toMatchObject({
      refusal: { code: 'INSUFFICIENT_BALANCE', limit: '200', value: '207.9' },
    });
  });

  it('sets and takes away exits before the order is filled', () => {
    const floor = floorAt100();
    const order = floor.order('BUY', '1', { price: '99', stopLoss: exit('95') });
    floor.amend(order, { takeProfit: exit('110'), stopLoss: null });
    floor.print('SELL', '99', '1');
    expect(floor.open().map(({ purpose }) => purpose)).toEqual(['TAKE_PROFIT']);
  });

  it('of an order that is gone is refused', () => {
    const floor = floorAt100();
    const filled = floor.order('BUY', '1');
    const cancelled = floor.order('BUY', '1', { price: '99' });
    floor.cancel(cancelled);
    const codes = [filled, cancelled, { ...filled, orderId: 'none' }].map((order) => floor.amend(order, { quantity: decimal('2') }));
    expect(codes).toMatchObject([
      { refusal: { code: 'ORDER_ALREADY_FILLED' } },
      { refusal: { code: 'ORDER_ALREADY_CANCELLED' } },
      { refusal: { code: 'ORDER_NOT_FOUND' } },
    ]);
  });
});

describe('an order that meets one of its owner', () => {
  const meet = (selfTrade: 'NONE' | 'CANCEL_MAKER' | 'CANCEL_TAKER' | 'CANCEL_BOTH'): readonly string[] => {
    const floor = new Floor().quote({ bids: [['99', '1']], asks: [['102', '1']] });
    const foreign = floor.order('SELL', '1', { price: '100', as: OTHER });
    const maker = floor.order('SELL', '1', { price: '101' });
    const taker = floor.order('BUY', '3', { price: '102', selfTrade });
    return [foreign, maker, taker].map((order) => {
      const { status, filled, cancelReason } = floor.now(order);
      return `${status} ${filled}${cancelReason ? ` ${cancelReason}` : ''}`;
    });
  };

  it.each([
    ['NONE', ['FILLED 1', 'FILLED 1', 'FILLED 3']],
    ['CANCEL_MAKER', ['FILLED 1', 'CANCELLED 0 BY_SELF_TRADE_PREVENTION', 'PARTIALLY_FILLED 2']],
    ['CANCEL_TAKER', ['FILLED 1', 'NEW 0', 'CANCELLED 1 BY_SELF_TRADE_PREVENTION']],
    ['CANCEL_BOTH', ['FILLED 1', 'CANCELLED 0 BY_SELF_TRADE_PREVENTION', 'CANCELLED 1 BY_SELF_TRADE_PREVENTION']],
  ] as const)('under %s leaves %j', (policy, expected) => {
    expect(meet(policy)).toEqual(expected);
  });
});

describe('trades of two clients', () => {
  it('are told to both, and once to everybody', () => {
    const floor = floorAt100();
    floor.order('SELL', '1', { price: '100', as: OTHER });
    floor.venue.drain();
    floor.order('BUY', '1', { price: '100' });
    const changes = floor.venue.drain();
    expect(changes.filter(({ type }) => type === 'execution')).toHaveLength(2);
    expect(changes.filter(({ type }) => type === 'public-trade')).toEqual([
      { type: 'public-trade', market: floor.key, takerSide: 'BUY', price: decimal('100'), quantity: decimal('1'), at: floor.at },
    ]);
    expect([floor.balance('USDT', ME), floor.balance('USDT', OTHER)]).toEqual(['99999.95', '99999.98']);
  });

  it('are not told again when the market itself brings the trade', () => {
    const floor = floorAt100();
    floor.order('BUY', '1', { price: '99.5' });
    floor.venue.drain();
    floor.print('SELL', '99.5', '1001');
    expect(floor.changes('public-trade')).toEqual([]);
    expect(floor.fills()).toEqual(['1@99.5']);
  });
});
