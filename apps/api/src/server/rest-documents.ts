import type { INestApplication } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { openApiComponents } from '../schema/openapi-components';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const SHOWN = [
  ...['PlatformStatus', 'OrderPage', 'Order', 'Position', 'DataTrust', 'FeedQuality'],
  ...['CandlePage', 'OrderBook', 'PublicTrade', 'SentSignal'],
  ...['ResearchRun', 'ResearchRunPage', 'RunComparison', 'ComparedMetric'],
];

/** OpenAPI at /docs, as page and as JSON; the document is made when somebody first asks. */
export function documentRest(app: INestApplication, version: string): void {
  SwaggerModule.setup('docs', app, () => restDocument(app, version), { jsonDocumentUrl: 'docs/openapi.json', raw: ['json'] });
}

export function restDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Plimsoll')
    .setDescription(
      'Health, status, orders, positions, market data and research. Everything else, and all changes, are GraphQL at /graphql.',
    )
    .setVersion(version)
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const schemas: Schemas = openApiComponents(app.get(GraphQLSchemaHost).schema, SHOWN);
  return { ...document, components: { ...document.components, schemas: { ...document.components?.schemas, ...schemas } } };
}
