import { decimal } from '@libs/kernel';
import { exit, Floor, ME } from '../testing/floor';
import type { SimOrder } from './order';
import type { TradingStop } from './requests';

const floorAt100 = (): Floor => new Floor().price('100');

const exits = (floor: Floor): readonly string[] =>
  floor.open().map(({ purpose, side, quantity, trigger }) => `${purpose} ${side} ${quantity} at ${trigger?.price}`);

const set = (floor: Floor, stop: Partial<TradingStop>) =>
  floor.venue.setTradingStop(ME, { market: floor.key, index: 0, exitMode: 'FULL', ...stop }, floor.at);

const last = (orders: Iterable<SimOrder>): SimOrder => [...orders].at(-1)!;

describe('exits that come with an order and cover the whole position', () => {
  const opened = (): Floor => {
    const floor = floorAt100();
    floor.order('BUY', '2', { takeProfit: exit('110'), stopLoss: exit('95') });
    return floor;
  };

  it('wait as reduce-only orders once it is filled', () => {
    const floor = opened();
    expect(exits(floor)).toEqual(['TAKE_PROFIT SELL 2 at 110', 'STOP_LOSS SELL 2 at 95']);
    expect(floor.open().every(({ reduceOnly, status }) => reduceOnly && status === 'UNTRIGGERED')).toBe(true);
    expect(floor.position()).toMatchObject({ takeProfit: exit('110'), stopLoss: exit('95'), exitMode: 'FULL' });
  });

  it('do not exist before it is filled', () => {
    const floor = floorAt100();
    floor.order('BUY', '2', { price: '99', takeProfit: exit('110') });
    expect(exits(floor)).toEqual(['ORDER BUY 2 at undefined']);
  });

  it('follow the size of the position', () => {
    const floor = opened();
    floor.order('BUY', '1');
    expect(exits(floor)).toEqual(['TAKE_PROFIT SELL 3 at 110', 'STOP_LOSS SELL 3 at 95']);
    floor.order('SELL', '2.5', { reduceOnly: true });
    expect(exits(floor)).toEqual(['TAKE_PROFIT SELL 0.5 at 110', 'STOP_LOSS SELL 0.5 at 95']);
  });

  it('close the position with the one that goes off first, and the other ends', () => {
    const floor = opened();
    floor.order('BUY', '1');
    floor.price('110');
    expect(floor.held()).toBe('0');
    // 3 × (109.5 − 100.5) − 3 × 100.5 × 0.0005 − 3 × 109.5 × 0.0005
    expect(floor.balance('USDT')).toBe('100026.685');
    expect(floor.open()).toEqual([]);
    const states = [...floor.account().orders.all()].map(({ purpose, status, cancelReason }) => [purpose, status, cancelReason]);
    expect(states).toContainEqual(['TAKE_PROFIT', 'FILLED', undefined]);
    expect(states).toContainEqual(['STOP_LOSS', 'DEACTIVATED', 'SIBLING_DONE']);
    expect(floor.position().takeProfit).toBeUndefined();
  });

  it('end when the position is closed by hand', () => {
    const floor = opened();
    floor.order('SELL', '2');
    expect(floor.open()).toEqual([]);
  });

  it('end when the position turns over, and those of the new side begin', () => {
    const floor = opened();
    floor.order('SELL', '3', { takeProfit: exit('90') });
    expect(exits(floor)).toEqual(['TAKE_PROFIT BUY 1 at 90']);
    expect(floor.position()).toMatchObject({ quantity: decimal('-1'), takeProfit: exit('90') });
  });

  it.each([
    ['BUY', { price: '99', takeProfit: exit('98') }],
    ['BUY', { price: '99', stopLoss: exit('99') }],
    ['SELL', { price: '101', takeProfit: exit('102') }],
    ['SELL', { stopLoss: exit('99.5') }],
  ] as const)('of a %s are refused on the wrong side: %j', (side, said) => {
    expect(floorAt100().send(side, '1', said)).toMatchObject({ refusal: { code: 'EXIT_PRICE_ON_WRONG_SIDE' } });
  });

  it('protect nothing more once their owner cancelled them', () => {
    const floor = opened();
    floor.cancel(floor.open()[0]!);
    expect(exits(floor)).toEqual(['STOP_LOSS SELL 2 at 95']);
    expect(floor.position().takeProfit).toBeUndefined();
  });

  it('move with an amendment of their trigger', () => {
    const floor = opened();
    floor.amend(floor.open()[1]!, { triggerPrice: decimal('97') });
    expect(exits(floor)).toEqual(['TAKE_PROFIT SELL 2 at 110', 'STOP_LOSS SELL 2 at 97']);
    expect(floor.position().stopLoss!.price).toEqual(decimal('97'));
  });
});

