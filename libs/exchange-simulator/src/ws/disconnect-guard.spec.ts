import { systemTimers } from '@libs/platform';
import type { Connection } from './connection';
import { DisconnectGuard } from './disconnect-guard';
import { listener } from './testing/ladder-market';

function connected(guard: DisconnectGuard, ...topics: string[]): Connection {
  const { connection } = listener();
  connection.key = { accountId: 'me' } as NonNullable<Connection['key']>;
  for (const topic of topics) {
    connection.topics.add(topic);
    guard.joined(connection, topic);
  }
  return connection;
}

describe('disconnect protection', () => {
  const windowOf = (): number => 1;

  it('goes off when the last connection with a dcp topic was lost for the whole window', async () => {
    const guard = new DisconnectGuard(systemTimers);
    const expired: string[] = [];
    const [first, second] = [connected(guard, 'dcp.future', 'order'), connected(guard, 'dcp.future', 'dcp.spot')];
    connected(guard, 'order');
    await new Promise<void>((done) => {
      guard.obey({ windowOf, expired: (accountId, product) => void (expired.push(`${accountId} ${product}`) === 2 && done()) });
      guard.lost(first);
      guard.lost(second);
    });
    expect(expired).toEqual(['me DERIVATIVES', 'me SPOT']);
  });

  it('stays quiet when a connection came back in time, gave the topic up, or guards nothing', async () => {
    const guard = new DisconnectGuard(systemTimers);
    const expired: string[] = [];
    guard.obey({
      windowOf: (_accountId, product) => (product === 'OPTIONS' ? undefined : 1),
      expired: (_accountId, product) => expired.push(product),
    });
    const [back, gaveUp, unguarded] = [connected(guard, 'dcp.future'), connected(guard, 'dcp.spot'), connected(guard, 'dcp.option')];
    guard.lost(back);
    connected(guard, 'dcp.future');
    guard.left(gaveUp, 'dcp.spot');
    guard.lost(gaveUp);
    guard.lost(unguarded);
    await new Promise<void>((done) => {
      const probe = new DisconnectGuard(systemTimers);
      probe.obey({ windowOf: () => 20, expired: () => done(void expired.push('probe')) });
      probe.lost(connected(probe, 'dcp.future'));
    });
    expect(expired).toEqual(['probe']);
  });
});
