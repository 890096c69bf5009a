import type { ChildEvents } from './child';
import { Supervised } from './supervised';

/** A clock that moves only when told, children that do what the test says, and everything that was said. */
class Bench {
  now = 0;
  readonly said: string[] = [];
  readonly children: { events: ChildEvents; signals: string[] }[] = [];
  private timers: { due: number; task: () => void }[] = [];

  readonly supervised = new Supervised({
    label: 'trader of demo',
    command: () => ({ script: 'main.js', nodeFlags: [], env: {} }),
    ports: {
      clock: { now: () => this.now },
      timers: {
        after: (delay, task) => {
          const timer = { due: this.now + delay, task };
          this.timers.push(timer);
          return { cancel: () => void (this.timers = this.timers.filter((other) => other !== timer)) };
        },
      },
      random: () => 1,
      start: (_command, events) => {
        const signals: string[] = [];
        this.children.push({ events, signals });
        return { identity: { pid: 1, started: '1' }, signal: (signal) => void signals.push(signal) };
      },
      say: (text) => void this.said.push(text),
      line: () => undefined,
      changed: () => undefined,
    },
  });

  async pass(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    const due = this.timers.filter((timer) => timer.due <= this.now);
    this.timers = this.timers.filter((timer) => timer.due > this.now);
    for (const { task } of due) task();
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
  }

  async started(): Promise<this> {
    this.supervised.start();
    await this.pass(0);
    return this;
  }

  get child(): { events: ChildEvents; signals: string[] } {
    return this.children.at(-1)!;
  }
}

describe('Supervised', () => {
  it('is ready when its child says so, with what the child said', async () => {
    const bench = await new Bench().started();
    const ready = bench.supervised.ready();
    bench.child.events.message({ type: 'ready', detail: { port: 7 } });
    expect(await ready).toEqual({ port: 7 });
  });

  it('restarts a child that dies, waiting twice as long each time, and says so', async () => {
    const bench = await new Bench().started();
    bench.child.events.exit(1, null);
    await bench.pass(399);
    expect(bench.children).toHaveLength(1);
    await bench.pass(1);
    expect(bench.children).toHaveLength(2);
    bench.child.events.exit(null, 'SIGKILL');
    await bench.pass(800);
    expect(bench.children).toHaveLength(3);
    expect(bench.said).toEqual(['trader of demo ended with code 1; start 2 in 0.4 s', 'trader of demo ended by SIGKILL; start 3 in 0.8 s']);
  });

  it('never waits longer than half a minute', async () => {
    const bench = await new Bench().started();
    for (let died = 0; died < 12; died += 1) {
      bench.child.events.exit(1, null);
      await bench.pass(30_000);
    }
    expect(bench.children).toHaveLength(13);
    expect(bench.said.at(-1)).toContain('in 30.0 s');
  });

  it('starts quickly again after a long healthy life', async () => {
    const bench = await new Bench().started();
    for (let died = 0; died < 5; died += 1) {
      bench.child.events.message({ type: 'ready' });
      await bench.pass(15_000);
      bench.child.events.exit(null, 'SIGKILL');
      await bench.pass(400);
    }
    expect(bench.children).toHaveLength(6);
    expect(bench.said.filter((text) => text.includes('start 2 in 0.4 s'))).toHaveLength(5);
  });

  it('kills a child that is not ready within a minute', async () => {
    const bench = await new Bench().started();
    await bench.pass(60_000);
    expect(bench.child.signals).toEqual(['SIGKILL']);
  });

  it('asks a child to stop and kills it when it does not within five seconds', async () => {
    const bench = await new Bench().started();
    const stopped = bench.supervised.stop();
    expect(bench.child.signals).toEqual(['SIGTERM']);
    await bench.pass(5_000);
    expect(bench.child.signals).toEqual(['SIGTERM', 'SIGKILL']);
    bench.child.events.exit(null, 'SIGKILL');
    await stopped;
    await bench.pass(60_000);
    expect(bench.children).toHaveLength(1);
  });

  it('does not restart a child that refuses its settings, and repeats its sentence', async () => {
    const bench = await new Bench().started();
    const ready = bench.supervised.ready();
    bench.child.events.message({ type: 'refused', message: 'X is bad.' });
    bench.child.events.exit(2, null);
    await expect(ready).rejects.toThrow('X is bad.');
    await bench.pass(60_000);
    expect(bench.children).toHaveLength(1);
    expect(bench.said).toEqual(['trader of demo will not start: X is bad.']);
  });

  it('cancels a waiting restart when it is stopped', async () => {
    const bench = await new Bench().started();
    bench.child.events.exit(1, null);
    await bench.supervised.stop();
    await bench.pass(60_000);
    expect(bench.children).toHaveLength(1);
  });
});
