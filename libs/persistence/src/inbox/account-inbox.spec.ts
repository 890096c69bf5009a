import { randomUUID } from 'node:crypto';
import { withPostgres } from '@libs/testkit';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { PgListener } from '../database/pg-listener';
import { AccountInbox } from './account-inbox';
import type { InboxAppend } from './account-inbox';

describe('AccountInbox', () => {
  const database = withPostgres(migrate);
  let dataSource: DataSource;
  let inbox: AccountInbox;
  let accountId: string;

  beforeAll(async () => {
    dataSource = await createDataSource(database.url, 8);
    inbox = new AccountInbox(dataSource);
  });
  afterAll(() => dataSource.destroy());
  beforeEach(() => {
    accountId = randomUUID();
  });

  const halt = (dedupeKey: string, reason = 'lunch'): InboxAppend => ({
    accountId,
    source: 'api',
    dedupeKey,
    body: {
      kind: 'operator',
      commandId: `command-${dedupeKey}`,
      actor: 'anna',
      command: { kind: 'set-trading-state', state: 'HALTED', reason },
    },
  });

  it('numbers items densely per account and reads them back in order', async () => {
    expect(await inbox.append(halt('a'))).toMatchObject({ inboxSeq: 1, added: true });
    expect(await inbox.append({ ...halt('b'), marketTime: 1_700_000_000_123 })).toMatchObject({ inboxSeq: 2, added: true });
    const items = await inbox.readAfter(accountId, 0);
    expect(items.map((item) => [item.inboxSeq, item.source, item.marketTime])).toEqual([
      [1, 'api', null],
      [2, 'api', 1_700_000_000_123],
    ]);
    expect(items[0]?.body).toEqual(halt('a').body);
    expect(await inbox.readAfter(accountId, 1, 1)).toHaveLength(1);
    expect(await inbox.readAfter(accountId, 2)).toEqual([]);
  });

  it('answers a repeat with what came first and writes nothing', async () => {
    await inbox.append(halt('a', 'first'));
    const repeat = await inbox.append(halt('a', 'second'));
    expect(repeat).toEqual({ inboxSeq: 1, added: false, body: halt('a', 'first').body });
    expect(await inbox.readAfter(accountId, 0)).toHaveLength(1);
    expect(await dataSource.query('SELECT actor, action FROM audit WHERE subject = $1', [accountId])).toEqual([
      { actor: 'anna', action: 'command.set-trading-state' },
    ]);
  });

  it('lets nobody see a sequence number before all smaller ones', async () => {
    let seen = 0;
    let done = false;
    const reader = (async () => {
      while (!done) {
        for (const item of await inbox.readAfter(accountId, seen)) {
          expect(item.inboxSeq).toBe(seen + 1);
          seen = item.inboxSeq;
        }
      }
    })();
    await Promise.all(Array.from({ length: 60 }, (_, n) => inbox.append(halt(String(n % 40)))));
    done = true;
    await reader;
    expect((await inbox.readAfter(accountId, 0)).map((item) => item.inboxSeq)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });

  it('wakes the trader', async () => {
    const listener = new PgListener({ url: database.url });
    const heard = new Promise<string>((resolve) => listener.on('plimsoll_inbox', resolve));
    await listener.start();
    await inbox.append(halt('a'));
    expect(await heard).toBe(accountId);
    await listener.close();
  });
});
