import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@libs/testkit';
import type { Truth } from './truth';

const PINNED = 'node_modules/node/bin/node';
const WINDOW = '60000';

export interface Answer {
  readonly retCode: number;
  readonly result: Readonly<Record<string, unknown>> & { readonly list?: readonly Readonly<Record<string, string>>[] };
}

/** A simulator of its own that is killed and started again on the same folder. */
export class Victim {
  readonly home = mkdtempSync(join(tmpdir(), 'plimsoll-simulator-'));
  private child: ChildProcess | undefined;
  private port = 0;
  private token = '';

  constructor(
    private readonly accounts: Readonly<Record<string, object>>,
    private readonly speed: number,
  ) {
    const withKeys = Object.entries(accounts).map(([id, terms]) => [
      id,
      { ...terms, keys: [{ apiKey: `key-${id}`, apiSecret: `secret-${id}` }] },
    ]);
    writeFileSync(join(this.home, 'accounts.json'), JSON.stringify({ accounts: Object.fromEntries(withKeys) }));
  }

  get ids(): readonly string[] {
    return Object.keys(this.accounts);
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    const market = ['--port', String(this.port), '--speed', String(this.speed), '--rates', 'off'];
    const terms = ['--accounts', join(this.home, 'accounts.json'), '--json'];
    // Not through bin/plimsoll.js, which on an old Node has a child of its own that a kill would not reach.
    this.child = spawn(existsSync(PINNED) ? PINNED : process.execPath, ['dist/apps/cli/src/main.js', 'simulator', ...market, ...terms], {
      env: { ...process.env, PLIMSOLL_HOME: this.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.token = await readyToken(this.child);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null) throw new Error('the simulator ended by itself');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  async truth(id: string): Promise<Truth> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/admin/truth/${id}`, { headers: { 'x-plimsoll-token': this.token } });
    return (await answer.json()) as Truth;
  }

  get(id: string, path: string, query: Readonly<Record<string, string>>): Promise<Answer> {
    const text = new URLSearchParams(query).toString();
    return this.ask(`${path}?${text}`, { headers: signed(id, text) });
  }

  post(id: string, path: string, body: object): Promise<Answer> {
    const text = JSON.stringify(body);
    return this.ask(path, { method: 'POST', body: text, headers: signed(id, text) });
  }

  private async ask(path: string, request: RequestInit): Promise<Answer> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, request);
    return (await answer.json()) as Answer;
  }
}

function signed(id: string, payload: string): Record<string, string> {
  const [key, stamp] = [`key-${id}`, String(Date.now())];
  const sign = createHmac('sha256', `secret-${id}`).update(`${stamp}${key}${WINDOW}${payload}`).digest('hex');
  return { 'x-bapi-api-key': key, 'x-bapi-timestamp': stamp, 'x-bapi-recv-window': WINDOW, 'x-bapi-sign': sign };
}

function readyToken(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const ready = output.split('\n').find((line) => line.includes('"ready"') && line.endsWith('}'));
      if (ready) resolve((JSON.parse(ready) as { token: string }).token);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`the simulator did not start: ${output.slice(-2_000)}`)));
  });
}
