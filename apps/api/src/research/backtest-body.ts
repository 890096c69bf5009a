import { z } from 'zod';
import { bodySchema, decimal, moment, parsed, text, whole } from '../results/rest-body';
import type { StartBacktestInput, StartOptimisationInput, StartWalkForwardInput } from './research.types';

/** REST takes what the GraphQL input takes, as the same scalars read it. */
const params = z.record(z.string(), z.unknown(), 'an object of parameter names and values').optional();

const signal = z.strictObject({
  at: moment,
  name: text,
  value: z.unknown(),
  source: text.nullish(),
  expiresInSeconds: z.number('a number of seconds').nullish(),
  expiresAt: moment.nullish(),
});

const body = z.strictObject({
  strategy: text,
  params,
  label: text.nullish(),
  others: z.array(z.strictObject({ strategy: text, params, label: text.nullish() }), 'a list of strategies').nullish(),
  venue: text.nullish(),
  data: text.nullish(),
  detail: text.nullish(),
  from: moment.nullish(),
  to: moment.nullish(),
  balance: decimal.nullish(),
  maxPositionSize: decimal.nullish(),
  takerFee: decimal.nullish(),
  makerFee: decimal.nullish(),
  slippage: whole.nullish(),
  latency: text.nullish(),
  reportLatency: text.nullish(),
  seed: whole.nullish(),
  resting: decimal.nullish(),
  queue: text.nullish(),
  idempotencyKey: text.nullish(),
  signals: z.array(signal, 'a list of signals').nullish(),
  participation: decimal.nullish(),
  leverage: decimal.nullish(),
  margin: z.enum(['CROSS', 'ISOLATED'], 'CROSS or ISOLATED').nullish(),
  funding: text.nullish(),
  fundingHours: whole.nullish(),
  riskFreeRate: decimal.nullish(),
  daysPerYear: whole.nullish(),
  monteCarlo: whole.nullish(),
});

const searchBody = z.strictObject({
  backtest: body,
  search: z.record(z.string(), z.unknown(), 'an object of parameter names and what is searched').optional(),
  sampler: text.nullish(),
  objective: text.nullish(),
  trials: whole.nullish(),
  minTrades: whole.nullish(),
  idempotencyKey: text.nullish(),
});

const walkBody = z.strictObject({
  optimisation: searchBody,
  train: text,
  test: text,
  anchored: z.boolean('true or false').nullish(),
  idempotencyKey: text.nullish(),
});

/** For the REST documentation. */
export const BACKTEST_BODY = bodySchema(body);
export const OPTIMISATION_BODY = bodySchema(searchBody);
export const WALK_FORWARD_BODY = bodySchema(walkBody);

/** Throws a problem that names the first field that is not as it must be. */
export function backtestBody(value: unknown): StartBacktestInput {
  return parsed(body, value) as StartBacktestInput;
}

export function optimisationBody(value: unknown): StartOptimisationInput {
  return parsed(searchBody, value) as StartOptimisationInput;
}

export function walkForwardBody(value: unknown): StartWalkForwardInput {
  return parsed(walkBody, value) as StartWalkForwardInput;
}
