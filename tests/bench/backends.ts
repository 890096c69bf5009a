import { redisMissing, startRedis } from '@libs/testkit';

export interface Backend {
  readonly case: 'embedded' | 'redis';
  readonly redisUrl?: string;
}

/** The queue backends to measure: Postgres always, and Redis at `REDIS_URL` or on a server of its own where one is installed. */
export async function backends(): Promise<readonly Backend[]> {
  const given = process.env['REDIS_URL'];
  if (given === undefined && redisMissing !== undefined) {
    process.stderr.write(`The Redis case is left out: ${redisMissing}.\n`);
    return [{ case: 'embedded' }];
  }
  return [{ case: 'embedded' }, { case: 'redis', redisUrl: given ?? (await startRedis()) }];
}
