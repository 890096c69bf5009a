import { decimal } from '@libs/kernel';
import { COIN, Floor, NOW, stop } from '../testing/floor';
import type { Said } from '../testing/floor';
import type { SimOrder } from './order';

class TwoMarkets extends Floor {
  private readonly spot = this.venue.addMarket(COIN);

  constructor() {
    super(undefined, { USDT: '1000' });
    this.spot.isOpen = true;
    this.price('100').coins(200);
    // 1000 − 9 × 100.5 × 0.0005 = 999.54775
    this.order('BUY', '9');
  }

  /** Ticks of half a unit. */
  coins(bid: number): this {
    this.venue.setHouse(this.spot.key, { ticks: [bid], lots: [100_000] }, { ticks: [bid + 1], lots: [100_000] }, NOW);
    this.venue.setLast(this.spot.key, bid, NOW);
    this.venue.moved(this.spot.key, NOW);
    return this;
  }

  purchase(quantity: string, more: Said): SimOrder {
    return this.order('BUY', quantity, { market: this.spot.key, ...more });
  }

  get wallet(): readonly [dollars: string, coins: string] {
    return [this.balance('USDT'), this.balance('BTC')];
  }
}

describe('open purchases of coins', () => {
  it.each<[string, (floor: TwoMarkets) => unknown, string]>([
    // 9 × (100.5 − 87.5) and 9 × 87.5 × 0.0005
    ['a loss', (floor) => floor.price('88').order('SELL', '9'), '882.154'],
    // 9 × 100.5 × 0.13
    ['funding', (floor) => floor.venue.payFunding(floor.key, decimal('0.13'), NOW), '881.96275'],
  ])('are cancelled, oldest first, when %s of a contract has used up what they would pay, because nobody lends coins', (_, lose, left) => {
    const floor = new TwoMarkets();
    const [first, second] = [floor.purchase('4.5', { price: '99' }), floor.purchase('4.5', { price: '99' })];
    const waiting = floor.purchase('9', { price: '99', ...stop('98', 'FALL') });
    lose(floor);
    expect(floor.now(first)).toMatchObject({ status: 'CANCELLED', cancelReason: 'CANNOT_PAY' });
    // The other one holds 445.5, and one that waits for its trigger holds nothing.
    expect([floor.now(second).status, floor.now(waiting).status]).toEqual(['NEW', 'UNTRIGGERED']);
    expect(floor.wallet).toEqual([left, '0']);
    floor.coins(190);
    expect(floor.now(second).status).toBe('FILLED');
    // It could not pay 891.
    expect(floor.now(waiting)).toMatchObject({ status: 'CANCELLED', cancelReason: 'REFUSED_ON_TRIGGER' });
    expect(floor.balance('USDT')).toBe(decimal(left).minus(decimal('445.5')).toString());
  });
});
