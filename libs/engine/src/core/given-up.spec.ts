import type { StrategyCommand } from '@libs/sdk';
import type { VenueReport } from './input';
import { bracket, entered, open, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';

const stop = (changes: Parameters<typeof market>[0] = {}): StrategyCommand =>
  market({ side: 'SELL', quantity: '3', stop: '95', reduceOnly: true, ...changes });

const busy = (clientOrderId: string): VenueReport => ({ kind: 'aborted', clientOrderId, code: 'VENUE_BUSY', message: 'busy' });
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

function loseTen(driver: CoreDriver, exit: (driver: CoreDriver) => string): string {
  let last = '';
  for (let n = 0; n < 10; n += 1) driver.report(busy((last = exit(driver))));
  return last;
}

describe('an exit that is given up', () => {
  it('after ten orders is told of with what it leaves open, and the account only reduces from then on', () => {
    const { driver } = long(stop());
    const last = loseTen(driver, stopOf);
    expect(open(driver)).toEqual([]);
    expect(told(driver)).toEqual([
      {
        ...{ type: 'ExitGivenUp', clientOrderId: last, deploymentId: DEPLOYMENT, symbol: PERP, exit: 'stop', left: '3', orders: 10 },
        ...{ why: 'DENIED: VENUE_BUSY: busy', cause: { actor: 'core' } },
      },
      {
        ...{ type: 'TradingStateChanged', from: 'ACTIVE', to: 'REDUCING', cause: { actor: 'core' } },
        reason: `3 ${PERP} of the deployment ${DEPLOYMENT} have no stop: ${last} was given up`,
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

  it('leaves a halted account halted', () => {
    const { driver, ids } = long(stop());
    driver.operator({ kind: 'set-trading-state', state: 'HALTED', reason: 'test' });
    driver.report(refused(ids[0]!));
    expect(driver.core.tradingState()).toBe('HALTED');
  });

  it.each([
    ['bracket stop', bracket({}, { takeProfit: null })],
    ['bracket stop, its target gone first', bracket()],
  ])('is told of as of any other: %s', (_, command) => {
    const { driver } = entered(command);
    driver.quote('94', '94.2');
    const goal = driver.core.openOrders().find(({ tag }) => tag === 'take-profit');
    if (goal) driver.report({ kind: 'withdrawn', clientOrderId: goal.clientOrderId });
    const last = loseTen(driver, stopOf);
    expect(told(driver)).toMatchObject([{ clientOrderId: last, exit: 'stop', left: '3', orders: 10 }, { to: 'REDUCING' }]);
  });

  it('is told of alone where it is a take-profit whose stop stays', () => {
    const { driver } = entered();
    const last = loseTen(driver, target);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    expect(told(driver)).toMatchObject([{ clientOrderId: last, exit: 'take-profit', left: '3', orders: 10 }]);
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  it('leaves open what another stop does not close', () => {
    const { driver, ids } = long(stop({ quantity: '2' }), stop({ quantity: '1', stop: '90' }));
    driver.report(refused(ids[0]!));
    expect(told(driver)).toMatchObject([{ left: '2' }, { to: 'REDUCING' }]);
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

  it('is none that was cancelled while it waited here', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
    const [id] = driver.settle().trade(stop());
    driver.settle().trade({ kind: 'cancel', clientOrderId: id! });
    expect(open(driver)).toEqual([]);
    expect(told(driver)).toEqual([]);
  });
});
