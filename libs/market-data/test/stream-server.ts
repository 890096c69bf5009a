import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { ParsedFrame, StreamCodec } from '@libs/sdk';

/** A WebSocket server on localhost; `on` decides what each frame is answered with. */
export class StreamServer {
  readonly frames: string[] = [];
  connections = 0;
  on: (frame: string, socket: WebSocket) => void = (frame, socket) => {
    if (frame.startsWith('sub ')) socket.send(`ok ${frame.slice(4)}`);
    if (frame === 'auth') socket.send('authed');
    if (frame === 'ping') socket.send('pong');
  };
  private server: WebSocketServer | null = null;

  constructor(private port = 0) {}

  async start(): Promise<this> {
    const server = new WebSocketServer({ port: this.port, host: '127.0.0.1' });
    this.server = server;
    server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('message', (data) => {
        const frame = (data as Buffer).toString();
        this.frames.push(frame);
        this.on(frame, socket);
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  send(frame: string): void {
    for (const socket of this.server?.clients ?? []) socket.send(frame);
  }

  drop(): void {
    for (const socket of this.server?.clients ?? []) socket.terminate();
  }

  async stop(): Promise<void> {
    this.drop();
    const { server } = this;
    this.server = null;
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}

/** A codec of plain words: `ok a,b`, `no a,b`, `data x`, `pong`, `authed`. */
export function wordCodec(url: string, opening: readonly string[] = []): StreamCodec<string> {
  return {
    urls: [url],
    limits: { topics: 100, topicCharacters: 21_000, opensPer5Minutes: 500 },
    promisedSilence: () => null,
    heartbeatMs: 5_000,
    opening: () => opening,
    subscribe: (topics) => [`sub ${topics.join(',')}`],
    unsubscribe: (topics) => [`unsub ${topics.join(',')}`],
    heartbeat: () => 'ping',
    parse(frame): ParsedFrame<string> {
      const [word, rest = ''] = frame.split(' ');
      if (word === 'ok') return { kind: 'subscribed', topics: rest.split(',') };
      if (word === 'no') return { kind: 'refused', what: 'subscription', topics: rest.split(','), message: 'no such topic' };
      if (word === 'data') return { kind: 'data', topic: 'a', events: [rest] };
      if (word === 'pong') return { kind: 'pong' };
      if (word === 'authed') return { kind: 'authenticated' };
      throw new Error(`what is "${frame}"?`);
    },
  };
}

/** Polls until `condition` holds; fails after two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 400; n += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`this never became true: ${condition.toString()}`);
}
