import { z } from 'zod';
import { Problem } from '../results/problem';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import type { StartBacktestInput, StartOptimisationInput, StartWalkForwardInput } from './research.types';

/** REST takes what the GraphQL input takes, as the same scalars read it. */
const decimal = scalar((value) => DecimalScalar.parseValue(value), 'an exact decimal as text such as "0.001"');
const moment = scalar((value) => DateTimeScalar.parseValue(value), 'a time in UTC such as "2026-01-31T09:30:00.000Z"');
const text = z.string('text').max(200, 'text of at most 200 characters');
const whole = z.int('a whole number');

const params = z.record(z.string(), z.unknown(), 'an object of parameter names and values').optional();

const signal = z.strictObject({
  ...{ at: moment, name: text, value: z.unknown(), source: text.nullish() },
  ...{ expiresInSeconds: z.number('a number of seconds').nullish(), expiresAt: moment.nullish() },
});

const body = z.strictObject({
  ...{ strategy: text, params, label: text.nullish() },
  others: z.array(z.strictObject({ strategy: text, params, label: text.nullish() }), 'a list of strategies').nullish(),
  ...{ venue: text.nullish(), data: text.nullish(), detail: text.nullish(), from: moment.nullish(), to: moment.nullish() },
  ...{ balance: decimal.nullish(), maxPositionSize: decimal.nullish(), takerFee: decimal.nullish(), makerFee: decimal.nullish() },
  ...{ slippage: whole.nullish(), latency: text.nullish(), reportLatency: text.nullish(), seed: whole.nullish() },
  ...{ resting: decimal.nullish(), queue: text.nullish(), idempotencyKey: text.nullish() },
  signals: z.array(signal, 'a list of signals').nullish(),
  ...{
    participation: decimal.nullish(),
    leverage: decimal.nullish(),
    margin: z.enum(['CROSS', 'ISOLATED'], 'CROSS or ISOLATED').nullish(),
  },
  ...{ funding: text.nullish(), fundingHours: whole.nullish(), monteCarlo: whole.nullish() },
});

const searchBody = z.strictObject({
  backtest: body,
  search: z.record(z.string(), z.unknown(), 'an object of parameter names and what is searched').optional(),
  ...{
    sampler: text.nullish(),
    objective: text.nullish(),
    trials: whole.nullish(),
    minTrades: whole.nullish(),
    idempotencyKey: text.nullish(),
  },
});

const walkBody = z.strictObject({
  optimisation: searchBody,
  ...{ train: text, test: text, anchored: z.boolean('true or false').nullish(), idempotencyKey: text.nullish() },
});

/** For the REST documentation. */
export const BACKTEST_BODY = z.toJSONSchema(body, { io: 'input', target: 'openapi-3.0' }) as Readonly<Record<string, unknown>>;
export const OPTIMISATION_BODY = z.toJSONSchema(searchBody, { io: 'input', target: 'openapi-3.0' }) as Readonly<Record<string, unknown>>;
export const WALK_FORWARD_BODY = z.toJSONSchema(walkBody, { io: 'input', target: 'openapi-3.0' }) as Readonly<Record<string, unknown>>;

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

function parsed(schema: z.ZodObject, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw Problem.badInput(issue.keys[0] ?? 'body', `one of ${Object.keys(shapeAt(schema, issue.path)).join(', ')}`, 'not a field');
  const field = issue?.path.map(String).join('.') || 'body';
  throw Problem.badInput(field, issue?.message ?? 'a JSON object', JSON.stringify(at(value, issue?.path ?? [])) ?? 'missing');
}

/** The fields that an object inside the body may have. */
function shapeAt(schema: z.ZodObject, path: readonly PropertyKey[]): z.ZodObject['shape'] {
  let inner: unknown = schema;
  for (const key of path) {
    const outer = bare(inner);
    inner = outer instanceof z.ZodArray ? outer.element : (outer as z.ZodObject).shape[String(key)];
  }
  return (bare(inner) as z.ZodObject).shape;
}

/** What may be left out, by what it is when it is there. */
function bare(type: unknown): unknown {
  return type instanceof z.ZodOptional || type instanceof z.ZodNullable ? bare(type.unwrap()) : type;
}

function scalar<T>(parse: (value: unknown) => T, words: string) {
  return z.unknown().transform((value, context): T => {
    try {
      return parse(value);
    } catch {
      context.addIssue(words);
      return z.NEVER;
    }
  });
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
