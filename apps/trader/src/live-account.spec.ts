import { createLogger } from '@libs/platform';
import type { InputBody, TradingCore } from '@libs/engine';
import { LiveAccount } from './live-account';

const FAULT: InputBody = { type: 'strategy-fault', deploymentId: 'd', hook: 'onBar', message: 'broke' };

const nothing = (): void => undefined;

function accountOf(core: TradingCore): { account: LiveAccount; lines: string[]; told: unknown[] } {
  const lines: string[] = [];
  const told: unknown[] = [];
  const account = new LiveAccount({
    core,
    commits: { push: nothing },
    record: nothing,
    watch: nothing,
    requestHistory: nothing,
    seats: { carryOut: () => false, isHeld: () => false, goOn: nothing } as never,
    topics: undefined as never,
    trust: { tell: nothing },
    sandboxHealth: { set: (part, reason) => told.push([part, reason]) },
    logger: createLogger({ component: 'test', write: (line) => lines.push(line) }),
    wallClock: () => 0,
  });
  return { account, lines, told };
}

describe('LiveAccount', () => {
  it('is quiet as soon as the last strategy that owed an answer has faulted, and says so', () => {
    let owed: object[] = [{}];
    const core = {
      progress: () => ({ inputSeq: 0, inboxSeq: 0, marketTime: 0, sessionId: null }),
      step: () => (
        (owed = []),
        { events: [{ type: 'DeploymentStopped', deploymentId: 'd', reason: 'broke', faulted: true }], effects: [] }
      ),
      outstanding: () => owed,
      nextTimer: () => null,
    } as unknown as TradingCore;
    const { account, lines } = accountOf(core);
    let quiet = 0;
    account.whenQuiet(() => (quiet += 1));
    expect(quiet).toBe(0);
    account.feed(FAULT);
    expect(quiet).toBe(1);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'the deployment d ended in a fault: broke' }),
    ]);
  });

  it('no longer tells that the sandbox was started again once the fault is dismissed', () => {
    const core = {
      progress: () => ({ inputSeq: 0, inboxSeq: 0, marketTime: 0, sessionId: null }),
      step: () => ({ events: [{ type: 'FaultDismissed', deploymentId: 'd', reason: 'seen' }], effects: [] }),
      outstanding: () => [],
      nextTimer: () => null,
    } as unknown as TradingCore;
    const { account, told } = accountOf(core);
    account.feed(FAULT);
    expect(told).toEqual([['process', null]]);
  });
});
