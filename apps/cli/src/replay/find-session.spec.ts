import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSession } from './find-session';

describe('findSession', () => {
  let sessions: string;

  beforeEach(async () => {
    sessions = await mkdtemp(join(tmpdir(), 'plimsoll-sessions-'));
  });

  afterEach(() => rm(sessions, { recursive: true, force: true }));

  async function record(account: string, session: string, second: number, file = '00001-1.seg'): Promise<void> {
    const path = join(sessions, account, session);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, file), '');
    await utimes(join(path, file), second, second);
  }

  it('takes the one that was written last, of whichever account', async () => {
    await record('a', 's-1', 10);
    await record('b', 's-2', 20);
    await record('b', 's-3', 30, 'snapshot-0.json.zst');
    expect(await findSession(sessions, 'latest')).toMatchObject({ accountId: 'b', sessionId: 's-2' });
  });

  it('takes the one whose id begins so, and names the last ones when there is none', async () => {
    await record('a', 'abc-1', 10);
    await record('a', 'abd-2', 20);
    expect(await findSession(sessions, 'abc')).toMatchObject({ sessionId: 'abc-1' });
    await expect(findSession(sessions, 'ab')).rejects.toThrow('"ab" is the beginning of 2 sessions');
    await expect(findSession(sessions, 'x')).rejects.toThrow('the last ones are abd-2, abc-1');
  });

  it('says so when nothing is recorded', async () => {
    await expect(findSession(join(sessions, 'none'), 'latest')).rejects.toThrow('Nothing is recorded in');
  });
});
