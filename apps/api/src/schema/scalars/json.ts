import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/** Any JSON value, for what has a schema of its own: strategy parameters and the values behind a decision. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
