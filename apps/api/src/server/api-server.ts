import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from '@libs/platform';
import type { FastifyInstance } from 'fastify';
import { ApiModule, GRAPHQL_PATH } from '../api.module';
import { serveSubscriptions } from '../graphql/subscription-server';
import { JournalFeed } from '../journal/journal-feed';
import type { ApiPorts } from '../ports.module';
import { Problem } from '../results/problem';
import { ProblemFilter } from '../results/problem.filter';
import { serveDashboard } from './dashboard-files';
import { foreignRequest } from './local-only';
import { nestLogger } from './nest-logger';
import { documentRest } from './rest-documents';

const HOST = '127.0.0.1';
const LARGEST_BODY = 256 * 1024;

export interface ApiServer {
  readonly port: number;
  /** Follows journals with the looks that the streams of clients share. */
  readonly journalFeed: JournalFeed;
  close(): Promise<void>;
}

export interface ApiServerSettings {
  readonly ports: ApiPorts;
  readonly logger: Logger;
  /** 0 takes any free one. */
  readonly port: number;
}

/** The whole api on one port of the loopback interface. */
export async function startApiServer({ ports, logger, port }: ApiServerSettings): Promise<ApiServer> {
  const adapter = new FastifyAdapter({ bodyLimit: LARGEST_BODY, routerOptions: { ignoreTrailingSlash: false } });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(ports, logger), adapter, {
    logger: nestLogger(logger),
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.useGlobalFilters(new ProblemFilter(logger));
  const fastify = adapter.getInstance<FastifyInstance>();
  keepLocal(fastify);
  documentRest(app, ports.options.version);
  await app.init();
  await serveDashboard(fastify, ports.options.dashboardFolder);
  const { schema } = app.get(GraphQLSchemaHost);
  const endSubscriptions = serveSubscriptions({ server: app.getHttpServer(), path: GRAPHQL_PATH, schema, logger });
  await app.listen(port, HOST);
  return {
    port: (app.getHttpServer().address() as AddressInfo).port,
    journalFeed: app.get(JournalFeed, { strict: false }),
    async close() {
      await endSubscriptions();
      await app.close();
    },
  };
}

function keepLocal(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const reason = foreignRequest(request.headers, request.url);
    if (!reason) return;
    const problem = new Problem(403, 'Not from here', reason);
    await reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem.body()));
  });
}
