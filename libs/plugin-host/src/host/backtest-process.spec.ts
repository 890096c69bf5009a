import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { Watch, type BacktestProcess } from './backtest-process';
import type { Trail } from './trail';

/** Answers each line after it worked for a third of a second. */
const WORKER = `process.stdin.on('data', () => {
  for (const end = performance.now() + 300; performance.now() < end;);
  process.stdout.write('done');
});`;
const DEADLINE = 100;

describe('a watch', () => {
  it('takes what was said while this process was busy for a sign of progress', async () => {
    const child = spawn(process.execPath, ['-e', WORKER], { stdio: ['pipe', 'pipe', 'pipe'] }) as BacktestProcess;
    const said = on(child.stdout, 'data');
    child.stdin.write('begin');
    await said.next();
    const watch = new Watch(child, DEADLINE, { memory: 1_000 });
    child.stdout.on('data', () => watch.stop());
    child.stdin.write('go on');
    // As long as the child works, and some more for the pipe.
    for (const end = performance.now() + 1_000; performance.now() < end;);
    await said.next();
    child.stdin.write('and on');
    const next = await Promise.race([said.next(), once(child, 'close').then(() => 'killed')]);
    watch.stop();
    child.kill();
    expect(next).not.toBe('killed');
  });

  it('waits for one that says nothing as long as its trail moves, and no longer', async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: ['pipe', 'pipe', 'pipe'] }) as BacktestProcess;
    let asked = 0;
    const trail = { hasMoved: () => (asked += 1) < 6 } as unknown as Trail;
    const watch = new Watch(child, DEADLINE, { memory: 1_000, trail });
    const ended = await watch.failure();
    watch.stop();
    expect(ended).toMatchObject({ trouble: 'overrun', message: 'a hook of the strategy ran for more than 100 ms and was stopped' });
    expect(asked).toBeGreaterThanOrEqual(6);
  }, 20_000);

  it('ends at once what was cancelled before it began', async () => {
    const child = spawn(process.execPath, ['-e', WORKER], { stdio: ['pipe', 'pipe', 'pipe'] }) as BacktestProcess;
    const watch = new Watch(child, 60_000, { memory: 1_000, signal: AbortSignal.abort() });
    try {
      expect(await watch.failure()).toMatchObject({ message: 'it was cancelled' });
    } finally {
      watch.stop();
      child.kill();
    }
  }, 5_000);
});
