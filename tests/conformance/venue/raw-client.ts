import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { defined } from '@libs/kernel';
import { RECV_WINDOW, type Keys } from './keys';

export interface Answer<T = Record<string, unknown>> {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: T;
  readonly retExtInfo: Record<string, unknown>;
  readonly time: number;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface RawRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Exactly as it goes over the wire. */
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TOO_FAST = 10006;

/** The wire by hand: every byte of a request is the caller's. */
export class RawClient {
  constructor(
    private readonly url: string,
    private readonly keys?: Keys,
  ) {}

  async send({ method, path, query, body, headers }: RawRequest): Promise<RawReply> {
    const response = await fetch(`${this.url}${path}${query === undefined ? '' : `?${query}`}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...defined({ body }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  sign(payload: string, timestamp = Date.now(), window = String(RECV_WINDOW)): Record<string, string> {
    const { apiKey, apiSecret } = this.keys ?? { apiKey: '', apiSecret: '' };
    const sign = createHmac('sha256', apiSecret).update(`${timestamp}${apiKey}${window}${payload}`).digest('hex');
    return { 'X-BAPI-API-KEY': apiKey, 'X-BAPI-TIMESTAMP': String(timestamp), 'X-BAPI-RECV-WINDOW': window, 'X-BAPI-SIGN': sign };
  }

  async get<T = { list: Record<string, string>[] }>(path: string, parameters: Record<string, string> = {}): Promise<Answer<T>> {
    const query = new URLSearchParams(parameters).toString();
    const headers = this.keys ? this.sign(query) : {};
    return JSON.parse((await this.send({ method: 'GET', path, query, headers })).text) as Answer<T>;
  }

  async post<T = Record<string, string>>(path: string, parameters: object): Promise<Answer<T>> {
    const body = JSON.stringify(parameters);
    return JSON.parse((await this.send({ method: 'POST', path, body, headers: this.sign(body) })).text) as Answer<T>;
  }

  /** Waits for the next second of its rate limit as often as the venue asks for it. */
  async postPatiently(path: string, parameters: object): Promise<Answer<Record<string, string>>> {
    for (;;) {
      const answer = await this.post(path, parameters);
      if (answer.retCode !== TOO_FAST) return answer;
      await wait(200);
    }
  }
}
