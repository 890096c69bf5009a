import { decimal } from '@libs/kernel';
import { COIN, Floor, ME, NOW } from '../testing/floor';
import type { Refusal } from './refusal';

/** An isolated account with 9 bought at 100.5, for which 904.5 ÷ 10 = 90.45 are set aside. */
function isolated(usdt = '1000'): Floor {
  const floor = new Floor(undefined, { USDT: usdt }).price('100');
  floor.venue.setMarginMode(ME, 'ISOLATED', NOW);
  floor.order('BUY', '9');
  floor.venue.drain();
  return floor;
}

const add = (floor: Floor, amount: string, market = floor.key): Refusal | undefined =>
  floor.venue.addMargin(ME, { market, index: 0, amount: decimal(amount) }, NOW);

const addsByItself = (floor: Floor, isOn: boolean, market = floor.key): Refusal | undefined =>
  floor.venue.setAutoAddMargin(ME, { market, index: 0, isOn }, NOW);

const margin = (floor: Floor): string => floor.position().isolatedMargin.toString();

describe('margin that is added by hand', () => {
  it('is told, keeps the position longer, and may be taken back', () => {
    const floor = isolated();
    expect(add(floor, '10')).toBeUndefined();
    expect(margin(floor)).toBe('100.45');
    expect(floor.changes('position')).toHaveLength(1);
    // At 95 the loss of 49.5 leaves 50.95, more than 9 × 95 × 0.05 = 42.75; at 94 it is 41.95 against 42.3.
    expect(floor.price('95').held()).toBe('9');
    expect(add(floor, '-10')).toBeUndefined();
    expect([floor.held(), floor.changes('liquidation').length]).toEqual(['0', 1]);
  });

  it('is used up a tick later', () => {
    const floor = isolated();
    add(floor, '10');
    expect(floor.price('94').held()).toBe('0');
  });

  it('is refused where there is no such contract, and below the least', () => {
    const floor = isolated();
    const spot = floor.venue.addMarket(COIN);
    expect([add(floor, '1', 'linear:NONE'), add(floor, '1', spot.key)]).toMatchObject([
      { code: 'UNKNOWN_MARKET', value: 'linear:NONE' },
      { code: 'UNKNOWN_MARKET' },
    ]);
    expect(add(floor, '-0.01')).toMatchObject({ code: 'MARGIN_CANNOT_SHRINK' });
    expect(margin(floor)).toBe('90.45');
  });
});

describe('a position that adds margin by itself', () => {
  it('takes its least margin once more before it would be taken over, and what is left after that', () => {
    // The fees for opening, 0.45225, and for closing, 0.407025, leave 200 − 90.45 − 0.859275 = 108.690725 free.
    const floor = isolated('200');
    expect(addsByItself(floor, true)).toBeUndefined();
    floor.price('95');
    expect([floor.held(), margin(floor)]).toEqual(['9', '180.9']);
    // At 84 the loss of 148.5 leaves 32.4, below 9 × 84 × 0.05 = 37.8.
    floor.price('84');
    expect([floor.held(), margin(floor)]).toEqual(['9', '199.140725']);
    // At 82 the loss of 166.5 leaves 32.64, below 36.9, and nothing is left to add.
    floor.price('82');
    expect(floor.held()).toBe('0');
  });

  it('leaves alone what does not ask for it any more', () => {
    const floor = isolated();
    addsByItself(floor, true);
    expect(addsByItself(floor, true)).toMatchObject({ code: 'MARGIN_NOT_MODIFIED' });
    expect(addsByItself(floor, false)).toBeUndefined();
    expect(addsByItself(floor, false)).toMatchObject({ code: 'MARGIN_NOT_MODIFIED' });
    expect(floor.price('95').held()).toBe('0');
  });

  it('is there in isolated margin only, and on contracts', () => {
    const cross = new Floor().price('100');
    cross.order('BUY', '9');
    expect(addsByItself(cross, true)).toMatchObject({ code: 'POSITION_IS_CROSS' });
    expect(addsByItself(cross, true, 'linear:NONE')).toMatchObject({ code: 'UNKNOWN_MARKET' });
  });
});
