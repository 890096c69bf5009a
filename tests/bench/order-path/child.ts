import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { HEAP, leanFlags } from '../../../apps/cli/src/launcher/components';

export interface Child {
  stop(): Promise<void>;
}

/** Starts one of our processes as the launcher does and waits until it serves. */
export async function startChild(name: 'trader' | 'executor', env: Readonly<Record<string, string>>): Promise<Child> {
  const file = join(import.meta.dirname, `../../../apps/${name}/src/main.js`);
  const child = fork(file, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...leanFlags(HEAP[name])],
  });
  const ended = once(child, 'exit');
  const message = once(child, 'message').then(([said]) => said as { type: string; message?: string });
  const first = await Promise.race([message, ended.then(([code]) => ({ type: 'ended', message: `exit code ${String(code)}` }))]);
  if (first.type !== 'ready') throw new Error(`The ${name} did not start: ${first.message ?? first.type}`);
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
