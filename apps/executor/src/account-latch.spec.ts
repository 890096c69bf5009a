import { AccountLatch } from './account-latch';

describe('the latch of an account', () => {
  let state: string | null;
  let changes: boolean[];
  let latch: AccountLatch;

  beforeEach(() => {
    state = 'ACTIVE';
    changes = [];
    latch = new AccountLatch(
      async () => {
        if (state === 'no answer') throw new Error('no answer');
        return state;
      },
      (raised) => changes.push(raised),
    );
  });

  it('is raised until it has been read', async () => {
    expect(latch.raised()).toBe(true);
    await latch.refresh();
    expect(latch.raised()).toBe(false);
  });

  it('is raised by HALTED and by an account that is gone, not by REDUCING', async () => {
    const raised: boolean[] = [];
    for (state of ['HALTED', 'REDUCING', null]) {
      await latch.refresh();
      raised.push(latch.raised());
    }
    expect(raised).toEqual([true, false, true]);
    expect(changes).toEqual([false, true]);
  });

  it('is not lowered by an answer from before the halt that comes after the news of it', async () => {
    const answers: ((state: string) => void)[] = [];
    latch = new AccountLatch(
      () => new Promise((resolve) => answers.push(resolve)),
      (raised) => changes.push(raised),
    );
    const reads = [latch.refresh(), latch.refresh()];
    answers[1]!('HALTED');
    answers[0]!('ACTIVE');
    await Promise.all(reads);
    expect(latch.raised()).toBe(true);
  });

  it('stays as it was while the database does not answer', async () => {
    state = 'HALTED';
    await latch.refresh();
    state = 'no answer';
    await expect(latch.refresh()).rejects.toThrow('no answer');
    expect(latch.raised()).toBe(true);
  });
});
