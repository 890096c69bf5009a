import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxFrame } from '@libs/sdk';
import { findLocations } from './locations';
import { SandboxProcess } from './sandbox-process';
import type { ProcessEnd } from './sandbox-process';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const READY = `process.stdout.write('{"type":"ready","protocol":1}\\n');`;
const TURN = { deploymentId: 'd', inputSeq: 7, hook: 'onBar', deadline: 2_000 };

let scripts = 0;

/** Runs a script as if it were the sandbox, behind the same flags, with one delivery to answer. */
function run(script: string): Promise<{ readonly frames: SandboxFrame[]; readonly end: ProcessEnd | null }> {
  const sandbox = join(folder, `${(scripts += 1)}.mjs`);
  writeFileSync(sandbox, `import fs from 'node:fs';\n${READY}\n${script}`);
  const frames: SandboxFrame[] = [];
  return new Promise((resolve) => {
    const child = new SandboxProcess(
      { ...findLocations(), sandbox, libraries: [folder] },
      { memory: 64 },
      {
        onFrame: (frame) => {
          frames.push(frame);
          if (frame.type !== 'ready') void child.stop().then(() => resolve({ frames, end: null }));
        },
        onEnd: (end) => resolve({ frames, end }),
      },
    );
    child.send({ type: 'snapshot', id: 1 }, TURN);
  });
}

const answer = (fields: object): string => {
  const whole = { deploymentId: 'd', upTo: 7, commands: [], logs: [], stateHash: '0123456789abcdef', ...fields };
  return `process.stdout.write(${JSON.stringify(`${JSON.stringify({ type: 'answer', answer: whole })}\n`)});`;
};
const submit = {
  kind: 'submit',
  symbol: 'BTC/USDT',
  side: 'BUY',
  type: 'MARKET',
  quantity: '1',
  timeInForce: 'IOC',
  postOnly: false,
  reduceOnly: false,
};

describe('SandboxProcess', () => {
  it.each([
    [
      'a line that never ends',
      `process.stdout.write('x'.repeat(2_000_000)); setInterval(() => {}, 1000);`,
      'a line over 1048576 characters',
    ],
    ['words', `console.log('hello'); setInterval(() => {}, 1000);`, 'not JSON: hello'],
    ['an unknown frame', `console.log('{"type":"order"}'); setInterval(() => {}, 1000);`, 'wrote what is not an answer'],
    ['too many commands', answer({ commands: Array.from({ length: 51 }, () => submit) }), 'answer.commands: Too big'],
    ['a number as quantity', answer({ commands: [{ ...submit, quantity: 1 }] }), 'answer.commands.0.quantity: Invalid input'],
    ['a negative quantity', answer({ commands: [{ ...submit, quantity: '-1' }] }), 'answer.commands.0.quantity: must be decimal text'],
    ['an answer for another deployment', answer({ deploymentId: 'other' }), 'wrote answer when onBar was to be answered'],
    ['an answer to another delivery', answer({ upTo: 8 }), 'wrote answer when onBar was to be answered'],
  ])('kills and blames one that writes %s', async (_, script, message) => {
    const { end } = await run(script);
    expect(end).toMatchObject({ verdict: 'guilty', turn: TURN, message: expect.stringContaining(message) as string });
  });

  it('cuts away what does not belong to an answer', async () => {
    const { frames } = await run(answer({ commands: [{ ...submit, secret: 1 }], more: true }));
    expect(frames[1]).toEqual({
      type: 'answer',
      answer: { deploymentId: 'd', upTo: 7, commands: [submit], logs: [], stateHash: '0123456789abcdef' },
    });
  });

  it('tells the last words of one that ends by itself, and does not blame it yet', async () => {
    const { end } = await run(`throw new Error('lost')`);
    expect(end).toMatchObject({
      verdict: 'unclear',
      turn: TURN,
      message: expect.stringContaining('the sandbox ended with code 1') as string,
    });
  });

  it('stops one that keeps too much of what V8 does not count, though no turn was going on when that was seen', async () => {
    const sandbox = join(folder, 'keeper.mjs');
    const keep = `globalThis.kept = new Uint8Array(400_000_000).fill(1); ${answer({})}`;
    writeFileSync(sandbox, `process.stdin.once('data', () => { ${keep} });\n${READY}`);
    const end = await new Promise<ProcessEnd>((resolve) => {
      const child = new SandboxProcess(
        { ...findLocations(), sandbox, libraries: [folder] },
        { memory: 64 },
        {
          onFrame: ({ type }) => {
            if (type !== 'ready') return;
            child.send({ type: 'snapshot', id: 1 }, { ...TURN, deadline: 20_000 });
            // Until the answer waits to be read.
            for (const until = performance.now() + 1_500; performance.now() < until;);
          },
          onEnd: resolve,
        },
      );
    });
    expect(end).toMatchObject({ turn: { hook: 'onBar' }, message: 'onBar took more than 256 MB of memory and was stopped' });
  }, 20_000);

  it.each([
    ['files', `fs.readFileSync('/etc/hostname')`],
    ['writing', `fs.writeFileSync('${join(folder, 'note')}', 'x')`],
    ['programs', `(await import('node:child_process')).execFileSync('id')`],
    ['threads', `new (await import('node:worker_threads')).Worker('1', { eval: true })`],
    ['network', `await fetch('http://127.0.0.1:8999')`],
    ['names', `await (await import('node:dns/promises')).lookup('localhost')`],
    [
      'datagrams',
      `const { createSocket } = await import('node:dgram'); await new Promise((resolve, reject) => createSocket('udp4').on('error', reject).send('x', 8999, '127.0.0.1', (error) => (error ? reject(error) : resolve())))`,
    ],
    [
      'sockets',
      `await new Promise((resolve, reject) => import('node:net').then(({ connect }) => connect(9, '127.0.0.1').on('error', reject).on('connect', resolve)))`,
    ],
  ])('closes %s even to code that holds all of Node', async (_, attempt) => {
    const report = `let what = 'it worked'; try { ${attempt}; } catch (error) { what = error.code ?? error.cause?.code ?? String(error); }`;
    const { frames } = await run(
      `${report}\nconsole.log(JSON.stringify({ type: 'fault', deploymentId: 'd', inputSeq: 7, hook: 'x', message: what, stack: '' }));`,
    );
    expect(frames[1]).toMatchObject({ message: 'ERR_ACCESS_DENIED' });
  });

  it('gives no environment', async () => {
    process.env['PLIMSOLL_TEST_SECRET'] = 'secret';
    const { frames } = await run(
      `console.log(JSON.stringify({ type: 'fault', deploymentId: 'd', inputSeq: 7, hook: 'x', message: JSON.stringify(process.env), stack: '' }));`,
    );
    delete process.env['PLIMSOLL_TEST_SECRET'];
    expect(frames[1]).toMatchObject({ message: '{}' });
  });
});
