import { decimal } from '@libs/kernel';
import { COIN, CONTRACT, Floor, ME, NOW } from '../testing/floor';

const BOOK = {
  bids: [
    ['100', '1'],
    ['99.5', '2'],
  ],
  asks: [
    ['100.5', '1'],
    ['101', '2'],
  ],
} as const;

function contract(): Floor {
  return new Floor().quote(BOOK);
}

describe('a market order', () => {
  it('walks the levels and pays the taker fee on each', () => {
    const floor = contract();
    const order = floor.order('BUY', '2');
    expect(order).toMatchObject({ status: 'FILLED', filled: decimal('2'), filledValue: decimal('201.5'), fees: decimal('0.10075') });
    expect(floor.account().executions.items.map(({ price, quantity }) => `${quantity}@${price}`)).toEqual(['1@100.5', '1@101']);
    expect(floor.balance('USDT')).toBe('99999.89925');
  });

  it('is cancelled with what it got when the book runs dry', () => {
    const order = contract().order('BUY', '5');
    expect(order).toMatchObject({ status: 'CANCELLED', filled: decimal('3'), cancelReason: 'NO_IMMEDIATE_FILL' });
  });

  it('finds a level that was eaten gone until the market moves', () => {
    const floor = contract();
    floor.order('BUY', '1');
    expect(floor.order('BUY', '1').filledValue).toEqual(decimal('101'));
    floor.quote(BOOK);
    expect(floor.order('BUY', '1').filledValue).toEqual(decimal('100.5'));
  });
});

describe('a limit order', () => {
  it('takes what is better than its price and rests with the remainder', () => {
    const order = contract().order('BUY', '3', { price: '100.5' });
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', filled: decimal('1') });
  });

  it('fills at its own price as maker once a trade reaches it through the queue before it', () => {
    const floor = new Floor().quote({ bids: [['99', '2']], asks: [['99.5', '1']] });
    floor.order('BUY', '1', { price: '99' });
    floor.print('SELL', '99', '2');
    expect(floor.fills()).toEqual([]);
    floor.print('SELL', '99', '1');
    const [execution] = floor.account().executions.items;
    expect(execution).toMatchObject({ price: decimal('99'), isMaker: true, fee: decimal('0.0198') });
    expect(floor.account().orders.open.size).toBe(0);
  });

  it('fills at its own price when the market jumps through it', () => {
    const floor = contract();
    floor.order('SELL', '1', { price: '105' });
    floor.quote({ bids: [['110', '1']], asks: [['110.5', '1']] });
    expect(floor.account().executions.items[0]!.price.toString()).toBe('105');
  });

  it('waits while the market stays away from it', () => {
    const floor = contract();
    floor.order('BUY', '1', { price: '99' });
    floor.quote({ bids: [['99.5', '1']], asks: [['100', '1']] });
    expect(floor.account().executions.items).toEqual([]);
  });

  it('fills better prices first and equal prices in the order of arrival', () => {
    const floor = contract();
    const first = floor.order('BUY', '1', { price: '98' });
    const better = floor.order('BUY', '1', { price: '99' });
    const second = floor.order('BUY', '1', { price: '98' });
    floor.quote({ bids: [['97', '1']], asks: [['97.5', '1']] });
    expect(floor.account().executions.items.map(({ orderId }) => orderId)).toEqual([better.orderId, first.orderId, second.orderId]);
  });
});

describe('time in force', () => {
  it.each([
    ['IOC takes what it can and cancels the rest', 'IOC', '2', '1', 'NO_IMMEDIATE_FILL'],
    ['FOK takes nothing when it cannot take all', 'FOK', '2', '0', 'NO_FULL_FILL'],
    ['PostOnly takes nothing when it would take', 'POST_ONLY', '1', '0', 'POST_ONLY_WOULD_TAKE'],
  ] as const)('%s', (_name, timeInForce, quantity, filled, cancelReason) => {
    expect(contract().order('BUY', quantity, { price: '100.5', timeInForce })).toMatchObject({
      status: 'CANCELLED',
      filled: decimal(filled),
      cancelReason,
    });
  });

  it('FOK fills when the levels up to its price suffice', () => {
    expect(contract().order('BUY', '3', { price: '101', timeInForce: 'FOK' }).status).toBe('FILLED');
  });

  it('PostOnly rests below the ask', () => {
    expect(contract().order('BUY', '1', { price: '100', timeInForce: 'POST_ONLY' }).status).toBe('NEW');
  });
});

