import { Queue, Relay, Worker, createRedisRelayBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { MAX_MESSAGE_BYTES, NAMESPACE, QUEUE, WORKER } from './backend';
import type { BullBackend } from './backend';

const PREFIX = 'plimsoll';

export interface RedisSettings {
  readonly url: string;
  readonly onTrouble: (error: unknown) => void;
}

/** This Redis could acknowledge a wake-up and then evict it. */
export class RedisEvicts extends Error {
  constructor(url: string, policy: string) {
    super(
      `The Redis at ${url} evicts keys when it is full (maxmemory-policy ${policy}); set maxmemory-policy noeviction, or leave REDIS_URL out`,
    );
    this.name = 'RedisEvicts';
  }
}

/** BullMQ on Redis or Valkey, on one connection plus one for each blocking consumer. */
export async function openRedisBackend({ url, onTrouble }: RedisSettings): Promise<BullBackend> {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    // While Redis is away a wake-up fails immediately instead of waiting in memory; the sweeper is faster than that queue.
    enableOfflineQueue: false,
    lazyConnect: true,
    retryStrategy: (times) => Math.min(times * 200, 5_000),
  });
  redis.on('error', onTrouble);
  const warnings = await connect(redis, plain(url));
  const connection = redis as never;
  const publisher = createRedisRelayBackend({ connection, namespace: NAMESPACE, prefix: PREFIX });
  return {
    kind: 'redis',
    warnings,
    queue: (name) => new Queue(name, { ...QUEUE, connection, prefix: PREFIX }),
    worker: (name, processor, settings) => new Worker(name, processor, { ...WORKER, ...settings, connection, prefix: PREFIX }),
    relay: (name) => new Relay({ connection, namespace: NAMESPACE, prefix: PREFIX, name }),
    publish: async (topic, data, retainMs) => {
      await publisher.publish(topic, data, { ts: Date.now(), retainMs, maxSize: MAX_MESSAGE_BYTES });
    },
    close: async () => {
      await publisher.close();
      redis.disconnect();
    },
  };
}

async function connect(redis: Redis, url: string): Promise<readonly string[]> {
  try {
    await redis.connect();
    const policy = field(await redis.info('memory'), 'maxmemory_policy');
    if (policy !== 'noeviction') throw new RedisEvicts(url, policy);
    const appends = field(await redis.info('persistence'), 'aof_enabled');
    return appends === '1'
      ? []
      : [`The Redis at ${url} has no append-only file (appendonly no): a restart loses its wake-ups, which the sweeper then finds`];
  } catch (error) {
    redis.disconnect();
    if (error instanceof RedisEvicts) throw error;
    throw new Error(`The Redis at ${url} (REDIS_URL) does not answer: ${(error as Error).message}`, { cause: error });
  }
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
}

/** Without user and password, for messages. */
function plain(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
