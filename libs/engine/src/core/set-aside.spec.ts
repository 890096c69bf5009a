import type { StrategyCommand } from '@libs/sdk';
import type { VenueReport } from './input';
import { canceled, open } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';
import { TradingCore } from './trading-core';

const exit = (more: Parameters<typeof market>[0] = {}): StrategyCommand =>
  market({ side: 'SELL', quantity: '3', reduceOnly: true, type: 'LIMIT', price: '110', timeInForce: 'GTC', tag: 'goal', ...more });
const close = (driver: CoreDriver) => driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
const set = (driver: CoreDriver, state: 'ACTIVE' | 'HALTED') => driver.operator({ kind: 'set-trading-state', state, reason: 'test' });
const closing = (driver: CoreDriver): string => driver.core.openOrders().find(({ tag }) => tag === 'close')!.clientOrderId;
const refuse = (driver: CoreDriver) => driver.report({ kind: 'refused', clientOrderId: closing(driver), code: '110007', message: 'no' });

/** Long three beside such exits at the venue, and a close that has taken back what is in its way. */
function closed(...exits: StrategyCommand[]): { driver: CoreDriver; ids: readonly string[] } {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  const ids = driver.settle().trade(...exits);
  for (const id of ids) driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: `v-${id}` });
  close(driver.settle());
  return { driver, ids };
}

describe('a take-profit of no bracket that made way', () => {
  it('stands again for what the close could not close', () => {
    const { driver, ids } = closed(exit());
    canceled(driver, ids[0]!);
    driver.fill(closing(driver), 'x2', '1', '99.9');
    canceled(driver, closing(driver));
    expect(open(driver)).toEqual(['SELL 2 market SUBMITTED']);
    refuse(driver);
    expect(open(driver)).toEqual(['SELL 2 110 SUBMITTED']);
    expect(driver.core.openOrders()[0]).toMatchObject({ deploymentId: DEPLOYMENT, tag: 'goal', reduceOnly: true });
    expect(driver.core.openOrders()[0]!.clientOrderId).not.toBe(ids[0]);
  });

  it('is gone where all was closed', () => {
    const { driver, ids } = closed(exit());
    canceled(driver, ids[0]!);
    driver.fill(closing(driver), 'x2', '3', '99.9');
    driver.fill(driver.settle().trade(market({ quantity: '2' }))[0]!, 'x3', '2', '99.9');
    expect(open(driver)).toEqual([]);
  });

  it('stands again only with what it had left', () => {
    const { driver, ids } = closed(exit({ quantity: '2' }), exit({ quantity: '1', price: '120' }));
    driver.fill(ids[0]!, 'x2', '0.5', '110');
    for (const id of ids) canceled(driver, id);
    refuse(driver);
    expect(open(driver)).toEqual(['SELL 1.5 110 SUBMITTED', 'SELL 1 120 SUBMITTED']);
  });

  it('stands again no larger than what is held, the oldest first', () => {
    const { driver, ids } = closed(exit({ quantity: '2' }), exit({ quantity: '1', price: '120' }));
    for (const id of ids) canceled(driver, id);
    driver.fill(closing(driver), 'x2', '0.5', '99.9');
    canceled(driver, closing(driver));
    refuse(driver);
    expect(open(driver)).toEqual(['SELL 2 110 SUBMITTED', 'SELL 0.5 120 SUBMITTED']);
  });

  it('stands again where its cancel was in doubt until the close was over', () => {
    const { driver, ids } = closed(exit());
    driver.pass(5_000);
    expect(open(driver)).toEqual(['SELL 3 110 PENDING_CANCEL', 'SELL 3 market SUBMITTED']);
    refuse(driver);
    expect(open(driver)).toEqual(['SELL 3 110 PENDING_CANCEL']);
    canceled(driver, ids[0]!);
    expect(open(driver)).toEqual(['SELL 3 110 SUBMITTED']);
  });

  it('stands again after the resume where a halt took the close, and not before', () => {
    const { driver, ids } = closed(exit());
    set(driver, 'HALTED');
    canceled(driver, ids[0]!);
    expect(open(driver)).toEqual([]);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 3 110 SUBMITTED']);
  });

  it('stands again where the stop that it made way for is given up', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
    const [goal, stop] = driver.settle().trade(exit(), market({ side: 'SELL', quantity: '3', reduceOnly: true, stop: '95' }));
    driver.report({ kind: 'accepted', clientOrderId: goal!, venueOrderId: `v-${goal}` });
    driver.settle().quote('94', '94.2');
    canceled(driver, goal!);
    driver.report({ kind: 'refused', clientOrderId: stop!, code: '110007', message: 'no' });
    expect(open(driver)).toEqual(['SELL 3 110 SUBMITTED']);
  });

  it.each<[string, (driver: CoreDriver, id: string) => void]>([
    ['cancelled by its strategy', (driver, id) => driver.settle().trade({ kind: 'cancel', clientOrderId: id })],
    ['cancelled by a person', (driver, clientOrderId) => driver.operator({ kind: 'cancel-order', clientOrderId })],
    ['ended with its strategy', (driver) => driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' })],
  ])('stays away where it is %s meanwhile', (_, act) => {
    const { driver, ids } = closed(exit());
    act(driver, ids[0]!);
    canceled(driver, ids[0]!);
    refuse(driver);
    expect(open(driver)).toEqual([]);
  });

  it('stays away where its strategy is stopped after it has gone', () => {
    const { driver, ids } = closed(exit());
    canceled(driver, ids[0]!);
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
    refuse(driver);
    expect(open(driver)).toEqual([]);
  });

  it('stays away where it could open the other side', () => {
    const { driver, ids } = closed(exit({ reduceOnly: false }));
    canceled(driver, ids[0]!);
    refuse(driver);
    expect(open(driver)).toEqual([]);
  });
});

