import { createLogger } from '@libs/platform';
import type { InputBody, TradingCore } from '@libs/engine';
import { LiveAccount } from './live-account';

const FAULT: InputBody = { type: 'strategy-fault', deploymentId: 'd', hook: 'onBar', message: 'broke' };

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
    const nothing = (): void => undefined;
    const lines: string[] = [];
    const account = new LiveAccount({
      core,
      commits: { push: nothing },
      record: nothing,
      watch: nothing,
      requestHistory: nothing,
      seats: undefined as never,
      topics: undefined as never,
      trust: { tell: nothing },
      logger: createLogger({ component: 'test', write: (line) => lines.push(line) }),
      wallClock: () => 0,
    });
    let quiet = 0;
    account.whenQuiet(() => (quiet += 1));
    expect(quiet).toBe(0);
    account.feed(FAULT);
    expect(quiet).toBe(1);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'the deployment d ended in a fault: broke' }),
    ]);
  });
});