describe('a linear position', () => {
  it('realises profit on the closed part and turns over with the rest', () => {
    const floor = contract();
    floor.order('BUY', '1');
    floor.quote({ bids: [['110', '5']], asks: [['110.5', '5']] });
    floor.order('SELL', '3');
    expect(floor.position()).toMatchObject({ quantity: decimal('-2'), cost: decimal('-220'), cumulativeRealised: decimal('9.28475') });
    expect(floor.balance('USDT')).toBe('100009.28475');
  });

  it('rounds the share of a partly closed cost half-even at eight digits', () => {
    const floor = new Floor(CONTRACT, { USDT: '100000' }, { maker: '0', taker: '0' });
    floor.quote({
      bids: [['100', '9']],
      asks: [
        ['100.5', '1'],
        ['101', '2'],
      ],
    });
    floor.order('BUY', '3');
    floor.order('SELL', '1', { price: '100' });
    // (100.5 + 2 × 101) / 3 = 100.8333…
    expect(floor.position().cost.toString()).toBe('201.66666667');
    expect(floor.balance('USDT')).toBe('99999.16666667');
  });
});

describe('reduce-only', () => {
  it('is refused without a position to reduce', () => {
    expect(contract().send('SELL', '1', { reduceOnly: true })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'REDUCE_ONLY_WITHOUT_POSITION' },
    });
  });

  it('is cut to the position', () => {
    const floor = contract();
    floor.order('BUY', '1');
    expect(floor.order('SELL', '2', { reduceOnly: true })).toMatchObject({ status: 'FILLED', quantity: decimal('1') });
    expect(floor.held()).toBe('0');
  });

  it('is cancelled when the position went away while it rested', () => {
    const floor = contract();
    floor.order('BUY', '1');
    const resting = floor.order('SELL', '1', { reduceOnly: true, price: '120' });
    floor.order('SELL', '1');
    floor.quote({ bids: [['130', '1']], asks: [['130.5', '1']] });
    expect(floor.account().orders.get(resting.orderId)).toMatchObject({ status: 'CANCELLED', cancelReason: 'BY_REDUCE_ONLY' });
  });
});

describe('a resting reduce-only order', () => {
  it('fills no more than there is left to reduce, and is cancelled with it', () => {
    const floor = contract();
    floor.order('BUY', '2');
    const resting = floor.order('SELL', '2', { reduceOnly: true, price: '104' });
    floor.order('SELL', '1', { price: '100' });
    floor.print('BUY', '104', '5');
    expect(floor.now(resting)).toMatchObject({ status: 'CANCELLED', cancelReason: 'BY_REDUCE_ONLY', filled: decimal('1') });
    expect(floor.held()).toBe('0');
  });

  it('is cancelled as soon as the position is closed', () => {
    const floor = contract();
    floor.order('BUY', '1');
    const resting = floor.order('SELL', '1', { reduceOnly: true, price: '104' });
    floor.order('SELL', '1');
    expect(floor.now(resting)).toMatchObject({ status: 'CANCELLED', cancelReason: 'BY_REDUCE_ONLY' });
  });
});

describe('the cap of open orders', () => {
  it('refuses the order after five hundred active ones of a market', () => {
    const floor = contract();
    for (let n = 0; n < 500; n += 1) floor.order('BUY', '0.1', { price: '90' });
    expect(floor.send('BUY', '0.1', { price: '90' })).toMatchObject({ refusal: { code: 'TOO_MANY_OPEN_ORDERS', limit: '500' } });
    floor.cancel(floor.open()[0]!);
    expect(floor.send('BUY', '0.1', { price: '90' }).kind).toBe('accepted');
  });
});

describe('spot', () => {
  const coins = (): Floor => new Floor(COIN, { USDT: '1000', BTC: '2' }, { maker: '0.001', taker: '0.001' }).quote(BOOK);

  it('takes the fee out of the coin that was received', () => {
    const floor = coins();
    floor.order('BUY', '1');
    expect([floor.balance('USDT'), floor.balance('BTC')]).toEqual(['899.5', '2.999']);
    floor.order('SELL', '1');
    expect([floor.balance('USDT'), floor.balance('BTC')]).toEqual(['999.4', '1.999']);
  });

  it('buys for a value in quote units, in whole lots', () => {
    const floor = coins();
    const order = floor.order('BUY', '0', { quoteQuantity: decimal('150') });
    // 1 × 100.5, then 49.5 / 101 = 0.490…
    expect(order).toMatchObject({ status: 'FILLED', filled: decimal('1.49'), filledValue: decimal('149.99') });
  });

  const THIN = {
    bids: [
      ['99.5', '1'],
      ['99', '10'],
    ],
    asks: [
      ['100.5', '1'],
      ['101', '10'],
    ],
  } as const;

  it('sells for a value only what there is, however far down the book it takes', () => {
    const floor = coins().quote(THIN);
    // 1 × 99.5, then 99.5 / 99 = 1.005
    expect(floor.send('SELL', '0', { quoteQuantity: decimal('199') })).toMatchObject({
      refusal: { code: 'INSUFFICIENT_BALANCE', limit: '2' },
    });
    expect(floor.order('SELL', '0', { quoteQuantity: decimal('198.5') })).toMatchObject({ status: 'FILLED', filled: decimal('2') });
    expect(floor.balance('BTC')).toBe('0');
  });

  it('does not count on own offers that an order would cancel', () => {
    const floor = coins().quote(THIN);
    floor.order('SELL', '2', { price: '100.5' });
    // 1 × 100.5 and 8.95 × 101 is more than there is
    expect(floor.send('BUY', '9.95', { selfTrade: 'CANCEL_MAKER' })).toMatchObject({ refusal: { code: 'INSUFFICIENT_BALANCE' } });
    // 1 × 100.5, then 899.5 / 101 = 8.905…
    const all = { quoteQuantity: decimal('1000'), selfTrade: 'CANCEL_MAKER' } as const;
    expect(floor.order('BUY', '0', all)).toMatchObject({ status: 'FILLED', filledValue: decimal('999.905') });
    expect(floor.balance('USDT')).toBe('0.095');
  });

  it('reserves what open orders would pay', () => {
    const floor = coins();
    floor.order('BUY', '9', { price: '99' });
    expect(floor.send('BUY', '2', { price: '99' })).toMatchObject({
      refusal: { code: 'INSUFFICIENT_BALANCE', limit: '109', value: '198' },
    });
    expect(floor.send('SELL', '3', { price: '120' })).toMatchObject({ refusal: { code: 'INSUFFICIENT_BALANCE', limit: '2', value: '3' } });
  });
});

