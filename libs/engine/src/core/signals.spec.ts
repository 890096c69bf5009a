import type { StrategyEvent } from '@libs/sdk';
import { ACCOUNT, CoreDriver, DEPLOYMENT, MANUAL, terms } from './testing/core-driver';
import type { DeploymentTerms } from './input';

const MINUTE = 60_000;

/** A running deployment that hears signals, or what is said. */
function running(changes: Partial<DeploymentTerms> = { hears: ['signal'] }): CoreDriver {
  const driver = new CoreDriver().at(10);
  driver.session();
  driver.instrument();
  driver.operator({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: MANUAL });
  driver.operator({ kind: 'deploy', terms: terms(changes) });
  driver.history(8, 9);
  return driver.settle();
}

const send = (driver: CoreDriver, expiresAt = 20 * MINUTE) =>
  driver.operator({ kind: 'send-signal', deploymentId: DEPLOYMENT, name: 'score', value: { up: 0.7 }, expiresAt });
const signals = (driver: CoreDriver): StrategyEvent[] =>
  driver.results.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.type === 'deliver' && effect.delivery.event.type === 'signal' ? [effect.delivery.event] : [])),
  );

describe('a word from outside', () => {
  it('is written down with who sent it, and heard', () => {
    const driver = running();
    const { events } = send(driver);
    expect(events).toEqual([
      {
        type: 'SignalReceived',
        signal: { deploymentId: DEPLOYMENT, name: 'score', value: { up: 0.7 }, expiresAt: 20 * MINUTE },
        cause: { actor: 'ann', commandId: expect.any(String) },
      },
      { type: 'CommandApplied', commandId: expect.any(String), reference: DEPLOYMENT },
    ]);
    expect(signals(driver)).toEqual([
      { type: 'signal', name: 'score', value: { up: 0.7 }, source: 'ann', receivedAt: 10 * MINUTE, expiresAt: 20 * MINUTE },
    ]);
  });

  it('is heard once, however often the command comes', () => {
    const driver = running();
    const command = { kind: 'send-signal', deploymentId: DEPLOYMENT, name: 'score', value: 1, expiresAt: 20 * MINUTE } as const;
    driver.operator(command, 'same');
    driver.operator(command, 'same');
    driver.settle();
    expect(signals(driver)).toHaveLength(1);
  });

  it('says whose it is where that is not who sent it', () => {
    const driver = running();
    const signal = { deploymentId: DEPLOYMENT, name: 'score', value: 1, expiresAt: 20 * MINUTE, source: 'my model' };
    expect(driver.operator({ kind: 'send-signal', ...signal }).events[0]).toMatchObject({ signal, cause: { actor: 'ann' } });
    expect(signals(driver)).toMatchObject([{ source: 'my model' }]);
  });

  it('that is over when it comes is dropped, and named', () => {
    const driver = running();
    expect(send(driver, 10 * MINUTE).events).toContainEqual({
      type: 'SignalExpired',
      deploymentId: DEPLOYMENT,
      name: 'score',
      source: 'ann',
      expiresAt: 10 * MINUTE,
    });
    expect(signals(driver)).toEqual([]);
  });

  it('that is over by the time its strategy is free is dropped too, and what waits behind it comes', () => {
    const driver = running();
    driver.liveBar(10);
    send(driver, 11 * MINUTE);
    driver.at(11).liveBar(11);
    driver.settle();
    expect(driver.events.filter(({ type }) => type === 'SignalExpired')).toHaveLength(1);
    expect(signals(driver)).toEqual([]);
    expect(driver.core.deployments()[0]?.answered).toBeGreaterThan(driver.inputs.length - 3);
  });

  it.each<[string, Partial<DeploymentTerms>, string]>([
    ['a strategy without the hook', {}, 'NOT_HEARD'],
    ['nobody', { deploymentId: '00000000-0000-4000-8000-0000000000bb', hears: ['signal'] }, 'NOT_FOUND'],
  ])('for %s is refused', (_, changes, code) => {
    const driver = new CoreDriver().running();
    driver.operator({ kind: 'send-signal', deploymentId: changes.deploymentId ?? DEPLOYMENT, name: 's', value: 1, expiresAt: 9e9 });
    expect(driver.events.at(-1)).toMatchObject({ type: 'CommandRefused', code });
  });

  it('for a strategy that was stopped is refused', () => {
    const driver = running();
    driver.operator({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'done' });
    expect(send(driver).events).toEqual([expect.objectContaining({ type: 'CommandRefused', code: 'NOT_RUNNING' })]);
  });

  it('may come as an input of its own, with its source', () => {
    const driver = running();
    driver.step({ type: 'signal', deploymentId: DEPLOYMENT, name: 's', value: 1, source: 'file', expiresAt: 20 * MINUTE });
    expect(signals(driver)).toEqual([expect.objectContaining({ source: 'file', value: 1 })]);
  });
});
