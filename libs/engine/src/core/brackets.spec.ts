import type { StrategyCommand } from '@libs/sdk';
import { bracket, canceled, entered, open, resting, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, SPOT, market, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

describe('a bracket', () => {
  it('has exits as large as what its entry has filled', () => {
    const { driver, id } = entered(resting(), '1');
    expect(open(driver)).toEqual(['BUY 2 99 PARTIALLY_FILLED', 'SELL 1 stop 95 EMULATED', 'SELL 1 110 SUBMITTED']);
    expect(driver.core.order(target(driver))).toMatchObject({ bracket: id, tag: 'take-profit', reduceOnly: true });
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: 'v' });
    driver.settle().fill(id, 'x2', '2', '99');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 1 110 PENDING_UPDATE']);
    driver.report({
      kind: 'order',
      clientOrderId: goal,
      venueOrderId: 'v',
      status: 'ACCEPTED',
      filledQuantity: '0',
      quantity: '3',
      price: '110',
    });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 ACCEPTED']);
  });

  it('sends a stop that a restart overtook once the account is reconciled and has a price, not before', () => {
    const { driver } = entered();
    const [goal, stop] = [target(driver), stopOf(driver)];
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.quote('94', '94.2');
    driver.settle();
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED', 'SELL 3 110 PENDING_CANCEL']);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.session('s2');
    driver.instrument();
    canceled(driver, goal);
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.reconciled('3');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.settle().quote('94', '94.2');
    expect(driver.last.effects).toContainEqual(
      expect.objectContaining({ type: 'submit', ticket: expect.objectContaining({ clientOrderId: stop, quantity: '3' }) }),
    );
    driver.quote('94', '94.2');
    expect(words(driver.last)).toEqual([]);
  });

  it('gives a fill that is heard of in a restart its target once the account is reconciled and has a price', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(bracket());
    driver.settle().session('s2');
    driver.instrument();
    driver.fill(id, 'x1', '3', '100.1');
    driver.settle();
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.reconciled('3');
    driver.trust();
    driver.quote('99.9', '100.1');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('loses its stop when the profit is taken', () => {
    const { driver } = entered();
    driver.fill(target(driver), 'x2', '3', '110');
    expect(open(driver)).toEqual([]);
  });

  it('makes the stop smaller, and enters no further, when a part of the profit is taken', () => {
    const { driver, id } = entered(resting(), '2');
    driver.fill(target(driver), 'x2', '0.5', '110');
    expect(open(driver)).toEqual(['BUY 1 99 PENDING_CANCEL', 'SELL 1.5 stop 95 EMULATED', 'SELL 1.5 110 PARTIALLY_FILLED']);
    canceled(driver, id);
    expect(open(driver)).toEqual(['SELL 1.5 stop 95 EMULATED', 'SELL 1.5 110 PARTIALLY_FILLED']);
  });

  it('takes the target back before the stop is sent, so that it is never sold twice', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED', 'SELL 3 110 PENDING_CANCEL']);
    driver.fill(goal, 'x2', '1', '110');
    const { effects } = canceled(driver, goal);
    expect(effects.filter(({ type }) => type === 'submit')).toMatchObject([
      { ticket: { side: 'SELL', type: 'MARKET', quantity: '2', reduceOnly: true } },
    ]);
    driver.fill(stopOf(driver), 'x3', '2', '94');
    expect(open(driver)).toEqual([]);
    expect(driver.core.positions().every(({ position }) => position.quantity.isZero)).toBe(true);
  });

  it('sends its stop at once where the price is beyond it already', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(bracket({}, { takeProfit: null }));
    driver.settle().quote('94', '94.2');
    expect(words(driver.fill(id, 'x1', '3', '100'))).toContain('submit');
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('sends the stop again for what the venue could not fill', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    const stop = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: stop, venueOrderId: `v-${stop}` });
    driver.fill(stop, 'x2', '1', '94');
    canceled(driver, stop);
    expect(open(driver)).toEqual(['SELL 2 stop 95 SUBMITTED']);
  });

  it.each<[string, Parameters<CoreDriver['report']>[0]]>([
    ['was lost on its way', { kind: 'never-received', clientOrderId: '' }],
    ['was too late to be sent', { kind: 'aborted', clientOrderId: '', code: 'STALE', message: 'late' }],
    ['found nobody to trade with', { kind: 'order', clientOrderId: '', venueOrderId: 'v', status: 'CANCELED', filledQuantity: '0' }],
    ['found no room at the venue', { kind: 'aborted', clientOrderId: '', code: 'VENUE_BUSY', message: 'busy' }],
  ])('sends a stop again that %s', (_, report) => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    const first = stopOf(driver);
    driver.report({ ...report, clientOrderId: first } as typeof report);
    expect(open(driver.pass(249))).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.pass(1);
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
    expect(stopOf(driver)).not.toBe(first);
    for (let n = 0; n < 12; n += 1) {
      driver.report({ ...report, clientOrderId: stopOf(driver) } as typeof report);
      driver.pass(4_000);
    }
    // The entry, the first two, and as many more as were lost.
    expect(driver.results.flatMap(({ effects }) => effects).filter(({ type }) => type === 'submit')).toHaveLength(15);
  });

  it.each<[string, Parameters<CoreDriver['report']>[0]]>([
    ['was lost on its way', { kind: 'never-received', clientOrderId: '' }],
    ['found no room at the venue', { kind: 'aborted', clientOrderId: '', code: 'VENUE_BUSY', message: 'busy' }],
  ])('sends a target again that %s', (_, report) => {
    const { driver } = entered();
    const first = target(driver);
    const lose = () => driver.report({ ...report, clientOrderId: target(driver) } as typeof report);
    lose();
    expect(open(driver.pass(249))).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.pass(1);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
    expect(target(driver)).not.toBe(first);
    for (let n = 0; n < 12; n += 1) {
      lose();
      driver.pass(4_000);
    }
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
    // The entry, the first two, and as many more as were lost.
    expect(driver.results.flatMap(({ effects }) => effects).filter(({ type }) => type === 'submit')).toHaveLength(15);
  });

  it('has both exits again where the stop closed only a part and the price is back', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    canceled(driver, goal);
    const stop = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: stop, venueOrderId: `v-${stop}` });
    driver.fill(stop, 'x2', '1', '94');
    driver.settle().quote('99', '99.2');
    canceled(driver, stop);
    expect(open(driver)).toEqual(['SELL 2 stop 95 EMULATED', 'SELL 2 110 SUBMITTED']);
  });

  it('sends a stop again however many targets there were before it', () => {
    const { driver, id } = entered(resting({ quantity: '12' }), '1');
    for (let n = 2; n <= 12; n += 1) {
      const goal = target(driver);
      driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
      driver.settle().fill(id, `x${n}`, '1', '99');
      driver.report({ kind: 'amend-refused', clientOrderId: goal, code: 'NOT_SUPPORTED', message: 'no' });
      canceled(driver, goal);
    }
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    canceled(driver, goal);
    driver.report({ kind: 'never-received', clientOrderId: stopOf(driver) });
    driver.pass(250);
    expect(open(driver)).toEqual(['SELL 12 stop 95 SUBMITTED']);
  });

  it('does not send a stop again that was refused', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    driver.report({ kind: 'aborted', clientOrderId: stopOf(driver), code: 'HARD_LIMIT', message: 'too much' });
    expect(open(driver)).toEqual([]);
  });

  it('cancels and places the target anew at a venue that cannot amend', () => {
    const { driver, id } = entered(resting(), '1');
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().fill(id, 'x2', '1', '99');
    driver.report({ kind: 'amend-refused', clientOrderId: goal, code: 'NOT_SUPPORTED', message: 'no' });
    expect(open(driver)).toContain('SELL 1 110 PENDING_CANCEL');
    canceled(driver, goal);
    expect(open(driver)).toEqual(['BUY 1 99 PARTIALLY_FILLED', 'SELL 2 stop 95 EMULATED', 'SELL 2 110 SUBMITTED']);
  });

  it('waits with a target that the market would not take while the entry may fill more', () => {
    const { driver, id } = entered(resting(), '0.01');
    expect(open(driver)).toEqual(['BUY 2.99 99 PARTIALLY_FILLED', 'SELL 0.01 stop 95 EMULATED']);
    driver.fill(id, 'x2', '2.99', '99');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('leaves an exit that somebody ended, and keeps the other', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.report({ kind: 'refused', clientOrderId: goal, code: '110007', message: 'no' });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.settle().trade({ kind: 'cancel', clientOrderId: stopOf(driver) });
    driver.settle().quote('98', '98.2');
    expect(open(driver)).toEqual([]);
  });

  it('ends when the position is closed by another order, and with its deployment', () => {
    const first = entered().driver;
    const goal = target(first);
    first.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    first.settle().trade({ kind: 'cancel', clientOrderId: goal });
    canceled(first, goal);
    const [close] = first.settle().trade(market({ side: 'SELL', quantity: '3', reduceOnly: true }));
    first.fill(close!, 'x2', '3', '100');
    expect(open(first)).toEqual([]);

    const second = entered().driver;
    second.operator({ kind: 'stop-deployment', deploymentId: second.core.deployments()[0]!.terms.deploymentId, reason: 'done' });
    expect(open(second)).toEqual(['SELL 3 110 PENDING_CANCEL']);
  });

  it('gives way to a younger one of its side when a part is sold by hand', () => {
    const driver = new CoreDriver().running();
    for (const [n, stopLoss] of ['95', '90'].entries()) {
      const id = driver.accepted(bracket({}, { stopLoss }));
      driver.settle().fill(id, `x${n}`, '3', '100.1');
      driver.settle();
    }
    const [first, second] = driver.core.openOrders().filter(({ price }) => price !== undefined);
    for (const { clientOrderId } of [first!, second!])
      driver.report({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
    const [sale] = driver.settle().trade(market({ side: 'SELL', quantity: '2' }));
    driver.fill(sale!, 'x2', '2', '100');
    expect(driver.last.effects).toContainEqual(
      expect.objectContaining({ type: 'amend', ticket: expect.objectContaining({ clientOrderId: first!.clientOrderId, quantity: '1' }) }),
    );
    // Of the six four are left: one of the older, three of the younger.
    expect(open(driver)).toEqual([
      'SELL 1 stop 95 EMULATED',
      'SELL 3 110 PENDING_UPDATE',
      'SELL 3 stop 90 EMULATED',
      'SELL 3 110 ACCEPTED',
    ]);
  });

  it('leaves the target of another alone when its own stop goes', () => {
    const driver = new CoreDriver().running();
    for (const [n, stopLoss] of ['95', '90'].entries()) {
      const id = driver.accepted(bracket({}, { stopLoss }));
      driver.settle().fill(id, `x${n}`, '3', '100.1');
      const goal = driver.core.openOrders().at(-1)!.clientOrderId;
      driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
      driver.settle();
    }
    driver.quote('94', '94.2');
    expect(open(driver)).toEqual([
      'SELL 3 stop 95 RELEASED',
      'SELL 3 110 PENDING_CANCEL',
      'SELL 3 stop 90 EMULATED',
      'SELL 3 110 ACCEPTED',
    ]);
  });

  it('sells whole lots where the fee was taken out of the coin', () => {
    const driver = new CoreDriver().running();
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    const id = driver.accepted(bracket({ symbol: SPOT, quantity: '0.5' }));
    driver.settle().fill(id, 'x1', '0.5', '100', { category: 'spot', fee: '0.0004', feeAsset: 'BTC' });
    // 0.4996 are held, a lot is 0.001.
    expect(open(driver)).toEqual(['SELL 0.499 stop 95 EMULATED', 'SELL 0.499 110 SUBMITTED']);
  });

  it('goes on entering where the first fill is less than a lot after its fee', () => {
    const driver = new CoreDriver().running();
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    const id = driver.accepted(resting({ symbol: SPOT, quantity: '0.5' }));
    driver.settle().fill(id, 'x1', '0.001', '99', { category: 'spot', fee: '0.000001', feeAsset: 'BTC' });
    expect(open(driver)).toEqual(['BUY 0.499 99 PARTIALLY_FILLED']);
    driver.settle().fill(id, 'x2', '0.499', '99', { category: 'spot', fee: '0.000499', feeAsset: 'BTC' });
    // 0.4995 are held, a lot is 0.001.
    expect(open(driver)).toEqual(['SELL 0.499 stop 95 EMULATED', 'SELL 0.499 110 SUBMITTED']);
  });

  it('has a stop that outlives a halt where its entry filled in one', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(resting({}));
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    driver.settle().fill(id, 'x1', '1', '99');
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['BUY 2 99 PENDING_CANCEL', 'SELL 1 stop 95 RELEASED']);
    canceled(driver, id);
    driver.operator({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    expect(open(driver)).toEqual(['SELL 1 stop 95 SUBMITTED']);
  });

  it('has a stop again where it took a late one back before its entry filled more', () => {
    const { driver, id } = entered(resting(), '1');
    const goal = target(driver);
    driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    driver.pass(5_000);
    const late = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: late, venueOrderId: `v-${late}` });
    driver.fill(goal, 'x2', '1', '110');
    expect(open(driver)).toEqual(['BUY 2 99 PENDING_CANCEL', 'SELL 1 stop 95 PENDING_CANCEL']);
    driver.fill(id, 'x3', '1', '99');
    canceled(driver, late);
    expect(open(driver)).toEqual(['BUY 1 99 PENDING_CANCEL', 'SELL 1 stop 95 RELEASED']);
    canceled(driver, id);
    expect(open(driver)).toEqual(['SELL 1 stop 95 SUBMITTED']);
  });

  it('has its target with the resume where its entry filled in a halt', () => {
    const driver = new CoreDriver().running();
    const id = driver.accepted(resting());
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    driver.settle().fill(id, 'x1', '1', '99');
    expect(driver.last.events.filter((event) => event.type === 'OrderChanged' && event.change === 'Denied')).toEqual([]);
    canceled(driver, id);
    driver.operator({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    expect(open(driver)).toEqual(['SELL 1 stop 95 EMULATED', 'SELL 1 110 SUBMITTED']);
  });

  it('is forgotten when its entry fills nothing', () => {
    const { driver, id } = (() => {
      const one = new CoreDriver().running();
      return { driver: one, id: one.accepted(resting()) };
    })();
    driver.settle();
    canceled(driver, id);
    expect(JSON.stringify(driver.core.snapshot())).toContain('"brackets":{"$map":[]}');
  });

  it.each<[string, StrategyCommand, string]>([
    ['a stop above the entry', bracket({}, { stopLoss: '101' }), 'stopLoss < entry < takeProfit'],
    ['a target below it', bracket({}, { takeProfit: '99' }), 'stopLoss < entry < takeProfit'],
    ['a short with the exits of a long', bracket({ side: 'SELL' }), 'takeProfit < entry < stopLoss'],
    ['a stop off the tick', bracket({}, { stopLoss: '95.05' }), 'a multiple of 0.1 above zero'],
  ])('with %s is denied', (_, command, limit) => {
    const driver = new CoreDriver().running();
    driver.trade(command);
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({ change: 'Denied', denial: expect.objectContaining({ code: 'INVALID_REQUEST', limit }) }),
    );
    expect(open(driver)).toEqual([]);
  });

  it('of a short is its mirror', () => {
    const { driver } = (() => {
      const one = new CoreDriver().running();
      const id = one.accepted(bracket({ side: 'SELL' }, { stopLoss: '105', takeProfit: '90' }));
      one.settle().fill(id, 'x1', '3', '99.9');
      return { driver: one };
    })();
    expect(open(driver)).toEqual(['BUY 3 stop 105 EMULATED', 'BUY 3 90 SUBMITTED']);
  });

  it('goes on after a restart as if there had been none', () => {
    const { driver } = entered();
    const goal = target(driver);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.fill(goal, 'x2', '3', '110');
    expect(open(driver)).toEqual([]);
  });
});
