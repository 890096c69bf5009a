import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { subscription } from './generated/api';
import { createLive } from './live';
import type { ConnectionState } from './live';

interface Frame {
  readonly id: string;
  readonly type: string;
  readonly payload: { readonly variables: { readonly after?: string } };
}

/** Speaks graphql-transport-ws by hand: notes what each subscribe asks for and answers with the scripted cursor, then drops the line. */
async function serve(onSubscribe: (variables: Frame['payload']['variables'], socket: WebSocket, id: string) => void) {
  const http = createServer();
  const server = new WebSocketServer({ server: http, handleProtocols: () => 'graphql-transport-ws' });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (frame.type === 'subscribe') onSubscribe(frame.payload.variables, socket, frame.id);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`,
    stop: async () => {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const item = (id: string, cursor: string): string =>
  JSON.stringify({ id, type: 'next', payload: { data: { fills: { __typename: 'FillUpdate', cursor, fill: {} } } } });

async function resumed(breakAfterFirst: (socket: WebSocket, id: string) => void) {
  const asked: (string | undefined)[] = [];
  const states: ConnectionState[] = [];
  const server = await serve(({ after }, socket, id) => {
    asked.push(after);
    socket.send(item(id, after === undefined ? '7' : '8'));
    if (after === undefined) breakAfterFirst(socket, id);
  });
  const live = createLive({ url: server.url, webSocketImpl: WebSocket, retryDelay: () => 1 });
  live.onState((state) => states.push(state));
  let cursor: string | undefined;
  await new Promise<void>((resolve) => {
    live.subscribe(subscription.fills, () => ({ accountId: 'a', ...(cursor === undefined ? {} : { after: cursor }) }), {
      next: (update) => {
        cursor = update.cursor;
        if (cursor === '8') resolve();
      },
    });
  });
  live.close();
  await server.stop();
  return { asked, states };
}

describe('a live subscription', () => {
  it('resumes after the last cursor when the line drops', async () => {
    const { asked, states } = await resumed((socket) => socket.close(1012));
    expect(asked).toEqual([undefined, '7']);
    expect(states.slice(0, 4)).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('asks again after the last cursor when the server ends it', async () => {
    const { asked } = await resumed((socket, id) => socket.send(JSON.stringify({ id, type: 'complete' })));
    expect(asked).toEqual([undefined, '7']);
  });
});