describe('refusals', () => {
  it.each([
    ['BUY', '0.015', {}, 'QUANTITY_OFF_LOT', '0.01'],
    ['BUY', '0.001', {}, 'QUANTITY_TOO_SMALL', '0.01'],
    ['BUY', '51', {}, 'QUANTITY_TOO_LARGE', '50'],
    ['BUY', '101', { price: '99' }, 'QUANTITY_TOO_LARGE', '100'],
    ['BUY', '0.04', {}, 'NOTIONAL_TOO_SMALL', '5'],
    ['BUY', '1', { price: '99.3' }, 'PRICE_OFF_TICK', '0.5'],
    ['BUY', '1', { price: '501' }, 'PRICE_OUT_OF_RANGE', '500'],
  ] as const)('%s %s %j is refused with %s and the limit %s', (side, quantity, more, code, limit) => {
    expect(contract().send(side, quantity, more)).toMatchObject({ kind: 'refused', refusal: { code, limit } });
  });

  it('a linear order beyond ten times the wallet lacks margin', () => {
    const floor = new Floor(CONTRACT, { USDT: '100' }).quote(BOOK);
    expect(floor.send('BUY', '10')).toMatchObject({ refusal: { code: 'INSUFFICIENT_MARGIN', limit: '100', value: '101.45475' } });
    expect(floor.send('BUY', '9').kind).toBe('accepted');
  });

  it('a second order with the same client id is refused, also after the first is done', () => {
    const floor = contract();
    floor.order('BUY', '1', { clientOrderId: 'mine' });
    expect(floor.send('BUY', '1', { clientOrderId: 'mine' })).toMatchObject({ refusal: { code: 'DUPLICATE_CLIENT_ID' } });
  });

  it('a market that does not trade refuses orders and still cancels', () => {
    const floor = contract();
    const order = floor.order('BUY', '1', { price: '99' });
    floor.market.isOpen = false;
    expect(floor.send('BUY', '1')).toMatchObject({ refusal: { code: 'MARKET_NOT_OPEN' } });
    expect(floor.cancel(order).kind).toBe('accepted');
  });

  it('an unknown, filled or cancelled order is not cancelled', () => {
    const floor = contract();
    const cancel = (clientOrderId: string): unknown => floor.venue.cancel(ME, { market: floor.key, clientOrderId }, NOW);
    floor.order('BUY', '1', { clientOrderId: 'done' });
    floor.order('BUY', '1', { clientOrderId: 'gone', price: '99' });
    cancel('gone');
    expect(
      [cancel('never'), cancel('done'), cancel('gone')].map((result) => (result as { refusal: { code: string } }).refusal.code),
    ).toEqual(['ORDER_NOT_FOUND', 'ORDER_ALREADY_FILLED', 'ORDER_ALREADY_CANCELLED']);
  });
});

describe('resetting an account', () => {
  it('cancels its orders, forgets its positions and starts from the given balances', () => {
    const floor = contract();
    floor.order('BUY', '1');
    const resting = floor.order('BUY', '1', { price: '99' });
    floor.venue.resetAccount(ME, { USDT: decimal('500') }, NOW);
    expect(floor.account().orders.get(resting.orderId)!.status).toBe('CANCELLED');
    expect(floor.held()).toBe('0');
    expect(floor.balance('USDT')).toBe('500');
  });
});
