import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  lexicographicSortSchema,
} from 'graphql';
import type {
  GraphQLField,
  GraphQLInputField,
  GraphQLArgument,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLType,
} from 'graphql';

const SCALARS: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  Decimal: 'string',
  DateTime: 'string',
  JSON: 'unknown',
};

const ROOTS = ['Query', 'Mutation', 'Subscription'] as const;

/** TypeScript source for a schema: its types, and one operation per root field that selects everything. */
export function clientSource(sdl: string): string {
  // Sorted, so that only a real change of the schema changes the output.
  const schema = lexicographicSortSchema(buildSchema(sdl));
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !ROOTS.some((root) => root === type.name),
  );
  return [
    '// Generated from schema.graphql by codegen/write.ts; do not edit.',
    "import { operation } from '../operation';",
    '',
    ...types.map(declaration).filter((text) => text !== ''),
    ...ROOTS.map((root) => operations(schema, root)),
  ].join('\n');
}

function declaration(type: GraphQLNamedType): string {
  if (isEnumType(type))
    return `export type ${type.name} = ${type
      .getValues()
      .map(({ name }) => `'${name}'`)
      .join(' | ')};\n`;
  if (isUnionType(type))
    return `export type ${type.name} = ${type
      .getTypes()
      .map(({ name }) => name)
      .join(' | ')};\n`;
  if (isObjectType(type)) {
    const fields = fieldsOf(type).map((field) => `  readonly ${field.name}: ${typeText(field.type)};`);
    return `export interface ${type.name} {\n  readonly __typename: '${type.name}';\n${fields.join('\n')}\n}\n`;
  }
  if (isInputObjectType(type)) return `export interface ${type.name} {\n${Object.values(type.getFields()).map(inputText).join('\n')}\n}\n`;
  return '';
}

function inputText(field: GraphQLInputField | GraphQLArgument): string {
  return `  readonly ${field.name}${isNonNullType(field.type) ? '' : '?'}: ${typeText(field.type)};`;
}

function typeText(type: GraphQLType): string {
  return isNonNullType(type) ? bareText(type.ofType) : `${bareText(type)} | null`;
}

function bareText(type: GraphQLType): string {
  if (isListType(type)) {
    const inner = typeText(type.ofType);
    return inner.includes('|') ? `readonly (${inner})[]` : `readonly ${inner}[]`;
  }
  if (isNonNullType(type)) return bareText(type.ofType);
  return SCALARS[type.name] ?? type.name;
}

function operations(schema: GraphQLSchema, root: (typeof ROOTS)[number]): string {
  const type = schema.getType(root);
  if (!isObjectType(type)) return '';
  const kind = root.toLowerCase();
  const entries = fieldsOf(type).map((field) => `  ${field.name}: ${operationText(kind, field)},`);
  return `export const ${kind} = {\n${entries.join('\n')}\n} as const;\n`;
}

function operationText(kind: string, field: GraphQLField<unknown, unknown>): string {
  const variables = field.args.length === 0 ? 'Record<string, never>' : `{\n${field.args.map(inputText).join('\n')}\n}`;
  const head = field.args.length === 0 ? '' : `(${field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})`;
  const call = field.args.length === 0 ? '' : `(${field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})`;
  const text = `${kind} ${field.name}${head} { ${field.name}${call}${selection(field.type)} }`;
  return `operation<${typeText(field.type)}, ${variables}>('${kind}', '${field.name}', '${text}')`;
}

function selection(type: GraphQLType): string {
  if (isNonNullType(type) || isListType(type)) return selection(type.ofType);
  if (isUnionType(type)) return ` { __typename ${memberSelections(type.getTypes())} }`;
  return isObjectType(type)
    ? ` { __typename ${fieldsOf(type)
        .map((field) => field.name + selection(field.type))
        .join(' ')} }`
    : '';
}

/** GraphQL requires an alias if two union members give one name different types: `Refused__limit`, reverted by `withoutAliases`. */
function memberSelections(members: readonly GraphQLObjectType[]): string {
  const typeOf = new Map<string, string>();
  return members
    .map((member) => {
      const fields = fieldsOf(member).map((field) => {
        const type = String(field.type);
        const clashes = (typeOf.get(field.name) ?? type) !== type;
        if (!clashes) typeOf.set(field.name, type);
        return `${clashes ? `${member.name}__${field.name}: ` : ''}${field.name}${selection(field.type)}`;
      });
      return `... on ${member.name} { ${fields.join(' ')} }`;
    })
    .join(' ');
}

function fieldsOf(type: GraphQLObjectType): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields());
}
