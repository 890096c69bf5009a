import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformFile } from '@swc/core';

// The process under test runs outside jest, so its few files are compiled for it.
const sources = ['process/run-process', 'process/message', 'logging/logger', 'process/start-refused', 'settings/settings-error'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-process-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const source of sources) {
    const { code } = await transformFile(resolve('libs/platform/src', `${source}.ts`), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
    });
    await writeFile(
      join(folder, `${source.split('/')[1]}.js`),
      code.replaceAll(/from ["']\.\.?\/(?:\w+\/)?([\w-]+)["']/g, 'from "./$1.js"'),
    );
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(start: string): Promise<{ child: ChildProcess; message: Promise<unknown>; exit: Promise<number | null> }> {
  const file = join(folder, `${Math.random()}.mjs`);
  const head = `import { runProcess } from './run-process.js'; import { SettingsError } from './settings-error.js';`;
  await writeFile(file, `${head} runProcess({ component: 'test', stopWithin: 300, start: async (context) => { ${start} } });`);
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  return {
    child,
    message: once(child, 'message').then(([message]) => message as unknown),
    exit: once(child, 'exit').then(([code]) => code as number | null),
  };
}

const serve = 'setInterval(() => {}, 1000); return { detail: { port: 7 }, stop: async () => {} };';

describe('runProcess', () => {
  it('says that it is ready, with its detail', async () => {
    const { child, message, exit } = await run(serve);
    expect(await message).toEqual({ type: 'ready', detail: { port: 7 } });
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('stops when the launcher is gone', async () => {
    const { child, message, exit } = await run(serve);
    await message;
    child.disconnect();
    expect(await exit).toBe(0);
  });

  it('ends although stopping hangs', async () => {
    const { child, message, exit } = await run('return { stop: () => new Promise((r) => setTimeout(r, 1e6)) };');
    await message;
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
  });

  it('ends as a crash on what nobody handled', async () => {
    const { exit } = await run('setTimeout(() => { Promise.reject(new Error("lost")) }, 5); return { stop: () => {} };');
    expect(await exit).toBe(1);
  });

  it('reports a refusal in one sentence with its own exit code', async () => {
    const { message, exit } = await run('throw new SettingsError("X", "X is bad.");');
    expect(await message).toEqual({ type: 'refused', message: 'X is bad.' });
    expect(await exit).toBe(2);
  });
});
