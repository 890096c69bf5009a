import { z } from 'zod';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import { Problem } from './problem';

/** Fields of a body, as the scalars of GraphQL read them. */
export const decimal = scalar((value) => DecimalScalar.parseValue(value), 'an exact decimal as text such as "0.001"');
export const moment = scalar((value) => DateTimeScalar.parseValue(value), 'a time in UTC such as "2026-01-31T09:30:00.000Z"');
export const text = z.string('text').max(200, 'text of at most 200 characters');
export const whole = z.int('a whole number');

/** What the documentation says of a body. */
export function bodySchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, { io: 'input', target: 'openapi-3.0' });
}

/** Throws a problem that names the first field that is not as it must be. */
export function parsed(schema: z.ZodObject, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw Problem.badInput(issue.keys[0] ?? 'body', `one of ${Object.keys(shapeAt(schema, issue.path)).join(', ')}`, 'not a field');
  const field = issue?.path.map(String).join('.') || 'body';
  const limit = issue === undefined || issue.path.length === 0 ? 'a JSON object' : issue.message;
  throw Problem.badInput(field, limit, JSON.stringify(at(value, issue?.path ?? [])) ?? 'missing');
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
