import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { urlsAt } from '@libs/sdk';
import type { ExchangeOptions } from '@libs/sdk';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => unknown;

/** A venue on localhost that records requests; an answer that is returned is sent as a V5 envelope. */
export class LocalVenue {
  readonly requests: SeenRequest[] = [];
  answer: Answer = () => ({ list: [] });
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get options(): ExchangeOptions {
    const { port } = this.server.address() as AddressInfo;
    return {
      ...urlsAt(`http://127.0.0.1:${port}`),
      apiKey: 'key',
      apiSecret: 'secret',
      requestWindow: 5_000,
      now: () => 1_700_000_000_000,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      rawQuery: (request.url ?? '').split('?')[1] ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.requests.push(seen);
    const result = this.answer(seen, response);
    if (result === undefined) return;
    response.setHeader('content-type', 'application/json');
    response.end(
      typeof result === 'string' ? result : JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: 1_700_000_000_123 }),
    );
  }
}
