import { decimal } from '@libs/kernel';
import { exit, Floor, ME, NOW, stop } from '../testing/floor';
import { restarted } from '../testing/restarted';
import { Venue } from './venue';

describe('a venue that was put back', () => {
  it('tells nothing', () => {
    const floor = new Floor().price('100');
    floor.order('BUY', '1', { price: '99' });
    expect(restarted(floor).venue.drain()).toEqual([]);
  });

  it('goes on with resting orders in the order of their arrival', () => {
    const floor = new Floor().price('100');
    const first = floor.order('BUY', '1', { price: '99' });
    const amended = floor.order('BUY', '1', { price: '98' });
    const second = floor.order('BUY', '1', { price: '99' });
    floor.amend(amended, { price: decimal('99') });
    const copy = restarted(floor);
    copy.print('SELL', '99', '2');
    expect(copy.account().executions.items.map(({ orderId }) => orderId)).toEqual([first.orderId, second.orderId]);
    expect(copy.open().map(({ orderId }) => orderId)).toEqual([amended.orderId]);
  });

  it('goes on with partly filled orders, and with exits that grow with them', () => {
    const floor = new Floor().price('100');
    const order = floor.order('BUY', '2', { price: '99', stopLoss: exit('95'), exitMode: 'PARTIAL' });
    floor.print('SELL', '99', '0.5');
    const copy = restarted(floor);
    copy.print('SELL', '99', '1');
    expect(copy.now(order)).toMatchObject({ status: 'PARTIALLY_FILLED', filled: decimal('1.5') });
    expect(copy.open().map(({ purpose, quantity }) => `${purpose} ${quantity}`)).toEqual(['ORDER 2', 'PARTIAL_STOP_LOSS 1.5']);
  });

  it('goes on with triggers and the exits of positions', () => {
    const floor = new Floor().price('100');
    floor.order('BUY', '2', { takeProfit: exit('110') });
    floor.venue.setTradingStop(ME, { market: floor.key, index: 0, exitMode: 'FULL', trailing: { distance: decimal('4') } }, NOW);
    floor.order('SELL', '1', { ...stop('94', 'FALL') });
    floor.price('104');
    const copy = restarted(floor);
    copy.price('107').price('103');
    expect(copy.held()).toBe('0');
    copy.price('94');
    expect(copy.fills().slice(-2)).toEqual(['2@102.5', '1@93.5']);
  });

  it('gives ids that no order had before', () => {
    const floor = new Floor().price('100');
    const order = floor.order('BUY', '1', { price: '99' });
    expect(restarted(floor).price('100').order('BUY', '1', { price: '98', clientOrderId: 'new' }).orderId).not.toBe(order.orderId);
  });
});

describe('a venue', () => {
  it('names what is missing', () => {
    const venue = new Venue({ salt: 1 });
    expect(() => venue.account('nobody')).toThrow('there is no account nobody; open it first');
    expect(() => venue.moved('linear:NONE', NOW)).toThrow('there is no market linear:NONE; add it first');
  });

  it('gives other ids under another salt', () => {
    const ids = [1, 2].map((salt) => {
      const venue = new Venue({ salt });
      venue.openAccount(ME, { fees: { maker: decimal('0'), taker: decimal('0') }, balances: { USDT: decimal('1') } }, NOW);
      return venue.account(ME).ledger.items[0]!.id;
    });
    expect(ids[0]).not.toBe(ids[1]);
  });
});
