import type { StrategyCommand } from '@libs/sdk';
import { open, stopOf } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, market } from './testing/core-driver';
import { TradingCore } from './trading-core';

type Report = Parameters<CoreDriver['report']>[0];
const stop = (changes: Parameters<typeof market>[0] = {}): StrategyCommand =>
  market({ side: 'SELL', quantity: '3', reduceOnly: true, stop: '95', tag: 'guard', ...changes });
const set = (driver: CoreDriver, state: 'ACTIVE' | 'HALTED') => driver.operator({ kind: 'set-trading-state', state, reason: 'test' });
const busy: Report = { kind: 'aborted', clientOrderId: '', code: 'VENUE_BUSY', message: 'busy' };
const told = (driver: CoreDriver, report: Report, clientOrderId: string) => driver.report({ ...report, clientOrderId } as Report);

/** Long three, with a stop that was let go and sent. */
function sent(command = stop()): { driver: CoreDriver; id: string } {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  const [id] = driver.settle().trade(command);
  driver.settle().quote('94', '94.2');
  return { driver, id: id! };
}

describe('a stop of no bracket', () => {
  it.each<[string, Report]>([
    ['was too late to be sent', { kind: 'aborted', clientOrderId: '', code: 'STALE', message: 'late' }],
    ['found no room at the venue', busy],
    ['was turned away as one too many', { kind: 'refused', clientOrderId: '', code: 'VENUE_BUSY', message: '10006: too many' }],
    ['was stopped by a latch that is down here', { kind: 'aborted', clientOrderId: '', code: 'TRADING_HALTED', message: 'halted' }],
    ['was lost on its way', { kind: 'never-received', clientOrderId: '' }],
    ['found nobody to trade with', { kind: 'order', clientOrderId: '', venueOrderId: 'v', status: 'CANCELED', filledQuantity: '0' }],
  ])('is sent again, as another order, that %s', (_, report) => {
    const { driver, id } = sent();
    told(driver, report, id);
    driver.pass(250);
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
    expect(stopOf(driver)).not.toBe(id);
    expect(driver.core.order(stopOf(driver))).toMatchObject({ tag: 'guard', reduceOnly: true });
    for (let n = 0; n < 12; n += 1) {
      told(driver, report, stopOf(driver));
      driver.pass(4_000);
    }
    const submits = driver.results.flatMap(({ effects }) => effects).filter(({ type }) => type === 'submit');
    // The entry, the first two, and as many more as were lost.
    expect(submits).toHaveLength(15);
  });

  it('follows after a pause that is twice as long each time, up to four seconds', () => {
    const { driver } = sent();
    const pauses: number[] = [];
    while (pauses.length < 12) {
      told(driver, busy, stopOf(driver));
      const from = driver.core.progress().marketTime;
      const due = driver.core.nextTimer()!.at;
      driver.pass(due - from - 1);
      expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
      driver.pass(1);
      expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
      pauses.push(due - from);
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, ...Array.from({ length: 8 }, () => 4_000)]);
    // Nobody is told that one waits while it only pauses.
    expect(driver.events.some(({ type }) => type === 'StopDelayed')).toBe(false);
    expect(driver.core.nextTimer()).toBeNull();
  });

  it('goes after its pause over a restart too', () => {
    const { driver, id } = sent();
    told(driver, busy, id);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(open(driver.pass(250))).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('has all its tries where halts took it back', () => {
    const { driver } = sent();
    for (let n = 0; n < 12; n += 1) {
      driver.report({ kind: 'accepted', clientOrderId: stopOf(driver), venueOrderId: `v${n}` });
      const taken = stopOf(driver);
      set(driver, 'HALTED');
      driver.report({ kind: 'order', clientOrderId: taken, venueOrderId: `v${n}`, status: 'CANCELED', filledQuantity: '0' });
      set(driver, 'ACTIVE');
    }
    told(driver, busy, stopOf(driver));
    driver.pass(250);
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('waits again for its price where that is back', () => {
    const { driver, id } = sent();
    driver.settle().quote('99.9', '100.1');
    told(driver, busy, id);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
  });

  it('follows with what the venue could not fill, once all of that is heard', () => {
    const { driver, id } = sent();
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v' });
    driver.report({ kind: 'order', clientOrderId: id, venueOrderId: 'v', status: 'CANCELED', filledQuantity: '1' });
    expect(open(driver)).toEqual(['SELL 3 stop 95 CANCELED']);
    driver.fill(id, 'x2', '1', '94');
    expect(open(driver)).toEqual(['SELL 2 stop 95 SUBMITTED']);
    driver.report({ kind: 'order', clientOrderId: id, venueOrderId: 'v', status: 'CANCELED', filledQuantity: '1' });
    expect(open(driver)).toEqual(['SELL 2 stop 95 SUBMITTED']);
  });

  it.each<[string, (driver: CoreDriver, id: string) => void]>([
    ['that may open a position', () => undefined],
    ['that its strategy has cancelled', (driver, id) => driver.settle().trade({ kind: 'cancel', clientOrderId: id })],
    ['whose strategy has ended', (driver) => driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'test' })],
    [
      'whose position is closed',
      (driver) => driver.fill(driver.settle().trade(market({ side: 'SELL', quantity: '3' }))[0]!, 'x2', '3', '94'),
    ],
  ])('is not sent again %s', (what, act) => {
    const { driver, id } = sent(stop({ reduceOnly: what !== 'that may open a position' }));
    act(driver, id);
    told(driver, busy, id);
    expect(open(driver)).toEqual([]);
  });

  it('is not sent again for another position where its end is told twice', () => {
    const { driver, id } = sent();
    const end: Report = { kind: 'order', clientOrderId: id, venueOrderId: 'v', status: 'CANCELED', filledQuantity: '0' };
    driver.fill(driver.settle().trade(market({ side: 'SELL', quantity: '3' }))[0]!, 'x2', '3', '94');
    driver.report(end);
    driver.fill(driver.settle().trade(market({ quantity: '3' }))[0]!, 'x3', '3', '94');
    driver.report(end);
    expect(open(driver)).toEqual([]);
  });

  it.each<[string, Report]>([
    ['by the venue', { kind: 'refused', clientOrderId: '', code: '110007', message: 'no' }],
    ['by a limit of the executor', { kind: 'aborted', clientOrderId: '', code: 'HARD_LIMIT', message: 'too much' }],
  ])('is not sent again where it was refused %s', (_, report) => {
    const { driver, id } = sent();
    told(driver, report, id);
    expect(open(driver)).toEqual([]);
  });

  it('that a halt took back on its way is armed anew, and goes with the resume', () => {
    const { driver, id } = sent();
    driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v' });
    set(driver, 'HALTED');
    driver.fill(id, 'x2', '1', '94');
    driver.report({ kind: 'order', clientOrderId: id, venueOrderId: 'v', status: 'CANCELED', filledQuantity: '1' });
    expect(open(driver)).toEqual(['SELL 2 stop 95 RELEASED']);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 2 stop 95 SUBMITTED']);
  });

  it.each<[string, (driver: CoreDriver, id: string) => void]>([
    ['its strategy cancels', (driver, id) => driver.settle().trade({ kind: 'cancel', clientOrderId: id })],
    ['ends with its strategy', (driver) => driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'test' })],
  ])('that a halt took back stays away where it %s before that is done', (_, act) => {
    const { driver, id } = sent();
    set(driver, 'HALTED');
    act(driver, id);
    set(driver, 'HALTED');
    driver.report({ kind: 'withdrawn', clientOrderId: id });
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual([]);
  });

  it('that a second halt finds on its way back is armed anew all the same', () => {
    const { driver, id } = sent();
    set(driver, 'HALTED');
    set(driver, 'HALTED');
    driver.report({ kind: 'withdrawn', clientOrderId: id });
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
  });

  it('whose cancel in a halt was refused stays away where its strategy cancels it later', () => {
    const { driver, id } = sent();
    set(driver, 'HALTED');
    driver.report({ kind: 'cancel-refused', clientOrderId: id, code: 'gone', message: 'not yet' });
    set(driver, 'ACTIVE');
    driver.settle().trade({ kind: 'cancel', clientOrderId: id });
    driver.report({ kind: 'withdrawn', clientOrderId: id });
    expect(open(driver)).toEqual([]);
  });

  it('that its strategy took back before a halt stays away', () => {
    const { driver, id } = sent();
    driver.settle().trade({ kind: 'cancel', clientOrderId: id });
    set(driver, 'HALTED');
    driver.report({ kind: 'withdrawn', clientOrderId: id });
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual([]);
  });
});
