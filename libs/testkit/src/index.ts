export { withPostgres } from './with-postgres';
export type { TestDatabase } from './with-postgres';
export { redisMissing, withRedis } from './with-redis';
export type { TestRedis } from './with-redis';
export { DEPLOYMENT, MARKET_TIME, buildOrder, buildStep, buildTicket, cancelStep, fillStep, submitStep } from './core-steps';
export type { BuiltStep } from './core-steps';
export { barsOf } from './strategy/bars';
export { playTape } from './strategy/play-tape';
export type { Fate, PlayedOrder, PlayedTape, Tape } from './strategy/play-tape';
