import fc from 'fast-check';
import { objectiveOf, scoreOf } from './objective';
import { optimise } from './optimise';
import type { SearchPorts, SearchSpec, TrialWorker } from './optimise';
import { samplerOf } from './samplers/sampler-of';
import type { SamplerName } from './samplers/sampler-of';
import { stepped } from './space/dimension';
import type { ParameterSpace } from './space/parameter-space';
import { sampleMetrics } from './testing/sample-metrics';
import type { Trial, TrialRun } from './trial';
import { lineOf, readTrialLog } from './trial-log';
import type { LogLine, SearchHeader } from './trial-log';

const space: ParameterSpace = {
  dimensions: [stepped('fast', 30, (place) => place + 1), stepped('slow', 30, (place) => place + 1)],
  fixed: { symbol: 'BTC/USDT' },
  size: 900,
};

const HEADER: SearchHeader = {
  format: 1,
  id: 'a',
  strategy: 's',
  version: '1.0.0',
  venue: 'bybit',
  symbols: ['BTC/USDT'],
  from: 0,
  to: 1,
  search: {},
};

const spec = (sampler: SamplerName, trials: number): SearchSpec => {
  return { space, sampler: samplerOf(sampler, space, { seed: 11, trials }), objective: objectiveOf('sharpe'), trials };
};

/** Refuses as a strategy would, throws at a third, and is best at fast 7, slow 21. */
function runOf({ fast, slow }: { readonly fast: number; readonly slow: number }): TrialRun {
  if (fast >= slow) return { kind: 'refused', message: 'fast must be below slow' };
  if (fast === 3) return { kind: 'failed', message: 'onBar at bar 7: no idea (s/src/index.js:9)' };
  return {
    kind: 'done',
    metrics: sampleMetrics({ sharpe: 3 - Math.hypot(fast - 7, slow - 21) / 10 }),
    fillHash: `${fast}-${slow}`,
    bars: 9,
  };
}

/** Answers after as many turns of the queue as the parameters say, so that trials overtake each other. */
function worker(seen: string[] = []): TrialWorker {
  return {
    async run(params) {
      const { fast, slow } = params as { fast: number; slow: number };
      seen.push(`${fast} ${slow}`);
      for (let turn = 0; turn < (fast * 7 + slow) % 5; turn += 1) await Promise.resolve();
      return runOf({ fast, slow });
    },
  };
}

/** A log that survives; after `dies` lines nothing more is written, as after a kill. */
class Disk {
  text = lineOf({ type: 'search', header: HEADER });
  dies = Infinity;

  store(): SearchPorts['store'] {
    const append = (line: LogLine): Promise<void> => {
      if ((this.dies -= 1) < 0) return Promise.reject(new Error('killed'));
      this.text += lineOf(line);
      return Promise.resolve();
    };
    return {
      past: readTrialLog(this.text).trials,
      claim: (number) => append({ type: 'claim', number }),
      add: (trial) => append({ type: 'trial', trial }),
    };
  }
}

const search = (sampler: SamplerName, trials: number, jobs: number, disk = new Disk()) =>
  optimise(spec(sampler, trials), { workers: Array.from({ length: jobs }, () => worker()), store: disk.store() });

describe('a search', () => {
  it('runs as many trials as asked, beside those that the strategy refuses', async () => {
    const { trials, isStopped } = await search('random', 60, 3);
    expect(trials.filter(({ run }) => run.kind !== 'refused')).toHaveLength(60);
    expect(trials.filter(({ run }) => run.kind === 'refused').length).toBeGreaterThan(20);
    expect(isStopped).toBe(false);
  });

  it('ends with the space', async () => {
    const { trials, ranked } = await search('random', 10_000, 4);
    expect(trials).toHaveLength(900);
    // Pairs with fast below slow, less the 27 that throw.
    expect(ranked).toHaveLength(435 - 27);
    expect(ranked[0]?.params).toEqual({ fast: 7, slow: 21 });
  });

  it('gives up on a space that the strategy refuses nearly all of', async () => {
    const refusing: TrialWorker = { run: () => Promise.resolve({ kind: 'refused', message: 'never' }) };
    const { trials, ranked, isStopped } = await optimise(spec('random', 2), { workers: [refusing], store: new Disk().store() });
    // Twenty times the two that were asked for, and one more.
    expect([trials.length, ranked.length, isStopped]).toEqual([41, 0, false]);
  });

  it.each(['random', 'bayes'] as const)('tries the same with one worker and with five (%s)', async (sampler) => {
    const [alone, together] = [await search(sampler, 80, 1), await search(sampler, 80, 5)];
    expect(together).toEqual(alone);
  });

  it('finds the top by Bayes sooner than a grid could', async () => {
    const { ranked } = await search('bayes', 120, 2);
    expect(ranked[0]!.score).toBeGreaterThan(2.8);
  });

  it('tells of no more trials than there are points', async () => {
    const totals = new Set<number>();
    const ports = {
      workers: [worker()],
      store: new Disk().store(),
      progress: ({ total }: { readonly total: number }) => totals.add(total),
    };
    await optimise(spec('random', 10_000), ports);
    expect([...totals]).toEqual([900]);
  });

  it('tells how far it is and what is best so far', async () => {
    const told: number[] = [];
    let best: unknown;
    const ports = { workers: [worker()], store: new Disk().store() };
    await optimise(spec('random', 40), {
      ...ports,
      progress: (progress) => {
        told.push(progress.done + progress.failed);
        best = progress.best?.params;
      },
    });
    expect(told.at(-1)).toBe(40);
    expect(best).toEqual((await search('random', 40, 1)).ranked[0]?.params);
  });

  it('stops when told, after the trials that run', async () => {
    const stop = new AbortController();
    const disk = new Disk();
    const result = await optimise(spec('random', 60), {
      workers: [worker(), worker()],
      store: disk.store(),
      signal: stop.signal,
      progress: ({ done, failed }) => {
        if (done + failed === 10) stop.abort();
      },
    });
    expect(result.isStopped).toBe(true);
    const log = readTrialLog(disk.text);
    expect(log.unended).toEqual([]);
    expect(log.trials).toEqual(result.trials);
    expect(log.trials.length).toBeLessThan(30);
  });

  it('is broken by a worker that cannot go on, and keeps what was done', async () => {
    const disk = new Disk();
    let calls = 0;
    const broken: TrialWorker = { run: (params) => ((calls += 1) > 5 ? Promise.reject(new Error('no room')) : worker().run(params)) };
    await expect(optimise(spec('random', 60), { workers: [broken, worker()], store: disk.store() })).rejects.toThrow('no room');
    expect(readTrialLog(disk.text).trials.length).toBeGreaterThanOrEqual(5);
  });
});

