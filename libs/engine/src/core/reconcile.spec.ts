import { CoreDriver, SPOT, market, words } from './testing/core-driver';

const halts = (driver: CoreDriver): string[] =>
  driver.last.events.flatMap((event) => (event.type === 'TradingStateChanged' && event.to === 'HALTED' ? [event.reason] : []));
const differences = (driver: CoreDriver): readonly string[] | undefined =>
  driver.last.events.flatMap((event) => (event.type === 'Reconciled' ? [event.differences] : []))[0];

/** Long one, known to both sides, in a session of its own that is not reconciled yet. */
function long(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(), 'e1', '1', '100');
  driver.reconciled('1', { executionIds: ['e1'] });
  driver.session('s2');
  driver.trust();
  driver.quote('99.9', '100.1');
  return driver;
}

describe('the venue’s picture', () => {
  it('opens the gate when it agrees', () => {
    const driver = long();
    expect(driver.core.isReconciled()).toBe(false);
    expect(words(driver.reconciled('1'))).toEqual(['Reconciled']);
    expect(differences(driver)).toEqual([]);
    expect(driver.core.isReconciled()).toBe(true);
  });

  it.each([
    ['another quantity', '0.9', 'BTC/USDT:USDT: the venue holds 0.9, we hold 1'],
    ['no position', '0', 'BTC/USDT:USDT: the venue holds 0, we hold 1'],
    ['the other side', '-1', 'BTC/USDT:USDT: the venue holds -1, we hold 1'],
  ])('halts trading when it shows %s, and says so', (_, quantity, difference) => {
    const driver = long();
    driver.reconciled(quantity);
    expect(differences(driver)).toEqual([difference]);
    expect(halts(driver)).toEqual([`the venue's picture differs from ours: ${difference}`]);
    expect(driver.core.isReconciled()).toBe(false);
  });

  it('halts trading when it shows what we never traded', () => {
    const driver = long();
    driver.reconciled('1', {
      positions: [
        { venueSymbol: 'BTCUSDT', category: 'linear', quantity: '1' },
        { venueSymbol: 'ETHUSDT', category: 'linear', quantity: '2' },
      ],
    });
    expect(differences(driver)).toEqual(['linear:ETHUSDT: the venue holds 2, we hold 0']);
  });

  it('halts trading when an order at the venue is not ours', () => {
    const driver = long();
    driver.reconciled('1', { foreignOrders: ['web-7'] });
    expect(differences(driver)).toEqual(['order web-7 at the venue is not ours']);
  });

  it('keeps the gate shut after a difference, also when a person starts trading again', () => {
    const driver = long();
    driver.reconciled('2');
    driver.operator({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'looked at it' });
    driver.operator({
      kind: 'place-order',
      order: {
        symbol: 'BTC/USDT:USDT',
        side: 'BUY',
        type: 'MARKET',
        quantity: '1',
        timeInForce: 'IOC',
        postOnly: false,
        reduceOnly: false,
      },
    });
    expect(driver.last.events.at(-1)).toMatchObject({ type: 'CommandRefused', code: 'NOT_RECONCILED' });
    driver.reconciled('1');
    expect(driver.core.isReconciled()).toBe(true);
  });

  it('names the same difference once while trading is halted over it, and again when it is not', () => {
    const driver = long();
    driver.reconciled('2');
    expect(words(driver.reconciled('2'))).toEqual([]);
    driver.reconciled('3');
    expect(differences(driver)).toEqual(['BTC/USDT:USDT: the venue holds 3, we hold 1']);
    driver.operator({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'looked at it' });
    driver.reconciled('3');
    expect(halts(driver)).toHaveLength(1);
  });

  it('adds up the venue’s rows of one symbol', () => {
    const driver = long();
    const row = { venueSymbol: 'BTCUSDT', category: 'linear' as const };
    driver.reconciled('0', {
      positions: [
        { ...row, quantity: '1.5' },
        { ...row, quantity: '-0.5' },
      ],
    });
    expect(differences(driver)).toEqual([]);
  });
});

