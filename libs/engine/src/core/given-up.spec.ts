import type { StrategyCommand } from '@libs/sdk';
import type { VenueReport } from './input';
import { bracket, entered, open, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';

const stop = (changes: Parameters<typeof market>[0] = {}): StrategyCommand =>
  market({ side: 'SELL', quantity: '3', stop: '95', reduceOnly: true, ...changes });

const refused = (clientOrderId: string): VenueReport => ({ kind: 'refused', clientOrderId, code: '110007', message: 'no' });

/** Long three, with these orders beside it; the price has come to 94. */
function long(...commands: StrategyCommand[]): { driver: CoreDriver; ids: readonly string[] } {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  const ids = driver.settle().trade(...commands);
  driver.settle().quote('94', '94.2');
  return { driver, ids };
}

const told = ({ events }: CoreDriver) => events.filter(({ type }) => type === 'ExitGivenUp' || type === 'TradingStateChanged');

describe('an exit that is given up', () => {
  it('is told of with what it leaves open, and the account only reduces from then on', () => {
    const { driver, ids } = long(stop());
    driver.report(refused(ids[0]!));
    expect(open(driver)).toEqual([]);
    expect(told(driver)).toEqual([
      {
        type: 'ExitGivenUp',
        clientOrderId: ids[0],
        deploymentId: DEPLOYMENT,
        symbol: PERP,
        exit: 'stop',
        left: '3',
        orders: 1,
        why: 'REJECTED: 110007: no',
        cause: { actor: 'core' },
      },
      {
        type: 'TradingStateChanged',
        from: 'ACTIVE',
        to: 'REDUCING',
        cause: { actor: 'core' },
        reason: `3 ${PERP} of the deployment ${DEPLOYMENT} have no stop: ${ids[0]} was given up`,
      },
    ]);
    driver.settle().trade(market({ quantity: '1' }));
    expect(driver.last.events).toContainEqual(expect.objectContaining({ denial: expect.objectContaining({ code: 'TRADING_REDUCING' }) }));
    driver.settle().trade(market({ side: 'SELL', quantity: '3' }));
    expect(open(driver)).toEqual(['SELL 3 market SUBMITTED']);
  });

  it('since the venue refused it is told of at once', () => {
    const { driver, ids } = long(stop());
    driver.report(refused(ids[0]!));
    expect(told(driver)).toMatchObject([{ exit: 'stop', left: '3', orders: 1, why: 'REJECTED: 110007: no' }, { to: 'REDUCING' }]);
    driver.report(refused(ids[0]!));
    expect(told(driver)).toHaveLength(2);
  });

  it.each(['REDUCING', 'HALTED'] as const)('leaves an account %s that is so already', (state) => {
    const { driver, ids } = long(stop());
    driver.report({ kind: 'accepted', clientOrderId: ids[0]!, venueOrderId: 'v' });
    driver.operator({ kind: 'set-trading-state', state, reason: 'test' });
    // What could not be taken back was not ended by the halt.
    driver.report({ kind: 'cancel-refused', clientOrderId: ids[0]!, code: 'gone', message: 'gone' });
    driver.report({ kind: 'order', clientOrderId: ids[0]!, venueOrderId: 'v', status: 'REJECTED', filledQuantity: '0' });
    expect(told(driver)).toMatchObject([{ reason: 'test' }, { exit: 'stop', left: '3' }]);
    expect(told(driver)).toHaveLength(2);
    expect(driver.core.tradingState()).toBe(state);
  });

  it.each([
    ['bracket stop', bracket({}, { takeProfit: null })],
    ['bracket stop, its target gone first', bracket()],
  ])('is told of as of any other: %s', (_, command) => {
    const { driver } = entered(command);
    driver.quote('94', '94.2');
    const goal = driver.core.openOrders().find(({ tag }) => tag === 'take-profit');
    if (goal) driver.report({ kind: 'withdrawn', clientOrderId: goal.clientOrderId });
    const last = stopOf(driver);
    driver.report(refused(last));
    expect(told(driver)).toMatchObject([{ clientOrderId: last, exit: 'stop', left: '3', orders: 1 }, { to: 'REDUCING' }]);
  });

  it('is told of alone where it is a take-profit whose stop stays', () => {
    const { driver } = entered();
    const last = target(driver);
    driver.report(refused(last));
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    expect(told(driver)).toMatchObject([{ clientOrderId: last, exit: 'take-profit', left: '3', orders: 1 }]);
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  it('leaves open what another stop does not close', () => {
    const { driver, ids } = long(stop({ quantity: '2' }), stop({ quantity: '1', stop: '90' }));
    driver.report(refused(ids[0]!));
    expect(told(driver)).toMatchObject([{ left: '2' }, { to: 'REDUCING' }]);
  });

  it.each([
    ['one that may open', { reduceOnly: false, stop: '90' }],
    ['one of the other side', { side: 'BUY', stop: '120' }],
    ['a resting order', { type: 'LIMIT', price: '120', stop: undefined, timeInForce: 'GTC', quantity: '0.1' }],
  ] as const)('is not made good by %s', (_, changes) => {
    const { driver, ids } = long(stop({ quantity: '2' }), stop(changes as Parameters<typeof stop>[0]));
    driver.report(refused(ids[0]!));
    expect(told(driver)).toMatchObject([{ left: '3' }, { to: 'REDUCING' }]);
  });

  it('is not made good by a stop of another strategy', () => {
    const { driver, ids } = long(stop());
    const { kind: _, ...order } = stop({ stop: '90' }) as Extract<StrategyCommand, { kind: 'submit' }>;
    driver.operator({ kind: 'place-order', order });
    driver.report(refused(ids[0]!));
    expect(told(driver)).toMatchObject([{ left: '3' }, { to: 'REDUCING' }]);
  });

  it.each([
    ['0.5', ['0.5']],
    ['0.501', []],
  ])('is told of where 0.5 stands open and the venue takes %s at least: %s', (minQuantity, left) => {
    const { driver, ids } = long(stop({ quantity: '0.5' }), stop({ quantity: '2.5', stop: '90' }));
    driver.instrument('linear', { minQuantity });
    driver.report(refused(ids[0]!));
    const exits = driver.events.flatMap((event) => (event.type === 'ExitGivenUp' ? [event.left] : []));
    expect(exits).toEqual(left);
  });

  it('is told of where what is left of it is too little for the venue, and more than that stands open', () => {
    const { driver, ids } = long(stop({ quantity: '2' }));
    driver.fill(ids[0]!, 'x2', '1.9995', '94');
    driver.report({ kind: 'order', clientOrderId: ids[0]!, venueOrderId: 'v', status: 'CANCELED', filledQuantity: '1.9995' });
    expect(open(driver)).toEqual([]);
    expect(told(driver)).toMatchObject([{ left: '1', orders: 2, why: expect.stringContaining('DENIED') as string }, { to: 'REDUCING' }]);
  });

  it.each<[string, (driver: CoreDriver, id: string) => void]>([
    ['its strategy has cancelled', (driver, id) => driver.settle().trade({ kind: 'cancel', clientOrderId: id })],
    ['ended with its strategy', (driver) => driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'test' })],
    [
      'has no position any more',
      (driver) => driver.fill(driver.settle().trade(market({ side: 'SELL', quantity: '3' }))[0]!, 'x2', '3', '94'),
    ],
    [
      'leaves less than the venue takes',
      (driver) => driver.fill(driver.settle().trade(market({ side: 'SELL', quantity: '2.95' }))[0]!, 'x2', '2.95', '94'),
    ],
  ])('is none that %s', (_, act) => {
    const { driver, ids } = long(stop());
    act(driver, ids[0]!);
    driver.report(refused(ids[0]!));
    expect(told(driver)).toEqual([]);
  });

  it('is none that was filled, and closed only a part because it was to', () => {
    const { driver, ids } = long(stop({ quantity: '2' }));
    driver.fill(ids[0]!, 'x2', '2', '94');
    expect(told(driver)).toEqual([]);
  });

  it('is none that was cancelled while it waited here', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
    const [id] = driver.settle().trade(stop());
    driver.settle().trade({ kind: 'cancel', clientOrderId: id! });
    expect(open(driver)).toEqual([]);
    expect(told(driver)).toEqual([]);
  });
});
