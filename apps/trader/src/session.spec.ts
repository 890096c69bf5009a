import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventLogHash, TradingCore } from '@libs/engine';
import { SnapshotStore } from '@libs/persistence';
import { createLogger } from '@libs/platform';
import { Session } from './session';

describe('Session', () => {
  const home = mkdtempSync(join(tmpdir(), 'session-'));

  afterAll(() => rmSync(home, { recursive: true }));

  it('says in every snapshot which code records it', async () => {
    const writtenBy = { version: '1.2.3', code: '0123456789ab', commit: null, node: '26.10.0' };
    const place = { home, accountId: 'a' };
    const snapshots = new SnapshotStore(place);
    const store = { start: () => Promise.resolve(), end: () => Promise.resolve(), addSegment: () => Promise.resolve() };
    const [core, hash] = [TradingCore.create(), new EventLogHash()];
    const logger = createLogger({ component: 'test', write: () => undefined });
    const flush = (): Promise<void> => Promise.resolve();
    const session = await Session.begin({ ...place, core, hash, store, snapshots, logger, flush, writtenBy }, {});
    expect(await snapshots.latest()).toMatchObject({ inputSeq: 0, writtenBy });
    const input = { inputSeq: 1, marketTime: 1, body: { type: 'session-started', sessionId: session.id, startedAtWall: 0 } } as const;
    session.record({ input, result: core.step(input), wall: 0 });
    await session.snapshot(Promise.resolve({}), Promise.resolve());
    await session.end();
    expect(await snapshots.latest()).toMatchObject({ inputSeq: 1, writtenBy });
  });
});
