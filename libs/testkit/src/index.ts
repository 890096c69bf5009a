export { withPostgres } from './with-postgres';
export type { TestDatabase } from './with-postgres';
export { redisMissing, withRedis } from './with-redis';
export type { TestRedis } from './with-redis';
