import type { RunEnd } from '@libs/persistence';
import { ManualClock } from '@libs/testkit';
import type { RunOutcome } from './run-outcome';
import { RunWorker, type RunWorkerPorts } from './run-worker';

const SECOND = 1_000;
const DONE: RunOutcome = { status: 'DONE', summary: { trades: 3 } };

/** A table of runs that wait, what their claims are told at the next beat, and what was written down. */
class Bench {
  readonly clock = new ManualClock();
  readonly written: string[] = [];
  readonly troubles: string[] = [];
  readonly heard: (number | null)[] = [];
  word: 'go on' | 'cancel' | 'lost' = 'go on';
  private readonly waiting: string[];
  private readonly running = new Map<
    string,
    { readonly resolve: (outcome: RunOutcome) => void; readonly reject: (error: Error) => void }
  >();
  readonly worker: RunWorker;

  constructor(...waiting: string[]) {
    this.waiting = waiting;
    this.worker = new RunWorker({
      claims: this.claims(),
      execute: ({ id }, { signal, progress }) => {
        progress(7, 9);
        this.written.push(`begin ${id}`);
        signal.addEventListener('abort', () => this.written.push(`abort ${id}`));
        return new Promise((resolve, reject) => this.running.set(id, { resolve, reject }));
      },
      concurrency: 2,
      timers: this.clock,
      changed: () => undefined,
      trouble: (what, error) => this.troubles.push(`${what}: ${(error as Error).message}`),
    });
  }

  /** Ends the computation of a run and lets the worker settle it. */
  async end(id: string, outcome: RunOutcome | Error): Promise<void> {
    const { resolve, reject } = this.running.get(id)!;
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
    await this.clock.pass(0);
  }

  private claims(): RunWorkerPorts['claims'] {
    return {
      take: () => {
        const id = this.waiting.shift();
        return Promise.resolve(id === undefined ? null : { id, claim: `c${id}`, kind: 'BACKTEST', spec: {}, attempt: 1 });
      },
      beat: (_run, { done }) => {
        this.heard.push(done);
        return Promise.resolve(this.word);
      },
      finish: ({ id }, { status, error }: RunEnd) => {
        this.written.push(`${status} ${id}${error === undefined ? '' : `: ${error}`}`);
        return Promise.resolve(true);
      },
      release: ({ id }) => {
        this.written.push(`release ${id}`);
        return Promise.resolve();
      },
    };
  }
}

describe('a worker of runs', () => {
  it('takes as many as it has room for, and the next when one is over', async () => {
    const bench = new Bench('a', 'b', 'c');
    await bench.worker.look();
    expect([bench.written, bench.worker.size]).toEqual([['begin a', 'begin b'], 2]);
    await bench.end('a', DONE);
    expect(bench.written.slice(2)).toEqual(['DONE a', 'begin c']);
    // How far it came is stored with its end, sooner than the next beat.
    expect(bench.heard).toEqual([7]);
  });

  it('writes down an error of ours as what the run came to', async () => {
    const bench = new Bench('a');
    await bench.worker.look();
    await bench.end('a', new Error('no such column'));
    expect(bench.written).toEqual(['begin a', 'FAILED a: It failed with an internal error: no such column']);
  });

  it('ends a run that is to be cancelled, whatever its computation still came to', async () => {
    const bench = new Bench('a');
    await bench.worker.look();
    bench.word = 'cancel';
    await bench.clock.pass(SECOND);
    await bench.end('a', DONE);
    expect(bench.written).toEqual(['begin a', 'abort a', 'CANCELLED a']);
  });

  it('writes nothing of a run that another worker has', async () => {
    const bench = new Bench('a');
    await bench.worker.look();
    bench.word = 'lost';
    await bench.clock.pass(SECOND);
    await bench.end('a', DONE);
    expect([bench.written, bench.worker.size]).toEqual([['begin a', 'abort a'], 0]);
  });

  it('puts back what runs when it stops, but not what was cancelled before', async () => {
    const bench = new Bench('a', 'b');
    await bench.worker.look();
    bench.word = 'cancel';
    bench.worker.wake('a');
    await bench.clock.pass(0);
    const stopped = bench.worker.stop();
    await bench.clock.pass(0);
    await bench.end('a', DONE);
    await bench.end('b', DONE);
    await stopped;
    expect(bench.written.slice(2)).toEqual(['abort a', 'abort b', 'CANCELLED a', 'release b']);
    expect(bench.troubles).toEqual([]);
  });
});
