import type { Step } from './core-loop';
import { CommitLine } from './commit-line';

const step = (inputSeq: number): Step => ({
  input: { inputSeq, marketTime: 0, body: { type: 'session-started', sessionId: 's', startedAtWall: 0 } },
  result: { events: [], effects: [] },
  wall: 0,
});

function line(commit: (seqs: number[]) => Promise<void>, retryAfter: (failures: number) => number | null = () => null) {
  const log: string[] = [];
  const commits = new CommitLine<void>({
    sync: () => Promise.resolve(void log.push('sync')),
    commit: async (steps, recorded) => {
      await recorded;
      const seqs = steps.map(({ input }) => input.inputSeq);
      await commit(seqs);
      log.push(`commit ${seqs.join()}`);
    },
    onCommitted: (_, steps) => void log.push(`told ${steps.map(({ input }) => input.inputSeq).join()}`),
    retryAfter,
    onFailure: (_, failures) => void log.push(`failed ${failures}`),
    sleep: () => Promise.resolve(),
  });
  return { commits, log };
}

describe('CommitLine', () => {
  it('syncs before it commits and tells afterwards', async () => {
    const { commits, log } = line(() => Promise.resolve());
    commits.push(step(1));
    await commits.drained();
    expect(log).toEqual(['sync', 'commit 1', 'told 1']);
  });

  it('puts what arrives during a commit into the next one', async () => {
    let release = (): void => undefined;
    const { commits, log } = line((seqs) => (seqs[0] === 1 ? new Promise((resolve) => (release = resolve)) : Promise.resolve()));
    commits.push(step(1));
    await new Promise(setImmediate);
    commits.push(step(2));
    commits.push(step(3));
    release();
    await commits.drained();
    expect(log).toEqual(['sync', 'commit 1', 'told 1', 'sync', 'commit 2,3', 'told 2,3']);
  });

  it('tries the same steps again after a failure, so nothing is skipped', async () => {
    let broken = 2;
    const { commits, log } = line(
      () => (broken-- > 0 ? Promise.reject(new Error('connection lost')) : Promise.resolve()),
      () => 1,
    );
    commits.push(step(7));
    await commits.drained();
    expect(log).toEqual(['sync', 'failed 1', 'sync', 'failed 2', 'sync', 'commit 7', 'told 7']);
  });

  it('gives up with the cause when it may not try again', async () => {
    const { commits } = line(() => Promise.reject(new Error('connection lost')));
    commits.push(step(1));
    await expect(commits.drained()).rejects.toThrow('connection lost');
  });
});
