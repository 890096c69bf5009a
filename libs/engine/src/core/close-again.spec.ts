import type { VenueReport } from './input';
import { canceled, entered, open, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';
import { TradingCore } from './trading-core';

type Loss = Exclude<VenueReport, { kind: 'reconciled' | 'execution' | 'funding' | 'liquidation' | 'insurance' }>;

const close = (driver: CoreDriver) => driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
const closing = (driver: CoreDriver): string => driver.core.openOrders().find(({ tag }) => tag === 'close')!.clientOrderId;
const lose = (driver: CoreDriver, loss: Loss = busy) => driver.report({ ...loss, clientOrderId: closing(driver) });
const told = ({ events }: CoreDriver) => events.filter(({ type }) => type === 'ExitGivenUp' || type === 'TradingStateChanged');
const set = (driver: CoreDriver, state: 'ACTIVE' | 'HALTED') => driver.operator({ kind: 'set-trading-state', state, reason: 'test' });
const busy: Loss = { kind: 'aborted', clientOrderId: '', code: 'VENUE_BUSY', message: 'busy' };

/** Long three without exits, and a close on its way. */
function closed(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  close(driver.settle());
  return driver;
}

/** Long three of a bracket, and a close on its way. */
function closedBracket(): CoreDriver {
  const { driver } = entered();
  const goal = target(driver);
  driver.report({ kind: 'accepted', clientOrderId: goal, venueOrderId: `v-${goal}` });
  close(driver.settle());
  canceled(driver, goal);
  return driver;
}

describe('a close that was lost', () => {
  it.each<[string, Loss]>([
    ['was too late to be sent', { kind: 'aborted', clientOrderId: '', code: 'STALE', message: 'late' }],
    ['found no room at the venue', busy],
    ['was stopped by a latch that is down here', { kind: 'aborted', clientOrderId: '', code: 'TRADING_HALTED', message: 'halted' }],
    ['was lost on its way', { kind: 'never-received', clientOrderId: '' }],
    ['found nobody to trade with', { kind: 'order', clientOrderId: '', venueOrderId: 'v', status: 'CANCELED', filledQuantity: '0' }],
  ])('is sent again after a pause, as another order, that %s', (_, loss) => {
    const driver = closed();
    const id = closing(driver);
    lose(driver, loss);
    expect(open(driver.pass(249))).toEqual(['SELL 3 market RELEASED']);
    expect(open(driver.pass(1))).toEqual(['SELL 3 market SUBMITTED']);
    expect(closing(driver)).not.toBe(id);
    expect(driver.core.order(closing(driver))).toMatchObject({ deploymentId: DEPLOYMENT, tag: 'close', reduceOnly: true });
    driver.fill(closing(driver), 'x2', '3', '99.9');
    expect([open(driver), told(driver), driver.core.nextTimer()]).toEqual([[], [], null]);
  });

  it('is told of after ten orders with what is still held, and is sent on, and the account goes on', () => {
    const driver = closed();
    let tenth = '';
    for (let n = 1; n <= 12; n += 1) {
      if (n === 10) tenth = closing(driver);
      lose(driver);
      driver.pass(4_000);
    }
    expect(open(driver)).toEqual(['SELL 3 market SUBMITTED']);
    const failing = driver.events.filter(({ type }) => type.startsWith('ExitFailing'));
    expect(failing).toMatchObject([{ clientOrderId: tenth, exit: 'close', left: '3', orders: 10, why: 'DENIED: VENUE_BUSY: busy' }]);
    expect(told(driver)).toEqual([]);
    driver.fill(closing(driver), 'x2', '3', '99.9');
    expect(driver.last.events).toContainEqual(expect.objectContaining({ type: 'ExitFailingOver', clientOrderId: tenth, status: 'FILLED' }));
  });

  it.each<[string, Loss, string]>([
    ['by the venue', { kind: 'refused', clientOrderId: '', code: '110007', message: 'no' }, 'REJECTED: 110007: no'],
    [
      'by a limit of the executor',
      { kind: 'aborted', clientOrderId: '', code: 'HARD_LIMIT', message: 'too much' },
      'DENIED: HARD_LIMIT: too much',
    ],
  ])('is told of at once where it was refused %s', (_, loss, why) => {
    const driver = closed();
    lose(driver, loss);
    expect(open(driver.pass(60_000))).toEqual([]);
    expect(told(driver)).toMatchObject([{ exit: 'close', left: '3', orders: 1, why }]);
  });

  it('leaves the exits to stand again where it is given up', () => {
    const driver = closedBracket();
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 market SUBMITTED']);
    lose(driver, { kind: 'refused', clientOrderId: '', code: '110007', message: 'no' });
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
    expect(told(driver)).toMatchObject([{ exit: 'close', left: '3', orders: 1 }]);
  });

  it('follows at once with what the venue could not close, beside the stop', () => {
    const driver = closedBracket();
    const id = closing(driver);
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: `v-${id}` });
    driver.fill(id, 'x2', '1', '99.9');
    canceled(driver, id);
    expect(open(driver)).toEqual(['SELL 2 stop 95 EMULATED', 'SELL 2 market SUBMITTED']);
    driver.fill(closing(driver), 'x3', '2', '99.9');
    expect([open(driver), told(driver)]).toEqual([[], []]);
  });

  it('follows with what it has left, and closes nothing that was bought meanwhile', () => {
    const driver = closed();
    const id = closing(driver);
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v' });
    driver.fill(id, 'x2', '1', '99.9');
    const [more] = driver.settle().trade(market({ quantity: '4' }));
    driver.fill(more!, 'x3', '4', '100.1');
    canceled(driver, id);
    expect(driver.core.order(closing(driver))?.quantity.toString()).toBe('2');
  });

  it('closes nothing once more that its strategy has closed while it paused', () => {
    const driver = closed().settle().at(12);
    driver.liveBar(11);
    lose(driver);
    const id = closing(driver);
    driver.answer([market({ side: 'SELL', quantity: '3', reduceOnly: true })]);
    expect(open(driver)).toEqual(['SELL 3 market RELEASED', 'SELL 3 market SUBMITTED']);
    driver.fill(driver.core.openOrders()[1]!.clientOrderId, 'x2', '3', '99.9');
    expect(driver.core.order(id)).toMatchObject({ status: 'CANCELED', reason: 'its position was closed meanwhile' });
    expect([open(driver), told(driver)]).toEqual([[], []]);
  });

  it('goes with a halt while it pauses', () => {
    const driver = closed();
    lose(driver);
    set(driver, 'HALTED');
    set(driver, 'ACTIVE');
    expect([open(driver.pass(60_000)), driver.core.nextTimer()]).toEqual([[], null]);
    expect(driver.events.some(({ type }) => type === 'ExitGivenUp')).toBe(false);
  });

  it('is sent again over a restart and the end of its strategy', () => {
    const driver = closed();
    lose(driver);
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(open(driver.pass(250))).toEqual(['SELL 3 market SUBMITTED']);
  });
});

describe('a close on its way', () => {
  it('is not taken back when its strategy is stopped', () => {
    const driver = closed();
    const { effects } = driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
    expect(effects.filter(({ type }) => type === 'cancel')).toEqual([]);
    expect(open(driver)).toEqual(['SELL 3 market SUBMITTED']);
  });

  it('is not its strategy’s to cancel, which is told', () => {
    const driver = closed();
    driver.settle().trade({ kind: 'cancel', clientOrderId: closing(driver) });
    expect(open(driver)).toEqual(['SELL 3 market SUBMITTED']);
    const message = `cancel of order ${closing(driver)} ignored: a person closes a position with it`;
    expect(driver.events).toContainEqual({ type: 'StrategyLogged', deploymentId: DEPLOYMENT, logs: [{ level: 'warn', message }] });
  });

  it('is a person’s to cancel, and not sent again then', () => {
    const driver = closed();
    const id = closing(driver);
    driver.operator({ kind: 'cancel-order', clientOrderId: id });
    driver.report({ kind: 'withdrawn', clientOrderId: id });
    expect([open(driver), told(driver)]).toEqual([[], []]);
  });
});
