import type { StrategyCommand } from '@libs/sdk';
import type { CoreDriver } from './testing/core-driver';
import { DEPLOYMENT, market, words } from './testing/core-driver';
import { bracket, canceled, entered, open, resting, stopOf, target } from './testing/bracket-driver';
import { TradingCore } from './trading-core';

const breaks = (driver: CoreDriver) =>
  driver.step({ type: 'strategy-fault', deploymentId: DEPLOYMENT, hook: 'onBar', message: 'x is not a function' });

describe('a bracket whose strategy broke', () => {
  it('keeps stop and target, and what is left of it once one of them is filled is nothing', () => {
    const { driver } = entered();
    expect(words(breaks(driver))).toEqual(['DeploymentStopped', 'unload-strategy']);
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
    driver.fill(target(driver), 'x2', '3', '110');
    expect(open(driver)).toEqual([]);
  });

  it('enters no further, and has exits for what was filled before the cancel came through', () => {
    const { driver, id } = entered(resting(), '1');
    breaks(driver);
    expect(open(driver)).toEqual(['BUY 2 99 PENDING_CANCEL', 'SELL 1 stop 95 EMULATED', 'SELL 1 110 SUBMITTED']);
    driver.report({ kind: 'accepted', clientOrderId: target(driver), venueOrderId: 'v' });
    driver.fill(id, 'x2', '1', '99');
    expect(open(driver)).toEqual(['BUY 1 99 PENDING_CANCEL', 'SELL 2 stop 95 EMULATED', 'SELL 1 110 PENDING_UPDATE']);
    canceled(driver, id);
    expect(open(driver)).toEqual(['SELL 2 stop 95 EMULATED', 'SELL 1 110 PENDING_UPDATE']);
  });

  it('is stopped out after a restart as well', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    breaks(driver);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.session('s2');
    driver.instrument();
    driver.reconciled('3');
    driver.trust();
    const stop = stopOf(driver);
    driver.quote('94.9', '95.1');
    expect(driver.last.effects).toContainEqual(
      expect.objectContaining({ type: 'submit', ticket: expect.objectContaining({ clientOrderId: stop, quantity: '3' }) }),
    );
    driver.fill(stop, 'x2', '3', '94.9');
    expect(open(driver)).toEqual([]);
    expect(JSON.stringify(driver.core.snapshot())).toContain('"brackets":{"$map":[]}');
  });

  it('loses its exits when somebody has seen to the fault', () => {
    const { driver } = entered();
    driver.report({ kind: 'accepted', clientOrderId: target(driver), venueOrderId: 'v' });
    breaks(driver);
    const dismissed = driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
    expect(dismissed.events[0]).toMatchObject({
      type: 'FaultDismissed',
      reason: expect.stringContaining('its position stays open: 3') as string,
    });
    expect(open(driver)).toEqual(['SELL 3 110 PENDING_CANCEL']);
    canceled(driver, target(driver));
    expect(open(driver)).toEqual([]);
  });

  it('has ended when somebody sees to the fault where one of its exits was filled, and nothing is named as open', () => {
    const { driver } = entered();
    breaks(driver);
    driver.fill(target(driver), 'x2', '3', '110');
    const { events } = driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
    expect(events[0]).toMatchObject({ type: 'FaultDismissed', reason: 'seen; it had faulted in onBar: x is not a function' });
  });

  it('sends no stop anew for what is left of it when somebody has seen to the fault', () => {
    const { driver } = entered(bracket({}, { takeProfit: null }));
    breaks(driver);
    driver.quote('94.9', '95.1');
    const stop = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: stop, venueOrderId: `v-${stop}` });
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
    driver.fill(stop, 'x2', '1', '94.9');
    canceled(driver, stop);
    expect(open(driver)).toEqual([]);
  });

  it('takes back no entry of anybody else', () => {
    const { driver } = entered();
    const { kind: _, ...order } = market({ type: 'LIMIT', price: '90', timeInForce: 'GTC' }) as Extract<
      StrategyCommand,
      { kind: 'submit' }
    >;
    driver.operator({ kind: 'place-order', order });
    breaks(driver);
    expect(open(driver)).toContain('BUY 1 90 SUBMITTED');
  });
});