describe('a search that was killed', () => {
  it.each(['random', 'bayes', 'grid'] as const)('goes on to the same end wherever it was killed (%s)', async (sampler) => {
    const trials = sampler === 'grid' ? 900 : 50;
    const whole = await search(sampler, trials, 3);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 160 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 40 }),
        async (kills, torn) => {
          const disk = new Disk();
          for (const lines of kills) {
            disk.dies = lines;
            await search(sampler, trials, 3, disk).catch(() => undefined);
            // The line that was being written, cut anywhere.
            const half = lineOf({ type: 'claim', number: 999_999_999_999 }).slice(0, torn);
            expect(readTrialLog(disk.text + half).trials).toEqual(readTrialLog(disk.text).trials);
          }
          disk.dies = Infinity;
          expect(await search(sampler, trials, 3, disk)).toEqual(whole);
          const told = disk.text.split('\n').filter((line) => line.includes('"type":"trial"'));
          expect(told).toHaveLength(whole.trials.length);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('runs no trial again that had ended', async () => {
    const disk = new Disk();
    disk.dies = 60;
    await search('random', 50, 2, disk).catch(() => undefined);
    const ended = new Set(readTrialLog(disk.text).trials.map(({ params }) => `${String(params['fast'])} ${String(params['slow'])}`));
    const seen: string[] = [];
    disk.dies = Infinity;
    await optimise(spec('random', 50), { workers: [worker(seen)], store: disk.store() });
    expect(ended.size).toBeGreaterThan(20);
    expect(seen.filter((one) => ended.has(one))).toEqual([]);
  });
});

describe('the log of a search', () => {
  const trial: Trial = { number: 0, point: [1, 2], params: { fast: 2 }, run: { kind: 'refused', message: 'no' } };

  it('knows what was running at its end, and whom not to trust', () => {
    const text = [
      lineOf({ type: 'search', header: HEADER }),
      lineOf({ type: 'claim', number: 0 }),
      lineOf({ type: 'claim', number: 1 }),
      lineOf({ type: 'trial', trial }),
      lineOf({ type: 'distrust', number: 0, why: 'it changed' }),
    ].join('');
    expect(readTrialLog(`${text}{"type":"tri`)).toEqual({
      header: HEADER,
      trials: [trial],
      unended: [1],
      distrusted: new Map([[0, 'it changed']]),
      isEnded: false,
      whole: text.length,
    });
  });

  it('has ended when nothing was begun since', () => {
    const head = lineOf({ type: 'search', header: HEADER });
    const end = lineOf({ type: 'end', trials: 1 });
    const distrust = lineOf({ type: 'distrust', number: 0, why: 'it changed' });
    const claim = lineOf({ type: 'claim', number: 1 });
    expect([head, head + end, head + end + distrust, head + end + claim].map((text) => readTrialLog(text).isEnded)).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('refuses a file that is something else', () => {
    expect(() => readTrialLog('')).toThrow('line 1 of the trial log is not the head of a search');
    expect(() => readTrialLog(`${lineOf({ type: 'search', header: HEADER })}nonsense\n`)).toThrow('line 2 of the trial log');
  });
});

describe('an objective', () => {
  it('counts upwards for what should be low, and needs enough trades', () => {
    expect(scoreOf(objectiveOf('sharpe'), sampleMetrics({ sharpe: 2 }))).toBe(2);
    expect(scoreOf(objectiveOf('maxDrawdown'), sampleMetrics({ maxDrawdown: 0.2 }))).toBe(-0.2);
    expect(scoreOf(objectiveOf('netProfit'), sampleMetrics({ netProfit: '12.5' }))).toBe(12.5);
    expect(scoreOf(objectiveOf('sharpe', 101), sampleMetrics({ sharpe: 2 }))).toBeNull();
    expect(scoreOf(objectiveOf('sharpe'), sampleMetrics())).toBeNull();
  });

  it('refuses what has no better end', () => {
    expect(() => objectiveOf('luck')).toThrow('there is no objective "luck"; it can be one of netProfit,');
    expect(() => objectiveOf('trades')).toThrow('there is no objective "trades"');
    expect(() => objectiveOf('sharpe', -1)).toThrow('the least number of trades is -1');
  });
});
