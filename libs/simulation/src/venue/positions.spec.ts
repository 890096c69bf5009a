import { decimal } from '@libs/kernel';
import { COIN, CONTRACT, exit, Floor, ME, NOW, OTHER, stop } from '../testing/floor';
import type { Refusal } from './refusal';

const floorAt100 = (balances?: Record<string, string>): Floor => new Floor(CONTRACT, balances).price('100');

const setMode = (floor: Floor, hedged: boolean): Refusal | undefined => floor.venue.setPositionMode(ME, [floor.key], hedged, NOW);

const setLeverage = (floor: Floor, buy: string, sell = buy): Refusal | undefined =>
  floor.venue.setLeverage(ME, floor.key, { buy: decimal(buy), sell: decimal(sell) }, NOW);

describe('hedge mode', () => {
  const hedged = (): Floor => {
    const floor = floorAt100();
    setMode(floor, true);
    return floor;
  };

  it('holds a long and a short position side by side', () => {
    const floor = hedged();
    floor.order('BUY', '2', { positionIndex: 1 });
    floor.order('SELL', '3', { positionIndex: 2 });
    expect([floor.held(1), floor.held(2)]).toEqual(['2', '-3']);
  });

  it('closes a side with the opposite order of its index, cut to what there is', () => {
    const floor = hedged();
    floor.order('BUY', '2', { positionIndex: 1 });
    expect(floor.order('SELL', '5', { positionIndex: 1 })).toMatchObject({ status: 'FILLED', quantity: decimal('2') });
    expect(floor.send('SELL', '1', { positionIndex: 1 })).toMatchObject({ refusal: { code: 'REDUCE_ONLY_WITHOUT_POSITION' } });
  });

  it('is named by the index of each order, and only by it', () => {
    expect(hedged().send('BUY', '1')).toMatchObject({ refusal: { code: 'POSITION_MODE_MISMATCH' } });
    expect(floorAt100().send('BUY', '1', { positionIndex: 1 })).toMatchObject({ refusal: { code: 'POSITION_MODE_MISMATCH' } });
  });

  it('gives each side its own exits', () => {
    const floor = hedged();
    floor.order('BUY', '2', { positionIndex: 1, stopLoss: exit('95') });
    floor.order('SELL', '3', { positionIndex: 2, stopLoss: exit('105') });
    floor.price('95');
    expect([floor.held(1), floor.held(2)]).toEqual(['0', '-3']);
    floor.price('105');
    expect(floor.held(2)).toBe('0');
  });

  it('is switched only without positions and orders', () => {
    const floor = floorAt100();
    expect(setMode(floor, false)).toMatchObject({ code: 'POSITION_MODE_NOT_MODIFIED' });
    floor.order('BUY', '1');
    expect(setMode(floor, true)).toMatchObject({ code: 'MODE_CHANGE_WITH_POSITION' });
    floor.order('SELL', '1');
    const waiting = floor.order('BUY', '1', stop('110', 'RISE'));
    expect(setMode(floor, true)).toMatchObject({ code: 'MODE_CHANGE_WITH_ORDERS' });
    floor.cancel(waiting);
    floor.venue.drain();
    expect(setMode(floor, true)).toBeUndefined();
    expect(floor.venue.drain()).toEqual([{ type: 'settings', accountId: ME }]);
  });
});

describe('leverage', () => {
  it('decides on the margin of new orders', () => {
    const floor = floorAt100({ USDT: '100' });
    expect(floor.send('BUY', '3', { price: '100' }).kind).toBe('accepted');
    floor.venue.cancelAll(ME, () => true, 'BY_USER', NOW);
    setLeverage(floor, '2');
    // 3 × 100 ÷ 2 is more than 100.
    expect(floor.send('BUY', '3', { price: '100' })).toMatchObject({ refusal: { code: 'INSUFFICIENT_MARGIN', limit: '100' } });
  });

  it.each([
    ['10', '10', 'LEVERAGE_NOT_MODIFIED'],
    ['11', '11', 'LEVERAGE_OUT_OF_RANGE'],
    ['0.5', '0.5', 'LEVERAGE_OUT_OF_RANGE'],
    ['3', '4', 'LEVERAGE_OUT_OF_RANGE'],
  ])('%s for purchases and %s for sales is refused with %s', (buy, sell, code) => {
    expect(setLeverage(floorAt100(), buy, sell)).toMatchObject({ code });
  });

  it('may differ between the sides in hedge mode', () => {
    const floor = floorAt100();
    setMode(floor, true);
    expect(setLeverage(floor, '3', '4')).toBeUndefined();
    expect(floor.account().settings(floor.market)).toMatchObject({ buyLeverage: decimal('3'), sellLeverage: decimal('4') });
  });

  it('has no meaning on spot', () => {
    expect(setLeverage(new Floor(COIN).price('100'), '2')).toMatchObject({ code: 'UNKNOWN_MARKET' });
  });
});