describe('a take-profit of no bracket that stands again and is lost', () => {
  type Loss = Extract<VenueReport, { kind: 'aborted' | 'never-received' | 'refused' }>;
  const busy: Loss = { kind: 'aborted', clientOrderId: '', code: 'VENUE_BUSY', message: 'busy' };
  const goal = (driver: CoreDriver): string => driver.core.openOrders().find(({ tag }) => tag === 'goal')!.clientOrderId;
  const lose = (driver: CoreDriver, loss: Loss = busy) => driver.report({ ...loss, clientOrderId: goal(driver) });
  const told = ({ events }: CoreDriver) => events.filter(({ type }) => type.startsWith('ExitFailing') || type === 'ExitGivenUp');

  /** Long three, and a take-profit that stands again since the close that it made way for was refused. */
  function restored(): CoreDriver {
    const { driver, ids } = closed(exit());
    canceled(driver, ids[0]!);
    refuse(driver);
    return driver;
  }

  /** What was told of, the close aside. */
  const ofGoal = (driver: CoreDriver) => told(driver).slice(1);

  it.each<[string, Loss]>([
    ['found no room', busy],
    ['never arrived', { kind: 'never-received', clientOrderId: '' }],
  ])('is placed again after pauses, however often it %s, and told of after ten orders', (_, loss) => {
    const driver = restored();
    lose(driver, loss);
    expect(open(driver.pass(249))).toEqual([]);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(open(driver.pass(1))).toEqual(['SELL 3 110 SUBMITTED']);
    lose(driver, loss);
    expect(open(driver.pass(499))).toEqual([]);
    expect(open(driver.pass(1))).toEqual(['SELL 3 110 SUBMITTED']);
    let tenth = '';
    for (let n = 3; n <= 12; n += 1) {
      if (n === 10) tenth = goal(driver);
      lose(driver, loss);
      driver.pass(4_000);
    }
    expect(open(driver)).toEqual(['SELL 3 110 SUBMITTED']);
    expect(ofGoal(driver)).toMatchObject([{ type: 'ExitFailing', clientOrderId: tenth, exit: 'take-profit', left: '3', orders: 10 }]);
    driver.report({ kind: 'accepted', clientOrderId: goal(driver), venueOrderId: 'v' });
    expect(ofGoal(driver)).toMatchObject([{}, { type: 'ExitFailingOver', clientOrderId: tenth, by: goal(driver) }]);
  });

  it('is placed again when the venue takes orders again, and told of at once where that is late', () => {
    const driver = restored();
    lose(driver, { ...busy, retryAfter: 600_000 });
    expect(ofGoal(driver)).toMatchObject([{ type: 'ExitFailing', orders: 1 }]);
    expect(open(driver.pass(599_999))).toEqual([]);
    expect(open(driver.pass(1))).toEqual(['SELL 3 110 SUBMITTED']);
  });

  it('is given up where it was refused', () => {
    const driver = restored();
    lose(driver, { kind: 'refused', clientOrderId: '', code: '110007', message: 'no' });
    expect(open(driver.pass(60_000))).toEqual([]);
    expect(ofGoal(driver)).toMatchObject([{ type: 'ExitGivenUp', exit: 'take-profit', left: '3', orders: 1 }]);
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  it.each<[string, (driver: CoreDriver) => void]>([
    [
      'its position was closed',
      (driver) => driver.fill(driver.settle().trade(market({ side: 'SELL', quantity: '3' }))[0]!, 'x9', '3', '99'),
    ],
    ['its strategy was stopped', (driver) => driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' })],
  ])('stays away, and fails no more, where %s meanwhile', (_, act) => {
    const driver = restored();
    lose(driver, { ...busy, retryAfter: 600_000 });
    act(driver);
    driver.pass(600_000);
    expect([open(driver), driver.core.nextTimer()]).toEqual([[], null]);
    expect(ofGoal(driver)).toMatchObject([{ type: 'ExitFailing' }, { type: 'ExitFailingOver', status: 'DENIED' }]);
  });
});

describe('a stop with a price of its own that made way', () => {
  it('stands again for what the close could not close', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
    const [stop] = driver.settle().trade(exit({ stop: '95', price: '94.5' }));
    driver.settle().quote('94', '94.2');
    driver.report({ kind: 'accepted', clientOrderId: stop!, venueOrderId: `v-${stop}` });
    driver.settle().quote('96', '96.2');
    close(driver);
    canceled(driver, stop!);
    refuse(driver);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
  });
});
