import type { InputBody } from '@libs/engine';
import type { InboxItem } from '@libs/persistence';
import { InboxIntake } from './inbox-intake';

const item = (inboxSeq: number): InboxItem => ({
  inboxSeq,
  source: 'executor',
  marketTime: inboxSeq * 1000,
  writtenAt: 0,
  body: { kind: 'report', report: { kind: 'withdrawn', clientOrderId: `o${inboxSeq}` } },
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function intake(stored: InboxItem[], page = 2) {
  const fed: number[] = [];
  const failures: unknown[] = [];
  const reader = new InboxIntake(
    {
      read: (after) => Promise.resolve(stored.filter(({ inboxSeq }) => inboxSeq > after).slice(0, page)),
      feed: (body: InputBody) => void (body.type === 'report' && fed.push(body.inboxSeq)),
      onFailure: (error) => failures.push(error),
      fail: (error) => failures.push(error),
    },
    3,
  );
  return { reader, fed, failures };
}

describe('InboxIntake', () => {
  it('reads every page after the last entry it had', async () => {
    const { reader, fed } = intake([1, 2, 3, 4, 5, 6, 7, 8].map(item));
    reader.wake();
    await turn();
    expect(fed).toEqual([4, 5, 6, 7, 8]);
  });

  it('does not miss what is written while it reads', async () => {
    const stored = [item(4)];
    const { reader, fed } = intake(stored);
    reader.wake();
    stored.push(item(5));
    reader.wake();
    await turn();
    expect(fed).toEqual([4, 5]);
  });

  it('goes on at the next wake after a failure', async () => {
    let broken = true;
    const fed: number[] = [];
    const failures: unknown[] = [];
    const reader = new InboxIntake(
      {
        read: (after) => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(after < 4 ? [item(4)] : [])),
        feed: (body) => void (body.type === 'report' && fed.push(body.inboxSeq)),
        onFailure: (error) => failures.push(error),
        fail: (error) => failures.push(error),
      },
      3,
    );
    reader.wake();
    await turn();
    broken = false;
    reader.wake();
    await turn();
    expect([failures.length, fed]).toEqual([1, [4]]);
  });

  it('ends the process when an entry cannot be taken, instead of passing over it', async () => {
    const taken: number[] = [];
    const ends: unknown[] = [];
    const reader = new InboxIntake(
      {
        read: (after) => Promise.resolve([4, 5, 6].filter((inboxSeq) => inboxSeq > after).map(item)),
        feed: (body) => {
          if (body.type !== 'report') return;
          if (body.inboxSeq === 5) throw new TypeError('the core broke');
          taken.push(body.inboxSeq);
        },
        onFailure: () => undefined,
        fail: (error) => ends.push(error),
      },
      3,
    );
    reader.wake();
    await turn();
    expect([taken, ends]).toEqual([[4], [new TypeError('the core broke')]]);
  });
});