describe('exits that come with an order and cover what it got', () => {
  it('grow with its fills, and of two each ends the other', () => {
    const floor = floorAt100();
    floor.order('BUY', '1');
    floor.order('BUY', '2', { price: '99', takeProfit: exit('110'), stopLoss: exit('95'), exitMode: 'PARTIAL' });
    floor.print('SELL', '99', '0.5');
    expect(exits(floor).slice(1)).toEqual(['PARTIAL_TAKE_PROFIT SELL 0.5 at 110', 'PARTIAL_STOP_LOSS SELL 0.5 at 95']);
    floor.print('SELL', '99', '1.5');
    expect(exits(floor)).toEqual(['PARTIAL_TAKE_PROFIT SELL 2 at 110', 'PARTIAL_STOP_LOSS SELL 2 at 95']);
    floor.price('95');
    expect(floor.held()).toBe('1');
    expect(floor.open()).toEqual([]);
    expect(floor.fills().at(-1)).toBe('2@94.5');
  });

  it('shrink with a position that is smaller than they are', () => {
    const floor = floorAt100();
    floor.order('BUY', '2', { stopLoss: exit('95'), exitMode: 'PARTIAL' });
    floor.order('SELL', '1.5');
    expect(exits(floor)).toEqual(['PARTIAL_STOP_LOSS SELL 0.5 at 95']);
  });

  it('shrink so after their trigger was moved, too', () => {
    const floor = floorAt100();
    floor.order('BUY', '2', { stopLoss: exit('95'), exitMode: 'PARTIAL' });
    floor.amend(floor.open()[0]!, { triggerPrice: decimal('97') });
    floor.order('SELL', '1.5');
    expect(exits(floor)).toEqual(['PARTIAL_STOP_LOSS SELL 0.5 at 97']);
  });

  it('rest at their limit when they have one', () => {
    const floor = floorAt100();
    floor.order('BUY', '2', { takeProfit: exit('110', 'LAST', '111'), exitMode: 'PARTIAL' });
    floor.price('110');
    expect(floor.open()).toMatchObject([{ purpose: 'PARTIAL_TAKE_PROFIT', status: 'NEW', price: decimal('111') }]);
    floor.price('112');
    expect(floor.fills()).toEqual(['2@100.5', '2@111']);
  });
});

