import type { StrategyCommand } from '@libs/sdk';
import type { TradingState } from '@libs/kernel';
import { bracket, canceled, entered, open, resting, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';
import { TradingCore } from './trading-core';

const set = (driver: CoreDriver, state: TradingState) => driver.operator({ kind: 'set-trading-state', state, reason: 'test' });
const accepted = (driver: CoreDriver, id: string) => driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: `v-${id}` });
const exit = (price: string, changes: Parameters<typeof market>[0] = {}): StrategyCommand =>
  market({ side: 'SELL', reduceOnly: true, stop: price, ...changes });

/** A bracket that holds three, with its exits, whose target the venue has. */
function holding(command?: StrategyCommand): { driver: CoreDriver; goal: string } {
  const { driver } = entered(command);
  const goal = target(driver);
  accepted(driver, goal);
  return { driver: driver.settle(), goal };
}

/** Long one, and these commands. */
function long(...commands: StrategyCommand[]): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(), 'x1', '1', '100.1');
  driver.settle().trade(...commands);
  return driver.settle();
}

describe('a halt', () => {
  it('leaves a bracket its stop, which waits here, and gives it a target again with the resume', () => {
    const { driver, goal } = holding();
    const stop = stopOf(driver);
    set(driver, 'HALTED');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 PENDING_CANCEL']);
    canceled(driver, goal);
    driver.settle().quote('98', '98.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
    expect(stopOf(driver)).toBe(stop);
  });

  it('gives a bracket its target again although its end is heard of after the resume', () => {
    const { driver, goal } = holding();
    set(driver, 'HALTED');
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 PENDING_CANCEL']);
    canceled(driver, goal);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
  });

  it('keeps what a target sells while it is taken back', () => {
    const { driver, goal } = holding();
    set(driver, 'HALTED');
    driver.fill(goal, 'x2', '1', '110');
    canceled(driver, goal);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 2 stop 95 EMULATED', 'SELL 2 110 SUBMITTED']);
  });

  it.each<TradingState>(['ACTIVE', 'REDUCING'])('lets a stop that the price came to go with the change to %s, not before', (state) => {
    const { driver, goal } = holding();
    set(driver, 'HALTED');
    canceled(driver, goal);
    driver.settle().quote('94', '94.2');
    expect(driver.last.effects.filter(({ type }) => type !== 'deliver')).toEqual([]);
    // It was there, whatever the price does until the resume.
    driver.settle().quote('99.9', '100.1');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    expect(set(driver, state).effects).toContainEqual(
      expect.objectContaining({ type: 'submit', ticket: expect.objectContaining({ type: 'MARKET', quantity: '3', reduceOnly: true }) }),
    );
  });

  it('has it told that a stop waits which the price came to', () => {
    const { driver, goal } = holding();
    set(driver, 'HALTED');
    canceled(driver, goal);
    driver.settle().quote('94', '94.2');
    driver.pass(5_000);
    expect(driver.events.filter(({ type }) => type === 'StopDelayed')).toMatchObject([{ symbol: PERP, waitsFor: [] }]);
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
  });

  it('keeps a stop that was let go and has not left the house', () => {
    const { driver, goal } = holding();
    driver.quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED', 'SELL 3 110 PENDING_CANCEL']);
    set(driver, 'HALTED');
    canceled(driver, goal);
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it.each<[string, Parameters<CoreDriver['report']>[0]]>([
    ['was stopped at the last moment', { kind: 'aborted', clientOrderId: '', code: 'TRADING_HALTED', message: 'Trading is halted.' }],
    ['was withdrawn', { kind: 'withdrawn', clientOrderId: '' }],
    ['was cancelled', { kind: 'order', clientOrderId: '', venueOrderId: 'v', status: 'CANCELED', filledQuantity: '0' }],
  ])('arms the stop of a bracket anew that %s on its way', (_, report) => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    driver.quote('94', '94.2');
    const stop = stopOf(driver);
    set(driver, 'HALTED');
    driver.settle().quote('99.9', '100.1');
    driver.report({ ...report, clientOrderId: stop } as typeof report);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.settle().quote('94', '94.2');
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('gives a bracket a late stop back that it took from the venue while the entry filled more', () => {
    const { driver, id } = entered(resting(), '1');
    const goal = target(driver);
    accepted(driver, goal);
    driver.settle().quote('94', '94.2');
    driver.pass(5_000);
    const late = stopOf(driver);
    set(driver, 'HALTED');
    // The take-profit had been taken, so that there was nothing to protect until more was heard of the entry.
    driver.fill(goal, 'x2', '1', '110');
    driver.fill(id, 'x3', '1', '99');
    canceled(driver, late);
    expect(open(driver)).toEqual(['BUY 1 99 PENDING_CANCEL', 'SELL 1 stop 95 RELEASED']);
  });

  it('gives no exit back that somebody ended', () => {
    const { driver, goal } = holding();
    driver.trade({ kind: 'cancel', clientOrderId: goal }, { kind: 'cancel', clientOrderId: stopOf(driver) });
    driver.settle();
    set(driver, 'HALTED');
    canceled(driver, goal);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual([]);
  });

  it('takes the entry of a bracket back for good', () => {
    const { driver, id } = entered(resting(), '1');
    const goal = target(driver);
    accepted(driver, goal);
    set(driver, 'HALTED');
    for (const order of [id, goal]) canceled(driver, order);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 1 stop 95 EMULATED', 'SELL 1 110 SUBMITTED']);
  });

  it('keeps a stop of no bracket that only reduces, and takes back one that may open', () => {
    const driver = long(exit('95'), exit('94', { reduceOnly: false }));
    set(driver, 'HALTED');
    expect(open(driver)).toEqual(['SELL 1 stop 95 EMULATED']);
    driver.settle().quote('94.5', '94.7');
    expect(open(driver)).toEqual(['SELL 1 stop 95 RELEASED']);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 1 stop 95 SUBMITTED']);
  });

  it('arms what may open for the price at the resume, where it is sent meanwhile', () => {
    const driver = long();
    set(driver, 'HALTED');
    driver.trade(exit('95', { reduceOnly: false }), exit('90', { reduceOnly: false }));
    driver.settle().quote('89', '89.2');
    // Nobody who drives the core has to bring a price to them.
    expect([open(driver), driver.core.armedStops()]).toEqual([['SELL 1 stop 95 EMULATED', 'SELL 1 stop 90 EMULATED'], []]);
    driver.quote('94', '94.2');
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 1 stop 95 SUBMITTED', 'SELL 1 stop 90 EMULATED']);
  });

  it('lasts through a restart, and so do the stops', () => {
    const { driver, goal } = holding();
    set(driver, 'HALTED');
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.settle().session('s2');
    driver.instrument();
    driver.trust();
    canceled(driver, goal);
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.reconciled('3');
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    set(driver, 'ACTIVE');
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('leaves a stop to the end of its strategy, which takes it back', () => {
    const { driver, goal } = holding();
    set(driver, 'HALTED');
    canceled(driver, goal);
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'test' });
    expect(open(driver)).toEqual([]);
  });
});