describe('margin mode', () => {
  it('is switched for the whole account, with margin for what is held', () => {
    const floor = floorAt100();
    floor.order('BUY', '2');
    expect(floor.venue.setMarginMode(ME, 'CROSS', NOW)).toMatchObject({ code: 'MARGIN_MODE_NOT_MODIFIED' });
    expect(floor.venue.setMarginMode(ME, 'ISOLATED', NOW)).toBeUndefined();
    // 2 × 100.5 ÷ 10
    expect(floor.position().isolatedMargin).toEqual(decimal('20.1'));
  });
});

describe('funding', () => {
  it('is paid by longs to shorts at the mark price when its rate is positive', () => {
    const floor = floorAt100().mark('102');
    floor.order('BUY', '2', { price: '100' });
    floor.order('SELL', '2', { price: '100', as: OTHER });
    const [mine, others] = [floor.account().balance('USDT'), floor.account(OTHER).balance('USDT')];
    floor.venue.drain();
    floor.venue.payFunding(floor.key, decimal('0.0001'), NOW);
    // 2 × 102 × 0.0001
    expect(mine.minus(floor.account().balance('USDT'))).toEqual(decimal('0.0204'));
    expect(floor.account(OTHER).balance('USDT').minus(others)).toEqual(decimal('0.0204'));
    const changes = floor.venue.drain();
    expect(changes.filter(({ type }) => type === 'position')).toHaveLength(2);
    const [first, second] = changes.flatMap((change) => (change.type === 'execution' ? [change] : []));
    expect(second!.execution).toMatchObject({ side: 'SELL', quantity: decimal('2'), fee: decimal('-0.0204'), orderQuantity: decimal('0') });
    expect(floor.account().executions.items.at(-1)).toBe(first!.execution);
    expect(first!.execution).toMatchObject({
      kind: 'FUNDING',
      side: 'BUY',
      quantity: decimal('2'),
      fee: decimal('0.0204'),
      price: decimal('102'),
    });
  });

  it('is rounded half-even at 8 digits, so that as much is got as is paid', () => {
    const floor = floorAt100().mark('100.5');
    floor.order('BUY', '0.1', { price: '100' });
    floor.order('SELL', '0.1', { price: '100', as: OTHER });
    floor.venue.payFunding(floor.key, decimal('0.0000005'), NOW);
    // 0.1 × 100.5 × 0.0000005 = 0.000005025
    const paid = [ME, OTHER].map((id) => floor.account(id).ledger.items.at(-1)!.funding.toString());
    expect(paid).toEqual(['0.00000502', '-0.00000502']);
  });

  it('moves the clock of its market to the next full interval', () => {
    const floor = floorAt100();
    floor.venue.payFunding(floor.key, decimal('0.0001'), 28_800_000 * 3);
    expect(floor.market.funding).toMatchObject({ rate: decimal('0.0001'), nextAt: 28_800_000 * 4 });
    floor.venue.payFunding(floor.key, decimal('0.0002'), 28_800_000 * 4 + 1);
    expect(floor.market.funding).toMatchObject({ rate: decimal('0.0002'), nextAt: 28_800_000 * 5 });
  });
});

