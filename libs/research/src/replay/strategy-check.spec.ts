import type { DeploymentTerms, Effect, Input } from '@libs/engine';
import type { Delivery, StrategyAnswer } from '@libs/sdk';
import { StrategyCheck } from './strategy-check';

const terms = { deploymentId: 'd', strategy: 's', strategyVersion: '1.0.0+a', params: {} } as unknown as DeploymentTerms;
const delivery = (inputSeq: number): Delivery => ({ deploymentId: 'd', inputSeq }) as Delivery;
const answer = (upTo: number, changes: Partial<StrategyAnswer> = {}): StrategyAnswer => ({
  deploymentId: 'd',
  upTo,
  commands: [],
  logs: [],
  stateHash: 'h',
  ...changes,
});
const recorded = (upTo: number): Input => ({ inputSeq: upTo + 1, marketTime: 0, body: { type: 'answer', answer: answer(upTo) } });
const deliver = (inputSeq: number): Effect => ({ type: 'deliver', delivery: delivery(inputSeq) });

/** A sandbox that answers each delivery as the test says. */
function checkWith(reply: (delivery: Delivery) => StrategyAnswer): { check: StrategyCheck; log: string[] } {
  const log: string[] = [];
  const check: StrategyCheck = new StrategyCheck({
    load: ({ deploymentId }) => void log.push(`load ${deploymentId}`),
    unload: (deploymentId) => void log.push(`unload ${deploymentId}`),
    deliver: (taken) => {
      log.push(`deliver ${taken.inputSeq}`);
      queueMicrotask(() => check.answered(reply(taken)));
    },
  });
  return { check, log };
}

describe('StrategyCheck', () => {
  it('delivers what was answered and finds equal answers equal', async () => {
    const { check, log } = checkWith(({ inputSeq }) => answer(inputSeq));
    await check.carryOut({ type: 'load-strategy', terms });
    await check.carryOut(deliver(1));
    await check.hear(recorded(1));
    await check.carryOut(deliver(3));
    await check.until(0);
    expect(log).toEqual(['load d', 'deliver 1']);
    expect([check.compared, check.difference]).toEqual([1, undefined]);
  });

  it('names the first answer that differs', async () => {
    const { check } = checkWith(({ inputSeq }) => answer(inputSeq, { stateHash: 'other' }));
    for (const inputSeq of [1, 3]) {
      await check.carryOut(deliver(inputSeq));
      await check.hear(recorded(inputSeq));
    }
    await check.until(0);
    expect(check.difference).toMatchObject({ inputSeq: 1, what: expect.stringContaining('"stateHash":"other"') });
  });

  it('tells of an answer what differs, behind however many commands that do not', async () => {
    const cancel = (nth: number) => ({ kind: 'cancel', clientOrderId: `order-${nth}` }) as const;
    const many = Array.from({ length: 50 }, (_, nth) => cancel(nth));
    const { check } = checkWith(({ inputSeq }) => answer(inputSeq, { commands: [...many, cancel(77)] }));
    await check.carryOut(deliver(1));
    const said: Input = { ...recorded(1), body: { type: 'answer', answer: answer(1, { commands: [...many, cancel(99)] }) } };
    await check.hear(said);
    await check.until(0);
    const told = (nth: number): string => JSON.stringify({ commands: [cancel(nth)] });
    expect(check.difference).toEqual({ inputSeq: 1, what: `the strategy answered ${told(99)} and now answers ${told(77)}` });
  });

  it('goes on from what the core still owed when the session began', async () => {
    const { check, log } = checkWith(({ inputSeq }) => answer(inputSeq));
    check.begin({ deployments: () => [{ terms, status: 'running' } as never], outstanding: () => [delivery(5)] }, {});
    await check.hear(recorded(5));
    await check.until(0);
    expect(log).toEqual(['load d', 'deliver 5']);
  });

  it('waits for open answers before it unloads a strategy', async () => {
    const { check, log } = checkWith(({ inputSeq }) => (log.push(`answer ${inputSeq}`), answer(inputSeq)));
    await check.carryOut(deliver(1));
    await check.hear(recorded(1));
    await check.carryOut({ type: 'unload-strategy', deploymentId: 'd' });
    expect(log).toEqual(['deliver 1', 'answer 1', 'unload d']);
  });

  it('reports a strategy that fails now and did not then', async () => {
    const check: StrategyCheck = new StrategyCheck({
      load: () => undefined,
      unload: () => undefined,
      deliver: ({ inputSeq }) =>
        queueMicrotask(() => check.faulted({ deploymentId: 'd', inputSeq, hook: 'onBar', message: 'x is not defined', stack: '' })),
    });
    await check.carryOut(deliver(1));
    await check.hear(recorded(1));
    await check.until(0);
    expect(check.difference).toEqual({ inputSeq: 1, what: 'the strategy answered, and now fails in onBar: x is not defined' });
  });

  it('waits for no answer of a strategy that cannot be loaded', async () => {
    const { check, log } = checkWith(({ inputSeq }) => answer(inputSeq));
    await check.carryOut({ type: 'load-strategy', terms });
    check.faulted({ deploymentId: 'd', inputSeq: null, hook: 'load', message: 'its code is gone', stack: '' });
    await check.carryOut(deliver(1));
    await check.hear(recorded(1));
    await check.until(0);
    expect(log).toEqual(['load d']);
    expect(check.difference).toEqual({ inputSeq: 0, what: 'the strategy answered, and now fails in load: its code is gone' });
  });
});
