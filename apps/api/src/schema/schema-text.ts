import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema as printGraphQLSchema } from 'graphql';
import { RESOLVERS } from './resolvers';

const HEADER = '# Generated from apps/api; `npm run schema` writes it anew.\n\n';

/** The GraphQL contract as text, sorted, so that equal schemas are equal bytes. Needs no database and no server. */
export async function printSchema(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const schema = await app.get(GraphQLSchemaFactory).create(RESOLVERS);
    return `${HEADER}${printGraphQLSchema(lexicographicSortSchema(schema))}\n`;
  } finally {
    await app.close();
  }
}