describe('a picture and executions that cross on the way', () => {
  it('may be older than a fill that is already booked', () => {
    const driver = long();
    driver.reconciled('1');
    driver.fill(driver.accepted(market({ quantity: '2' })), 'e2', '2', '100');
    driver.reconciled('1', { executionIds: ['e1'] });
    expect(differences(driver)).toEqual([]);
  });

  it('may hold one of two fills', () => {
    const driver = long();
    driver.reconciled('1');
    const id = driver.accepted(market({ quantity: '3' }));
    driver.fill(id, 'e2', '1', '100');
    driver.fill(id, 'e3', '2', '100');
    driver.reconciled('2', { executionIds: ['e1', 'e2'] });
    expect(differences(driver)).toEqual([]);
  });

  it('may not leave out a fill that it has seen', () => {
    const driver = long();
    driver.reconciled('1');
    driver.fill(driver.accepted(market({ quantity: '2' })), 'e2', '2', '100');
    driver.reconciled('1', { executionIds: ['e1', 'e2'] });
    expect(differences(driver)).toHaveLength(1);
    expect(halts(driver)).toHaveLength(1);
  });

  it('may not leave out a fill that an earlier picture agreed with', () => {
    const driver = long();
    driver.reconciled('1');
    driver.fill(driver.accepted(market({ quantity: '2' })), 'e2', '2', '100');
    driver.reconciled('3', { executionIds: ['e1', 'e2'] });
    driver.reconciled('1');
    expect(halts(driver)).toHaveLength(1);
  });

  it('is remembered as newer over a restart', () => {
    const driver = long();
    driver.reconciled('1');
    driver.fill(driver.accepted(market({ quantity: '2' })), 'e2', '2', '100');
    driver.session('s3');
    driver.reconciled('1', { executionIds: ['e1'] });
    expect(differences(driver)).toEqual([]);
  });

  it('waits for an execution that an open order explains', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(market({ quantity: '3' }));
    driver.session('s2');
    driver.reconciled('3');
    expect(differences(driver)).toEqual(['BTC/USDT:USDT: waiting for the executions that make it 3']);
    expect([driver.core.isReconciled(), driver.core.tradingState()]).toEqual([false, 'ACTIVE']);
    driver.fill(id, 'e1', '1', '100');
    expect(driver.core.isReconciled()).toBe(false);
    driver.fill(id, 'e2', '2', '100');
    expect(differences(driver)).toEqual([]);
    expect(driver.core.isReconciled()).toBe(true);
  });

  it('waits once: the second picture with the same hole is a difference', () => {
    const driver = new CoreDriver().running();
    driver.accepted(market({ quantity: '3' }));
    driver.reconciled('3');
    driver.reconciled('3');
    expect(halts(driver)).toHaveLength(1);
  });

  it('may wait again in a new session', () => {
    const driver = new CoreDriver().running();
    driver.accepted(market({ quantity: '3' }));
    driver.reconciled('3');
    driver.session('s2');
    driver.reconciled('3');
    expect(halts(driver)).toEqual([]);
  });

  it('does not wait for orders of the other side or of another symbol', () => {
    const driver = new CoreDriver().running({ maxPositionSize: '1' });
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    driver.accepted(market({ side: 'SELL', quantity: '3' }));
    driver.settle().trade(market({ symbol: SPOT, quantity: '3' }));
    driver.reconciled('3');
    expect(halts(driver)).toHaveLength(1);
  });

  it('is not explained by a newer fill of another symbol', () => {
    const driver = long();
    driver.reconciled('1');
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    driver.fill(driver.accepted(market({ symbol: SPOT })), 'e2', '1', '100', { category: 'spot' });
    driver.reconciled('0', { balances: [{ asset: 'BTC', total: '1' }] });
    expect(differences(driver)).toEqual(['BTC/USDT:USDT: the venue holds 0, we hold 1']);
  });

  it('does not wait for more than open orders can explain', () => {
    const driver = new CoreDriver().running();
    driver.accepted(market({ quantity: '3' }));
    driver.reconciled('3.001');
    expect(halts(driver)).toHaveLength(1);
  });
});

