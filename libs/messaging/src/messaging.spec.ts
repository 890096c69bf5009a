import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { redisMissing, withPostgres, withRedis } from '@libs/testkit';
import { TOPICS } from './fanout';
import { openMessaging } from './open-messaging';
import type { Messaging } from './open-messaging';

interface Place {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

/** What holds on every datastore. */
function behavesAsMessaging(place: () => Place): void {
  const opened: Messaging[] = [];
  const troubles: unknown[] = [];
  let trader: Messaging;
  let executor: Messaging;
  let venueAccountId: string;

  const open = async (name: string): Promise<Messaging> => {
    const messaging = await openMessaging({ name, ...place(), onTrouble: (error) => troubles.push(error) });
    opened.push(messaging);
    return messaging;
  };
  beforeAll(async () => {
    trader = await open('trader');
    executor = await open('executor');
  });
  afterAll(async () => {
    await Promise.all(opened.map((messaging) => messaging.close()));
    expect(troubles).toEqual([]);
  });
  beforeEach(() => {
    venueAccountId = randomUUID();
  });

  describe('OrderQueue', () => {
    it('wakes the executor of one venue account, for submits and cancels', async () => {
      const woken: string[] = [];
      const stop = await executor.orders.onWake(venueAccountId, async (id) => void woken.push(id));
      const stopOther = await executor.orders.onWake(randomUUID(), async (id) => void woken.push(`other ${id}`));
      await trader.orders.wake(venueAccountId, { id: 'd1s', kind: 'submit' });
      await trader.orders.wake(venueAccountId, { id: 'd1c', kind: 'cancel' });
      await until(() => woken.length === 2);
      expect(woken.sort()).toEqual(['d1c', 'd1s']);
      await Promise.all([stop(), stopOther()]);
    });

    it('keeps wake-ups for an executor that is away', async () => {
      await trader.orders.wake(venueAccountId, { id: 'd2s', kind: 'submit' });
      const woken: string[] = [];
      const stop = await executor.orders.onWake(venueAccountId, async (id) => void woken.push(id));
      await until(() => woken.length === 1);
      await stop();
    });

    it('wakes again for an id whose handler is done, and for one whose handler failed', async () => {
      const woken: string[] = [];
      const stop = await executor.orders.onWake(venueAccountId, async (id) => {
        woken.push(id);
        if (woken.length === 1) throw new Error('venue away');
      });
      for (const times of [1, 2, 3]) {
        await trader.orders.wake(venueAccountId, { id: 'd3s', kind: 'submit' });
        await until(() => woken.length === times);
        await sleep(100);
      }
      expect(woken).toHaveLength(3);
      expect(troubles.splice(0)).toEqual([new Error('venue away')]);
      await stop();
    });

    it('lets a cancel through while submits are waiting for their venue', async () => {
      const venue = Promise.withResolvers<void>();
      const cancels: string[] = [];
      const stop = await executor.orders.onWake(venueAccountId, async (id) => {
        if (id.endsWith('c')) cancels.push(id);
        else await venue.promise;
      });
      for (let n = 0; n < 30; n += 1) await trader.orders.wake(venueAccountId, { id: `d${n}s`, kind: 'submit' });
      await trader.orders.wake(venueAccountId, { id: 'd0c', kind: 'cancel' });
      await until(() => cancels.length === 1);
      venue.resolve();
      await stop();
    });
  });

  describe('the queue of research', () => {
    it('wakes one listener for each run, also for one that was woken for before it listened', async () => {
      const [early, late] = [randomUUID(), randomUUID()];
      await trader.research.wake(early);
      const woken: string[] = [];
      const stops = await Promise.all([executor, trader].map((messaging) => messaging.research.onWake((id) => void woken.push(id))));
      await until(() => woken.length === 1);
      await executor.research.wake(late);
      await until(() => woken.length === 2);
      expect(woken).toEqual([early, late]);
      // The job of the first ends a moment after it was heard, and until then another wake-up says nothing new.
      while (woken.length === 2) await executor.research.wake(late);
      expect(woken[2]).toBe(late);
      await Promise.all(stops.map((stop) => stop()));
    });
  });

  describe('Fanout', () => {
    it('reaches every subscriber in order, with its topic', async () => {
      const api = await open('api');
      const heard: unknown[] = [];
      const [accountId, other] = [randomUUID(), randomUUID()];
      await api.fanout.subscribe('account.*.journal', (payload, topic) => heard.push([topic, payload]));
      await executor.fanout.subscribe(TOPICS.journal(accountId), (payload) => heard.push(payload));
      for (const seq of [1, 2, 3]) await trader.fanout.publish(TOPICS.journal(accountId), { seq });
      await trader.fanout.publish(TOPICS.value(accountId), { equity: '1' });
      await trader.fanout.publish(TOPICS.journal(other), { seq: 9 });
      await until(() => heard.length === 7);
      expect(heard.filter((item) => !Array.isArray(item))).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
      expect(heard.filter((item) => Array.isArray(item))).toEqual([
        ...[1, 2, 3].map((seq) => [TOPICS.journal(accountId), { seq }]),
        [TOPICS.journal(other), { seq: 9 }],
      ]);
    });

    it('gives a late subscriber the retained message first', async () => {
      const topic = TOPICS.value(randomUUID());
      await trader.fanout.publish(topic, { equity: '1' }, { retainMs: 60_000 });
      await trader.fanout.publish(topic, { equity: '2' }, { retainMs: 60_000 });
      const heard: unknown[] = [];
      const stop = await executor.fanout.subscribe(topic, (payload) => heard.push(payload));
      await trader.fanout.publish(topic, { equity: '3' });
      await until(() => heard.length === 2);
      expect(heard).toEqual([{ equity: '2' }, { equity: '3' }]);
      await stop();
      await trader.fanout.publish(topic, { equity: '4' });
      await sleep(50);
      expect(heard).toHaveLength(2);
    });

    it('survives a subscriber that throws, and a topic that is none', async () => {
      const topic = TOPICS.ticker(randomUUID());
      let heard = 0;
      await executor.fanout.subscribe(topic, () => {
        heard += 1;
        throw new Error('screen');
      });
      await trader.fanout.publish(topic, 1);
      await trader.fanout.publish('not a topic', 1);
      await trader.fanout.publish(topic, 2);
      await until(() => heard === 2 && troubles.length === 3);
      expect(troubles.splice(0).map(String)).toEqual(expect.arrayContaining(['Error: screen']));
    });
  });
}

describe('messaging on Postgres', () => {
  const database = withPostgres();
  behavesAsMessaging(() => ({ databaseUrl: database.url }));
});

const onRedis = redisMissing ? describe.skip : describe;

onRedis(`messaging on Redis${redisMissing ? ` (skipped: ${redisMissing})` : ''}`, () => {
  const redis = withRedis();
  behavesAsMessaging(() => ({ databaseUrl: 'postgres://unused', redisUrl: redis.url }));
});

onRedis(`a Redis that may drop keys${redisMissing ? ` (skipped: ${redisMissing})` : ''}`, () => {
  const redis = withRedis('allkeys-lru');
  it('is refused with one sentence', async () => {
    await expect(openMessaging({ name: 'x', databaseUrl: '', redisUrl: redis.url })).rejects.toThrow(
      /^The Redis at redis:\/\/127.0.0.1:\d+ evicts keys when it is full \(maxmemory-policy allkeys-lru\); set maxmemory-policy noeviction, or leave REDIS_URL out$/,
    );
  });
});

describe('a Redis that is not there', () => {
  it('is named', async () => {
    await expect(openMessaging({ name: 'x', databaseUrl: '', redisUrl: 'redis://:secret@127.0.0.1:1' })).rejects.toThrow(
      /^The Redis at redis:\/\/127.0.0.1:1 \(REDIS_URL\) does not answer: /,
    );
  });
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('what was waited for did not come within 20 s');
    await sleep(5);
  }
}
