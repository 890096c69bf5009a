import { createHmac, createSign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogFields, Logger, SimulatorSource } from '@libs/platform';
import { WebSocket } from 'ws';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator';
import { openSource } from '../source/open-source';

const TOKEN = 'test-token';
const MINUTE = 60_000;
/** 2025-06-01 00:00 UTC. */
export const FIRST = 1_748_736_000_000;

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields | undefined;
}

export function memoryLogger(lines: LogLine[] = []): Logger {
  const at =
    (level: string) =>
    (message: string, fields?: LogFields): void =>
      void lines.push({ level, message, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => memoryLogger(lines) };
}

/** Rows of `[open, high, low, close, volume]` as a candle file. */
export function csvOf(bars: readonly (readonly number[])[], interval = MINUTE): string {
  const rows = bars.map((bar, index) => [FIRST + index * interval, ...bar].join(','));
  return ['timestamp_ms,open,high,low,close,volume', ...rows, ''].join('\n');
}

/** Bars that rise and fall in a wave. */
export function waves(count: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    const open = 100_000 + Math.round(500 * Math.sin(index / 10));
    const close = 100_000 + Math.round(500 * Math.sin((index + 1) / 10));
    return [open, Math.max(open, close) + 20, Math.min(open, close) - 20, close, 100];
  });
}

/** Makes and removes what one test needs. */
export class SimulatorHarness {
  private readonly undo: (() => Promise<unknown>)[] = [];
  readonly log: LogLine[] = [];

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    this.undo.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  async file(text: string, name = 'BTCUSDT_linear_1m.csv'): Promise<string> {
    const path = join(await this.folder(), name);
    await writeFile(path, text);
    return path;
  }

  async start(source: SimulatorSource, more: Partial<SimulatorOptions> = {}): Promise<Client> {
    const options = {
      port: 0,
      token: TOKEN,
      // Tests ask faster than clients may; those about the limits set a tier.
      rateTier: 'off' as const,
      logger: memoryLogger(this.log),
      failed: (error: unknown) => this.log.push({ level: 'failed', message: String(error), fields: undefined }),
    };
    const folder = more.folder ?? (await this.folder());
    const simulator = await startSimulator({ source: await openSource(source), ...options, ...more, folder });
    this.undo.push(() => simulator.stop().catch(() => undefined));
    return new Client(simulator, folder, this.undo);
  }

  async cleanUp(): Promise<void> {
    for (const undo of this.undo.splice(0).reverse()) await undo();
  }
}

export interface Status {
  readonly sourceId: string;
  readonly state: string;
  readonly reason: string;
  readonly progress: number | null;
  readonly marketTime: number;
  readonly speed: number;
}

export interface Answer {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: Record<string, never> & { readonly list: Record<string, string>[] } & Record<string, string>;
  readonly time: number;
}

export interface ClientKey {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** PEM; signs instead of the secret. */
  readonly rsaPrivateKey?: string;
}

/** Talks to a simulator as a client and as its owner. */
export class Client {
  private key: ClientKey = { apiKey: '', apiSecret: '' };