describe('a picture of spot', () => {
  const spotBuy = market({ symbol: SPOT, quantity: '1' });

  function holding(): CoreDriver {
    const driver = new CoreDriver().running();
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    driver.fill(driver.accepted(spotBuy), 'e1', '1', '100', { category: 'spot', fee: '0.001', feeAsset: 'BTC' });
    return driver;
  }

  it('is compared as a balance, less the fee that was taken out of the coin', () => {
    const driver = holding();
    driver.reconciled('0', {
      balances: [
        { asset: 'BTC', total: '0.999' },
        { asset: 'USDT', total: '9900' },
      ],
      executionIds: ['e1'],
    });
    expect(differences(driver)).toEqual([]);
    driver.reconciled('0', { balances: [{ asset: 'BTC', total: '1' }], executionIds: ['e1'] });
    expect(differences(driver)).toEqual(['balance of BTC: the venue holds 1, we hold 0.999']);
  });

  it('is worth what was paid plus what it gained', () => {
    const driver = holding();
    driver.quote('109.9', '110.1', SPOT);
    // 9,900 in the wallet, 0.999 coins that cost 100 and are worth 109.89.
    expect(driver.core.accountValue()).toEqual({ balance: '10000', unrealised: '9.89', realised: '0', fees: '0', equity: '10009.89' });
  });

  it('sells no more than it holds', () => {
    const driver = holding();
    driver.settle().trade(market({ symbol: SPOT, side: 'SELL', quantity: '1' }));
    expect(driver.last.events.at(-1)).toMatchObject({ denial: { code: 'INSUFFICIENT_BALANCE', limit: '0.999 BTC', value: '1 BTC' } });
  });

  it('locks the coins that open sales may deliver, and nothing for contracts', () => {
    const driver = holding();
    driver.settle().trade(market({ side: 'SELL', quantity: '5' }));
    driver.settle().trade(market({ symbol: SPOT, side: 'SELL', quantity: '0.5', type: 'LIMIT', price: '200', timeInForce: 'GTC' }));
    expect(words(driver.last)).toContain('submit');
    driver.settle().trade(market({ symbol: SPOT, side: 'SELL', quantity: '0.5' }));
    expect(driver.last.events.at(-1)).toMatchObject({ denial: { code: 'INSUFFICIENT_BALANCE', limit: '0.499 BTC', value: '0.5 BTC' } });
  });

  it('is never reduceOnly at the venue, which knows no such order', () => {
    const driver = holding();
    driver.settle().trade(market({ symbol: SPOT, side: 'SELL', quantity: '0.5', reduceOnly: true }));
    expect(driver.last.effects.flatMap((effect) => (effect.type === 'submit' ? [effect.ticket.reduceOnly] : []))).toEqual([false]);
  });

  it('locks what open orders may spend', () => {
    const driver = new CoreDriver().running({ maxPositionSize: '1' });
    // A contract gained 2,000 that is not in the wallet.
    driver.fill(driver.accepted(market({ quantity: '10' })), 'e1', '10', '100');
    driver.quote('300', '300');
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    driver.settle().trade(market({ symbol: SPOT, type: 'LIMIT', price: '100', quantity: '60', timeInForce: 'GTC' }));
    driver.settle().trade(market({ symbol: SPOT, type: 'LIMIT', price: '100', quantity: '40', timeInForce: 'GTC' }));
    expect(words(driver.last)).toContain('submit');
    driver.settle().trade(market({ symbol: SPOT, type: 'LIMIT', price: '100', quantity: '0.1', timeInForce: 'GTC' }));
    expect(driver.last.events.at(-1)).toMatchObject({ denial: { code: 'INSUFFICIENT_BALANCE', limit: '0 USDT', value: '10 USDT' } });
  });
});
