import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** A moment as ISO text in UTC; inside the house it is epoch milliseconds or a `Date`. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'ISO 8601 in UTC, milliseconds',
  serialize: (value) => {
    const date = value instanceof Date ? value : new Date(value as number | string);
    return date.toISOString();
  },
  parseValue: (value) => moment(value),
  parseLiteral: (node) => moment(node.kind === Kind.STRING ? node.value : undefined),
});

function moment(value: unknown): Date {
  const date = typeof value === 'string' && PATTERN.test(value) ? new Date(value) : undefined;
  if (date && !Number.isNaN(date.getTime())) return date;
  throw new GraphQLError(`a DateTime is text in UTC such as "2026-01-31T09:30:00.000Z", not ${JSON.stringify(value)}`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