  constructor(
    readonly simulator: Simulator,
    readonly folder: string,
    private readonly undo: (() => Promise<unknown>)[],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.simulator.port}`;
  }

  async admin<T = object>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}/admin/${path}`, {
      method,
      headers: { 'X-Plimsoll-Token': TOKEN },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await response.json()) as T;
  }

  status(): Promise<Status> {
    return this.admin('GET', 'status');
  }

  async login(accountId = 'me', balances: Record<string, string> = { USDT: '100000' }): Promise<this> {
    this.key = await this.admin('PUT', `accounts/${accountId}`, { balances, fees: { maker: '0.0002', taker: '0.0005' } });
    return this;
  }

  /** The same simulator seen with another key. */
  using(key: ClientKey): Client {
    const client = new Client(this.simulator, this.folder, this.undo);
    client.key = key;
    return client;
  }

  /** Makes one more key of the account and signs with it. */
  async usingNewKey(terms: object, accountId = 'me'): Promise<Client> {
    return this.using(await this.admin<ClientKey>('POST', `accounts/${accountId}/keys`, terms));
  }

  async open(path: string): Promise<Answer> {
    return (await (await fetch(this.url + path)).json()) as Answer;
  }

  async get(path: string, query: Record<string, string> = {}): Promise<Answer> {
    return (await (await this.rawGet(path, query)).json()) as Answer;
  }

  rawGet(path: string, query: Record<string, string> = {}): Promise<Response> {
    const text = new URLSearchParams(query).toString();
    return fetch(`${this.url}${path}?${text}`, { headers: this.headers(text) });
  }

  async post(path: string, body: object = {}): Promise<Answer> {
    return (await (await this.rawPost(path, body)).json()) as Answer;
  }

  rawPost(path: string, body: object): Promise<Response> {
    const text = JSON.stringify(body);
    return fetch(this.url + path, { method: 'POST', headers: this.headers(text), body: text });
  }

  order(body: object): Promise<Answer> {
    return this.post('/v5/order/create', { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.01', ...body });
  }

  headers(payload: string, more: { timestamp?: number; secret?: string } = {}): Record<string, string> {
    const timestamp = String(more.timestamp ?? Date.now());
    const sign = this.sign(`${timestamp}${this.key.apiKey}5000${payload}`, more.secret);
    return { 'X-BAPI-API-KEY': this.key.apiKey, 'X-BAPI-TIMESTAMP': timestamp, 'X-BAPI-RECV-WINDOW': '5000', 'X-BAPI-SIGN': sign };
  }

  sign(text: string, secret = this.key.apiSecret): string {
    const { rsaPrivateKey } = this.key;
    if (rsaPrivateKey !== undefined) return createSign('RSA-SHA256').update(text).sign(rsaPrivateKey, 'base64');
    return createHmac('sha256', secret).update(text).digest('hex');
  }

  async socket(path: string): Promise<Socket> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}${path}`);
    const frames: Frame[] = [];
    socket.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString('utf8')) as Frame));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    this.undo.push(async () => socket.terminate());
    return new Socket(socket, frames);
  }

  /** A private or trade socket after login. */
  async signedSocket(path = '/v5/private'): Promise<Socket> {
    const socket = await this.socket(path);
    const expires = Date.now() + 5_000;
    socket.send({ op: 'auth', args: [this.key.apiKey, expires, this.sign(`GET/realtime${expires}`)] });
    await socket.next((frame) => frame.op === 'auth');
    return socket;
  }
}

export interface Frame {
  readonly op?: string;
  readonly topic?: string;
  readonly type?: string;
  readonly success?: boolean;
  readonly ret_msg?: string;
  readonly retCode?: number;
  readonly ts?: number;
  readonly data?: never;
}

/** A socket that remembers what came. */
export class Socket {
  constructor(
    private readonly socket: WebSocket,
    readonly frames: Frame[],
  ) {}

  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  close(): void {
    this.socket.terminate();
  }

  onClose(heard: () => void): void {
    this.socket.on('close', heard);
  }

  async subscribe(...topics: string[]): Promise<Frame> {
    this.send({ op: 'subscribe', args: topics });
    return this.next((frame) => frame.op === 'subscribe');
  }

  /** The first frame that fits, waiting for it at most twenty seconds. */
  async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    const end = performance.now() + 20_000;
    for (;;) {
      const found = this.frames.find(fits);
      if (found) return found;
      if (performance.now() > end) throw new Error(`no such frame among ${JSON.stringify(this.frames).slice(0, 2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  ofTopic(topic: string): Frame[] {
    return this.frames.filter((frame) => frame.topic === topic);
  }
}

export async function until(met: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await met())) {
    if (performance.now() > end) throw new Error(`it did not happen within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
