import {
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

type JsonSchema = Readonly<Record<string, unknown>>;

const SCALARS: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Decimal: { type: 'string', description: 'Exact decimal as text', example: '0.001' },
  DateTime: { type: 'string', format: 'date-time' },
  JSON: {},
};

/** The object types of a GraphQL schema as OpenAPI components, field by field as REST answers them. */
export function openApiComponents(schema: GraphQLSchema, names: readonly string[]): Record<string, JsonSchema> {
  const components: Record<string, JsonSchema> = {};
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const type = schema.getType(name);
    if (components[name] || !isObjectType(type)) continue;
    components[name] = objectSchema(type, (other) => waiting.push(other));
  }
  return components;
}

function objectSchema(type: GraphQLObjectType, refer: (name: string) => void): JsonSchema {
  const fields = Object.values(type.getFields());
  const properties = Object.fromEntries(fields.map((field) => [field.name, schemaFor(field.type, refer)]));
  const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
  return { type: 'object', properties, required, ...(type.description ? { description: type.description } : {}) };
}

function schemaFor(type: GraphQLOutputType, refer: (name: string) => void): JsonSchema {
  if (isNonNullType(type)) return schemaFor(type.ofType, refer);
  if (isListType(type)) return { type: 'array', items: schemaFor(type.ofType, refer) };
  // REST writes the words the house uses inside, which are an enum's values and not its GraphQL names.
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ value }) => value as unknown) };
  if (!isObjectType(type)) return SCALARS[type.name] ?? {};
  refer(type.name);
  return { $ref: `#/components/schemas/${type.name}` };
}
