import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, parse, specifiedRules, validate, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from '@libs/platform';
import { WebSocketServer } from 'ws';
import { foreignRequest } from '../server/local-only';
import { shownError } from './format-error';
import { QUERY_LIMITS, withinLimits } from './query-limits';
import { isReaderGone } from './reader-gone';

const LARGEST_MESSAGE = 64 * 1024;

export interface SubscriptionServerSettings {
  readonly server: Server;
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
}

/** graphql-ws on the api's own port, behind the same walls and limits as GraphQL over HTTP. Returns what ends it. */
export function serveSubscriptions({ server, path, schema, logger }: SubscriptionServerSettings): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  const served = useServer(
    {
      onSubscribe: (_context, _id, payload) => checked(schema, payload),
      onNext: (_context, _id, _payload, _args, { errors, ...result }) =>
        errors ? { data: result.data ?? null, errors: errors.map((error) => shownError(error, logger)) } : undefined,
      onError: (_context, _id, { query }, errors) => {
        if (!errors.some(isReaderGone)) return errors.map((error) => shownError(error, logger));
        logger.info('the reader of a stream is gone', { query, errors });
        return undefined;
      },
      isProd: true,
    },
    sockets,
  );
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const reason = pathOf(request) === path ? foreignRequest(request.headers) : 'There is no stream here.';
    if (reason) return refuse(socket, reason);
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    await served.dispose();
    for (const client of sockets.clients) client.terminate();
  };
}

/** The operation ready to run, or what is wrong with it. */
function checked(schema: GraphQLSchema, { query, variables, operationName }: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: QUERY_LIMITS.tokens });
    const problems = validate(schema, document, [...specifiedRules, withinLimits]);
    return problems.length > 0 ? problems : { schema, document, variableValues: variables ?? null, operationName: operationName ?? null };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function pathOf({ url }: IncomingMessage): string {
  return (url ?? '/').split('?', 1)[0] ?? '/';
}

function refuse(socket: Duplex, reason: string): void {
  socket.end(
    `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(reason)}\r\nConnection: close\r\n\r\n${reason}`,
  );
}
