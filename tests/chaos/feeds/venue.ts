import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@libs/testkit';
import { FaultDoor } from './fault-door';

const PINNED = 'node_modules/node/bin/node';

/** A simulated exchange in real time in a process of its own, with its faults at hand. */
export class Venue {
  private readonly home = mkdtempSync(join(tmpdir(), 'plimsoll-feeds-'));
  private child: ChildProcess | undefined;
  url = '';

  async start(): Promise<FaultDoor> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const market = ['--port', String(port), '--speed', '1', '--rates', 'off', '--json'];
    // Not through bin/plimsoll.js, which on an old Node has a child of its own that a kill would not reach.
    this.child = spawn(existsSync(PINNED) ? PINNED : process.execPath, ['dist/apps/cli/src/main.js', 'simulator', ...market], {
      env: { ...process.env, PLIMSOLL_HOME: this.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new FaultDoor(this.url, await readyToken(this.child));
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.home, { recursive: true, force: true });
  }
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