describe('the exits of a position', () => {
  const long = (): Floor => {
    const floor = floorAt100();
    floor.order('BUY', '2');
    return floor;
  };

  it('cannot be set without a position', () => {
    expect(set(floorAt100(), { takeProfit: exit('110') })).toMatchObject({ code: 'POSITION_IS_FLAT' });
  });

  it('are set, moved and taken away', () => {
    const floor = long();
    set(floor, { takeProfit: exit('110'), stopLoss: exit('95', 'MARK') });
    set(floor, { takeProfit: exit('112') });
    expect(exits(floor)).toEqual(['TAKE_PROFIT SELL 2 at 112', 'STOP_LOSS SELL 2 at 95']);
    expect(set(floor, { takeProfit: exit('112') })).toMatchObject({ code: 'EXIT_NOT_MODIFIED' });
    set(floor, { takeProfit: null });
    expect(exits(floor)).toEqual(['STOP_LOSS SELL 2 at 95']);
  });

  it('are refused where the price is beyond them already', () => {
    expect(set(long(), { takeProfit: exit('100') })).toMatchObject({ code: 'EXIT_PRICE_ON_WRONG_SIDE', limit: '100.5', value: '100' });
    expect(set(long(), { stopLoss: exit('100.5') })).toMatchObject({ code: 'EXIT_PRICE_ON_WRONG_SIDE' });
  });

  it('are added beside each other when each covers a part', () => {
    const floor = long();
    set(floor, { exitMode: 'PARTIAL', takeProfit: exit('105'), quantity: decimal('0.5') });
    set(floor, { exitMode: 'PARTIAL', takeProfit: exit('110'), quantity: decimal('0.5') });
    floor.price('105');
    expect(floor.held()).toBe('1.5');
    expect(exits(floor)).toEqual(['PARTIAL_TAKE_PROFIT SELL 0.5 at 110']);
  });

  it('lie on the tick and on their side of the last price', () => {
    const floor = long();
    const refusal = (stop: Partial<TradingStop>) => set(floor, stop)?.code;
    // Its own purchase left the last price at 100.5.
    expect([refusal({ takeProfit: exit('100.5') }), refusal({ stopLoss: exit('100.5') })]).toEqual([
      'EXIT_PRICE_ON_WRONG_SIDE',
      'EXIT_PRICE_ON_WRONG_SIDE',
    ]);
    expect([refusal({ takeProfit: exit('110.3') }), refusal({ stopLoss: exit('0') })]).toEqual(['TRIGGER_OFF_TICK', 'TRIGGER_OFF_TICK']);
    expect(refusal({ exitMode: 'PARTIAL', takeProfit: exit('110', 'LAST', '110.3') })).toBe('TRIGGER_OFF_TICK');
    expect([refusal({ takeProfit: exit('101') }), refusal({ stopLoss: exit('100') })]).toEqual([undefined, undefined]);
  });

  it('that come with a limit order lie on their sides of its own price', () => {
    const floor = floorAt100();
    const send = (takeProfit: string, stopLoss: string) =>
      floor.send('BUY', '1', { price: '90', takeProfit: exit(takeProfit), stopLoss: exit(stopLoss) });
    expect(send('95', '85').kind).toBe('accepted');
    expect(send('90', '85')).toMatchObject({ refusal: { code: 'EXIT_PRICE_ON_WRONG_SIDE', limit: '90', value: '90' } });
    expect(send('95', '90')).toMatchObject({ refusal: { code: 'EXIT_PRICE_ON_WRONG_SIDE', limit: '90', value: '90' } });
  });

  it('trail behind the best price at a distance', () => {
    const floor = long();
    set(floor, { trailing: { distance: decimal('3') } });
    expect(exits(floor)).toEqual(['TRAILING_STOP SELL 2 at 97.5']);
    floor.price('104').price('102');
    expect(exits(floor)).toEqual(['TRAILING_STOP SELL 2 at 101']);
    expect(floor.position().trailing).toEqual({ distance: decimal('3'), best: decimal('104') });
    floor.price('101');
    expect(floor.fills().at(-1)).toBe('2@100.5');
    expect(last(floor.account().orders.closed.values())).toMatchObject({ purpose: 'TRAILING_STOP', status: 'FILLED' });
  });

  it('begin to trail only at the activation price', () => {
    const floor = long();
    set(floor, { trailing: { distance: decimal('3'), activation: decimal('105') } });
    floor.price('104').price('98');
    expect(exits(floor)).toEqual(['TRAILING_STOP SELL 2 at 102']);
    expect(floor.position().trailing!.best).toBeUndefined();
    floor.price('106').price('103.5');
    expect(exits(floor)).toEqual(['TRAILING_STOP SELL 2 at 103']);
    floor.price('103');
    expect(floor.held()).toBe('0');
  });

  it('begin to trail as soon as the activation price is reached', () => {
    const floor = long();
    set(floor, { trailing: { distance: decimal('3'), activation: decimal('105') } });
    floor.price('105');
    expect(floor.position().trailing!.best).toEqual(decimal('105'));
    floor.price('102');
    expect(floor.held()).toBe('0');
  });

  it('end when they are taken away, and only once', () => {
    const floor = long();
    expect(set(floor, { trailing: null })).toMatchObject({ code: 'EXIT_NOT_MODIFIED' });
    set(floor, { trailing: { distance: decimal('3') } });
    expect(set(floor, { trailing: { distance: decimal('3') } })).toMatchObject({ code: 'EXIT_NOT_MODIFIED' });
    expect(set(floor, { trailing: null })).toBeUndefined();
    expect(exits(floor)).toEqual([]);
    expect(set(floor, { trailing: null })).toMatchObject({ code: 'EXIT_NOT_MODIFIED' });
    floor.price('90');
    expect(floor.held()).toBe('2');
  });

  it('of a long are nearer than the price that they begin at, and of a tick or more', () => {
    const floor = long();
    const refusal = (distance: string, activation?: string) =>
      set(floor, { trailing: { distance: decimal(distance), ...(activation ? { activation: decimal(activation) } : {}) } });
    // Its own purchase left the last price at 100.5.
    expect(refusal('100.5')).toMatchObject({ code: 'EXIT_PRICE_ON_WRONG_SIDE', limit: '100.5', value: '100.5' });
    expect(refusal('105', '105')).toMatchObject({ code: 'EXIT_PRICE_ON_WRONG_SIDE', limit: '105', value: '105' });
    expect(refusal('3', '100.5')).toMatchObject({ code: 'EXIT_PRICE_ON_WRONG_SIDE', limit: '100.5', value: '100.5' });
    expect([refusal('0'), refusal('0.3')]).toMatchObject([{ code: 'TRIGGER_OFF_TICK' }, { code: 'TRIGGER_OFF_TICK' }]);
    expect(refusal('100')).toBeUndefined();
  });

  it('trail above a short position', () => {
    const floor = floorAt100();
    floor.order('SELL', '1');
    set(floor, { trailing: { distance: decimal('2') } });
    floor.price('95').price('97');
    expect(floor.fills()).toEqual(['1@99.5', '1@97.5']);
  });
});
