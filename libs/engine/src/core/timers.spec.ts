import type { StrategyCommand, StrategyEvent } from '@libs/sdk';
import { CoreDriver, DEPLOYMENT } from './testing/core-driver';
import { TradingCore } from './trading-core';

const set = (name: string, at: number): StrategyCommand => ({ kind: 'set-timer', name, at });
const MINUTE = 60_000;

const timers = (driver: CoreDriver): StrategyEvent[] =>
  driver.results.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.type === 'deliver' && effect.delivery.event.type === 'timer' ? [effect.delivery.event] : [])),
  );

/** Feeds the timer that is due first, as a runner would. */
function ring(driver: CoreDriver): void {
  driver.step({ type: 'timer', ...driver.core.nextTimer()! });
  driver.settle();
}

describe('timers of a strategy', () => {
  it('are known by when they are due, and are heard once', () => {
    const driver = new CoreDriver().running();
    driver.trade(set('b', 20 * MINUTE), set('a', 15 * MINUTE));
    expect(driver.core.nextTimer()).toEqual({ deploymentId: DEPLOYMENT, name: 'a', at: 15 * MINUTE });
    ring(driver.at(15));
    ring(driver.at(20));
    expect(timers(driver)).toEqual([
      { type: 'timer', name: 'a', at: 15 * MINUTE },
      { type: 'timer', name: 'b', at: 20 * MINUTE },
    ]);
    expect(driver.core.nextTimer()).toBeNull();
  });

  it('of the same moment come in the order in which they were set', () => {
    const driver = new CoreDriver().running();
    driver.trade(set('b', 15 * MINUTE), set('a', 15 * MINUTE), set('b', 15 * MINUTE));
    expect(driver.core.nextTimer()?.name).toBe('a');
  });

  it('may be set anew and taken back; one that was found due before is then nobody’s business', () => {
    const driver = new CoreDriver().running();
    driver.trade(set('a', 15 * MINUTE));
    const due = driver.core.nextTimer()!;
    driver.trade(set('a', 30 * MINUTE));
    driver.step({ type: 'timer', ...due });
    expect(timers(driver)).toEqual([]);
    driver.trade({ kind: 'cancel-timer', name: 'a' });
    expect(driver.core.nextTimer()).toBeNull();
  });

  it('of the past are due a millisecond from now, so that time goes on', () => {
    const driver = new CoreDriver().running();
    driver.trade(set('a', 0));
    expect(driver.core.nextTimer()?.at).toBe(driver.core.progress().marketTime + 1);
  });

  it('survive a restart', () => {
    const driver = new CoreDriver().running();
    driver.trade(set('a', 15 * MINUTE));
    const restored = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(restored.nextTimer()).toEqual(driver.core.nextTimer());
  });

  it('end with their strategy', () => {
    const driver = new CoreDriver().running();
    driver.trade(set('a', 15 * MINUTE));
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'done' });
    expect(driver.core.nextTimer()).toBeNull();
  });

  it('are at most a hundred; a strategy that wants more is stopped, and nothing else of its answer is done', () => {
    const driver = new CoreDriver().running();
    driver.trade(...Array.from({ length: 50 }, (_, n) => set(`a${n}`, 15 * MINUTE)));
    driver.trade(...Array.from({ length: 50 }, (_, n) => set(`b${n}`, 15 * MINUTE)));
    expect(driver.core.deployments()[0]?.status).toBe('running');
    driver.trade(set('one', 15 * MINUTE), set('more', 15 * MINUTE));
    const stopped = driver.events.filter(({ type }) => type === 'DeploymentStopped');
    expect(stopped).toEqual([expect.objectContaining({ reason: 'it set more than 100 timers', faulted: true })]);
    expect(driver.core.nextTimer()).toBeNull();
  });
});
