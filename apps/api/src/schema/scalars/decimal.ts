import { Decimal } from '@libs/kernel';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const LONGEST = 64;

/** Exact decimal as text, both ways; a JSON number has already lost digits when we see it, so it is refused. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'Exact decimal as text',
  serialize: (value) => (value instanceof Decimal ? value : Decimal.parse(String(value))).toString(),
  parseValue: (value) => {
    if (typeof value === 'string') return normalised(value);
    throw refusal(`a Decimal is text such as "0.1", not the ${typeof value} ${JSON.stringify(value)}`);
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING) return normalised(node.value);
    throw refusal('a Decimal is text such as "0.1": put it in quotes');
  },
});

function normalised(text: string): string {
  if (text.length > LONGEST) throw refusal(`a Decimal has at most ${LONGEST} characters, this one has ${text.length}`);
  try {
    return Decimal.parse(text).toString();
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