describe('liquidation', () => {
  /** 9 at 100.5 with 100 in the wallet: after the fee of 0.45225 there are 99.54775 left. */
  const stretched = (): Floor => {
    const floor = floorAt100({ USDT: '100' });
    floor.order('BUY', '9');
    return floor;
  };

  it('waits while the margin suffices', () => {
    // At 94.5 equity is 45.54775, the maintenance margin 9 × 94.5 × (0.05 + 9 × 0.0005 ÷ 10) = 42.907725.
    expect(stretched().price('94.5').held()).toBe('9');
  });

  it('takes the position over at the price at which the wallet is used up', () => {
    // At 94 equity is 41.04775, the maintenance margin 42.6807.
    const floor = stretched();
    floor.venue.drain();
    floor.price('94');
    const changes = floor.venue.drain();
    // (904.5 − 99.54775) ÷ 9 = 89.439…, in favour of the owner 89.5; 99.54775 − 99 − 9 × 89.5 × 0.0005
    expect(changes.find(({ type }) => type === 'liquidation')).toMatchObject({
      side: 'BUY',
      quantity: decimal('9'),
      price: decimal('89.5'),
    });
    expect(floor.held()).toBe('0');
    expect(floor.balance('USDT')).toBe('0.145');
    expect(floor.account().executions.items.at(-1)).toMatchObject({ kind: 'LIQUIDATION', purpose: 'LIQUIDATION', side: 'SELL' });
    expect(changes.find(({ type }) => type === 'closed-position')).toMatchObject({ closed: { kind: 'LIQUIDATION' } });
  });

  it('cancels the orders first, with their reason', () => {
    const floor = stretched();
    const resting = floor.order('SELL', '1', { price: '120', reduceOnly: true });
    const waiting = floor.order('SELL', '1', stop('80', 'FALL'));
    floor.venue.drain();
    floor.price('94');
    const types = floor.changes('order').map(({ order }) => `${order.purpose} ${order.status} ${order.cancelReason ?? ''}`);
    expect(types).toEqual(['ORDER CANCELLED BEFORE_LIQUIDATION', 'STOP DEACTIVATED BEFORE_LIQUIDATION', 'LIQUIDATION FILLED ']);
    expect([floor.now(resting).status, floor.now(waiting).status]).toEqual(['CANCELLED', 'DEACTIVATED']);
  });

  describe('of an account with coins', () => {
    const withCoins = (quantity: string): { readonly floor: Floor; readonly spot: string } => {
      const floor = stretched();
      const spot = floor.venue.addMarket(COIN);
      spot.isOpen = true;
      floor.venue.setHouse(spot.key, { ticks: [200], lots: [1_000] }, { ticks: [201], lots: [1_000] }, NOW);
      floor.venue.setLast(spot.key, 200, NOW);
      floor.venue.transfer(ME, 'BTC', decimal(quantity), NOW);
      return { floor, spot: spot.key };
    };
    const lines = (floor: Floor): readonly string[] =>
      floor.account().ledger.items.map(({ kind, asset, change }) => `${kind} ${asset} ${change}`);

    it('sells as many as pay what is owed, so that nobody keeps coins whose debts others pay', () => {
      const { floor, spot } = withCoins('0.3');
      const sale = floor.order('SELL', '0.1', { market: spot, price: '101' });
      const purchase = floor.order('BUY', '0.06', { market: spot, price: '99' });
      floor.price('80');
      // 129.54775 − 184.5 are lacking at 80, so all is gone at 80 + 54.95225 ÷ 9, on the tick 86.5: 9 × 14 and 9 × 86.5 × 0.0005.
      // −26.8415 are 0.26854… coins at 100 less the fee.
      expect(lines(floor).slice(-3)).toEqual(['LIQUIDATION USDT -126.38925', 'LIQUIDATION BTC -0.269', 'LIQUIDATION USDT 26.88655']);
      expect([floor.held(), floor.balance('USDT'), floor.balance('BTC')]).toEqual(['0', '0.04505', '0.031']);
      for (const order of [sale, purchase]) expect(floor.now(order)).toMatchObject({ status: 'CANCELLED', cancelReason: 'CANNOT_PAY' });
    });

    it('leaves to the insurance fund what they do not pay', () => {
      const { floor } = withCoins('0.4');
      floor.price('80');
      // All is gone at 80 + 44.95225 ÷ 9, on the tick 85: 9 × 15.5 and 9 × 85 × 0.0005.
      expect(lines(floor).slice(-4)).toEqual([
        'LIQUIDATION USDT -139.8825',
        'LIQUIDATION BTC -0.4',
        'LIQUIDATION USDT 39.98',
        'INSURANCE USDT 0.35475',
      ]);
    });
  });

  it('leaves what it owes to the insurance fund, and the account trades on', () => {
    const floor = floorAt100({ USDT: '99.45225' });
    floor.order('BUY', '9');
    floor.price('80');
    // The fee left 99, which 9 × (100.5 − 89.5) uses up to nothing; the fee for closing, 9 × 89.5 × 0.0005, is owed.
    const lines = floor.account().ledger.items.slice(-2);
    expect(lines.map(({ kind, change }) => `${kind} ${change}`)).toEqual(['LIQUIDATION -99.40275', 'INSURANCE 0.40275']);
    expect(floor.balance('USDT')).toBe('0');
    floor.venue.transfer(ME, 'USDT', decimal('50'), NOW);
    expect(floor.send('BUY', '1').kind).toBe('accepted');
  });

  it('comes by funding too, when the account has nothing free to pay it', () => {
    const floor = floorAt100({ USDT: '100' });
    floor.venue.setMarginMode(ME, 'ISOLATED', NOW);
    floor.order('BUY', '9');
    floor.mark('100');
    // Free are 99.54775 − 90.45 − 0.407025 = 8.690725, so the margin pays 36.309275 of 45; 54.140725 − 4.5 > 900 × 0.05
    floor.venue.payFunding(floor.key, decimal('0.05'), NOW);
    expect(floor.held()).toBe('9');
    // 3.6 more: 50.540725 − 4.5 > 45
    floor.venue.payFunding(floor.key, decimal('0.004'), NOW);
    expect(floor.held()).toBe('9');
    // 1.8 more: 48.740725 − 4.5 < 45. The margin is gone at (904.5 − 48.740725) ÷ 9 = 95.084…, on the tick 95.5; the fee is 0.42975.
    floor.venue.payFunding(floor.key, decimal('0.002'), NOW);
    expect(floor.held()).toBe('0');
    expect(floor.balance('USDT')).toBe('3.718');
  });

  it('cancels the orders of its own market alone in isolated margin', () => {
    const floor = floorAt100({ USDT: '1000' });
    const other = floor.venue.addMarket({ ...CONTRACT, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' });
    other.isOpen = true;
    floor.venue.setHouse(other.key, { ticks: [200], lots: [1_000] }, { ticks: [201], lots: [1_000] }, NOW);
    floor.venue.setLast(other.key, 200, NOW);
    floor.venue.setMarginMode(ME, 'ISOLATED', NOW);
    floor.order('BUY', '9');
    const [own, elsewhere] = [floor.order('BUY', '1', { price: '50' }), floor.order('BUY', '1', { price: '96', market: other.key })];
    floor.price('95');
    expect([floor.held(), floor.now(own).status, floor.now(elsewhere).status]).toEqual(['0', 'CANCELLED', 'NEW']);
  });

  it('takes only the isolated position whose margin is used up', () => {
    const floor = floorAt100({ USDT: '1000' });
    floor.venue.setMarginMode(ME, 'ISOLATED', NOW);
    floor.order('BUY', '9');
    // Margin 90.45; at 95 the loss is 49.5, the maintenance margin 9 × 95 × 0.05 = 42.75; at 95.5 they are 45 and 42.975.
    floor.price('95.5');
    expect(floor.held()).toBe('9');
    floor.price('95');
    expect(floor.held()).toBe('0');
    // Bankruptcy at 100.5 − 90.45 ÷ 9 = 90.45, on the tick above 90.5: 1000 − 0.45225 − 90 − 9 × 90.5 × 0.0005
    expect(floor.balance('USDT')).toBe('909.1405');
  });
});

describe('an account that begins anew', () => {
  it('has the new balances and nothing else, and its ledger says how', () => {
    const floor = floorAt100({ USDT: '1000', BTC: '1' });
    floor.order('BUY', '2');
    const resting = floor.order('BUY', '1', { price: '90' });
    const before = floor.balance('USDT');
    floor.venue.resetAccount(ME, { USDT: decimal('500') }, NOW);
    expect([floor.held(), floor.now(resting).status, floor.balance('USDT'), floor.balance('BTC')]).toEqual(['0', 'CANCELLED', '500', '0']);
    const lines = floor.account().ledger.items.slice(-3);
    expect(lines.map(({ kind, asset, change }) => `${kind} ${asset} ${change}`)).toEqual([
      `TRANSFER_OUT USDT -${before}`,
      'TRANSFER_OUT BTC -1',
      'TRANSFER_IN USDT 500',
    ]);
  });

  it('is not opened twice', () => {
    const fees = { maker: decimal('0'), taker: decimal('0') };
    expect(() => floorAt100().venue.openAccount(ME, { fees, balances: {} }, NOW)).toThrow('there is an account me already');
  });
});

describe('money in and out', () => {
  it('is booked, and no more goes out than is free', () => {
    const floor = floorAt100();
    expect(floor.venue.transfer(ME, 'BTC', decimal('2'), NOW)).toBeUndefined();
    expect(floor.venue.transfer(ME, 'BTC', decimal('-3'), NOW)).toMatchObject({ code: 'INSUFFICIENT_BALANCE', limit: '2', value: '3' });
    expect(floor.venue.transfer(ME, 'BTC', decimal('-2'), NOW)).toBeUndefined();
    expect(
      floor
        .account()
        .ledger.items.slice(-2)
        .map(({ kind, change }) => `${kind} ${change}`),
    ).toEqual(['TRANSFER_IN 2', 'TRANSFER_OUT -2']);
  });
});
