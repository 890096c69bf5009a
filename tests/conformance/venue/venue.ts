import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatorSource } from '@libs/platform';
import { Counterparty } from './counterparty';
import { FEES, type Keys, type Terms } from './keys';
import { RawClient } from './raw-client';
import type { Start, Told } from './serve';

const TOKEN = 'conformance';

/** One simulator, and the admin endpoint through which its owner opens accounts and reads its counters. */
export class Venue {
  readonly counterparty: Counterparty;
  private accounts = 0;

  private constructor(
    readonly name: string,
    private readonly port: number,
    private readonly parts: { readonly child: ChildProcess; readonly folder: string },
    readonly logged: readonly string[],
  ) {
    this.counterparty = new Counterparty(this);
  }

  static async start(name: string, source: SimulatorSource): Promise<Venue> {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
    const child = fork(fileURLToPath(new URL('./serve.js', import.meta.url)));
    const logged: string[] = [];
    const port = await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the simulator ${name} ended with ${String(code)}: ${logged.join(' | ')}`)));
      child.on('message', (told: Told) => void ('port' in told ? resolve(told.port) : logged.push(told.line)));
      child.send({ source, folder, token: TOKEN } satisfies Start);
    });
    return new Venue(name, port, { child, folder }, logged);
  }

  get restUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  async openAccount(terms: Terms = {}): Promise<Keys> {
    const accountId = `${this.name}-${(this.accounts += 1)}`;
    const body = {
      balances: terms.balances ?? { USDT: '100000' },
      fees: terms.fees ?? FEES,
      ...(terms.rateTier ? { rateTier: terms.rateTier } : {}),
    };
    const { apiKey, apiSecret } = await this.admin<{ apiKey: string; apiSecret: string }>('PUT', `accounts/${accountId}`, body);
    return { accountId, apiKey, apiSecret };
  }

  async admin<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.restUrl}/admin/${path}`, {
      method,
      headers: { 'X-Plimsoll-Token': TOKEN },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(`admin ${method} ${path}: ${response.status} ${answer.error ?? ''}`);
    return answer;
  }

  /** Lets this much market time go by; for a market that moves only when it is told to. */
  async step(milliseconds: number): Promise<void> {
    await this.admin('POST', 'clock/step', { by: milliseconds });
  }

  raw(keys?: Keys): RawClient {
    return new RawClient(this.restUrl, keys);
  }

  async stop(): Promise<void> {
    const { child, folder } = this.parts;
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}
