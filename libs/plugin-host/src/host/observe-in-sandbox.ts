import { join } from 'node:path';
import type { Bench, Laboratory, Observation, RunRequest } from '@libs/backtest';
import { z } from 'zod';
import { filesOf } from '../sandbox/market-files';
import type { ObserveFrame, ObserveSetup, SubjectOrder } from '../sandbox/observe-frames';
import { AskedProcess } from './asked-process';
import { MEMORY_BESIDE_HEAP } from './backtest-process';
import { BacktestFailed, BacktestRefused, SandboxDied } from './backtest-failed';
import { DEFAULT_DEADLINE, DEFAULT_MEMORY } from './run-in-sandbox';
import type { BacktestSandboxOptions } from './run-in-sandbox';
import { SPARE_MEMORY } from './find-trouble';
import { planSchema } from './frame-schema';
import { MOST_ROUNDS, withoutGuard } from './guard-loops';
import { guardedStrategies } from './guarded-strategy';
import { findLocations } from './locations';
import type { Locations } from './locations';
import { sourceLine } from './source-line';
import { Trail, sayWhere } from './trail';

const traced = z.array(z.object({ what: z.string(), stack: z.string() }));
const observation = z.object({
  plan: planSchema,
  from: z.number(),
  to: z.number(),
  states: z.record(z.string(), z.string()),
  lastState: z.string(),
  moments: z.array(
    z.object({
      at: z.number(),
      event: z.string(),
      hook: z.string(),
      subject: z.string(),
      said: z.string(),
      stateHash: z.string(),
      commands: z.array(z.looseObject({ kind: z.string() })),
    }),
  ),
  rewrites: z.array(
    z.object({ path: z.string(), place: z.string(), at: z.number(), before: z.string(), after: z.string(), times: z.number() }),
  ),
  fault: z.object({ hook: z.string(), message: z.string(), at: z.number(), stack: z.string() }).nullable(),
  trace: z.object({ calls: traced, writes: traced, shared: traced }).nullable(),
});
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), bars: z.number() }),
  z.object({ type: z.literal('observed'), observation }),
  z.object({ type: z.literal('refused'), message: z.string(), stack: z.string() }),
]);

/**
 * A laboratory whose benches are processes that can read their tapes and nothing else. If a hook crashes the process, the series is played
 * again to find the location.
 */
export function sandboxLaboratory(order: SubjectOrder, options: BacktestSandboxOptions = {}): Laboratory {
  const locations = findLocations(options.strategies);
  return () => {
    const bench = new SandboxBench(order, { options, locations });
    return {
      play: async (requests) => {
        try {
          return await bench.play(requests);
        } catch (error) {
          throw error instanceof SandboxDied ? await placed(order, requests, error, options) : error;
        }
      },
      close: () => bench.close(),
    };
  };
}

/** The error with hook, bar and, if known, line of the crash. */
async function placed(
  order: SubjectOrder,
  requests: readonly RunRequest[],
  error: SandboxDied,
  options: BacktestSandboxOptions,
): Promise<BacktestFailed> {
  const guarded = guardedStrategies([order.strategy], findLocations(options.strategies));
  const trail = new Trail(join(guarded.strategies, 'trail'));
  const memory = options.memory ?? DEFAULT_MEMORY;
  const { deadline = DEFAULT_DEADLINE } = options;
  const most = error.trouble === 'overrun' ? { rounds: MOST_ROUNDS, deadline } : { rounds: null, deadline: null };
  const watch = { guards: guarded.guards, ...most, memory, beside: MEMORY_BESIDE_HEAP };
  const watched = { ...options, memory: memory * SPARE_MEMORY };
  const bench = new SandboxBench({ ...order, watch }, { options: watched, locations: findLocations(guarded.strategies), trail });
  try {
    const observations = await bench.play(requests);
    const fault = observations.find((one) => one.fault !== null)?.fault;
    if (!fault) return error;
    const line = sourceLine(withoutGuard(fault.stack), guarded.strategies);
    return new BacktestFailed(`${sayWhere(fault)}: ${fault.message}${line === null ? '' : ` (${line})`}`);
  } catch (again) {
    const mark = again instanceof SandboxDied ? trail.mark() : null;
    return mark === null ? error : new BacktestFailed(`${sayWhere(mark)}: ${error.message}`);
  } finally {
    bench.close();
    trail.close();
    guarded.remove();
  }
}

interface LabRun {
  readonly options: BacktestSandboxOptions;
  readonly locations: Locations;
  readonly trail?: Trail;
}

type Refused = Extract<ObserveFrame, { readonly type: 'refused' }>;

class SandboxBench implements Bench {
  private readonly process: AskedProcess<ObserveFrame>;
  private isReady = false;

  constructor(
    private readonly setup: ObserveSetup,
    private readonly run: LabRun,
  ) {
    const { options, locations, trail } = run;
    const { memory = DEFAULT_MEMORY, deadline = DEFAULT_DEADLINE, signal } = options;
    const needs = { tapes: filesOf(setup.markets), memory, deadline, ...(trail ? { trail } : {}), ...(signal ? { signal } : {}) };
    this.process = new AskedProcess(locations.observe, locations, needs, (json) => frameSchema.parse(json) as unknown as ObserveFrame);
  }

  async play(requests: readonly RunRequest[]): Promise<readonly Observation[]> {
    if (requests.length === 0) return [];
    if (!this.isReady) await this.process.ask(this.setup, (frame) => this.isLoaded(frame));
    this.isReady = true;
    const observations: Observation[] = [];
    return this.process.ask(requests, (frame) => {
      const observation = this.observed(frame);
      if (observation) observations.push(observation);
      return observations.length === requests.length ? observations : null;
    });
  }

  close(): void {
    this.process.kill();
  }

  private isLoaded(frame: ObserveFrame): true | null {
    if (frame.type === 'refused') throw this.refused(frame);
    return frame.type === 'ready' ? true : null;
  }

  private observed(frame: ObserveFrame): Observation | null {
    if (frame.type === 'refused') throw this.refused(frame);
    if (frame.type === 'progress') this.run.options.progress?.(frame.bars);
    return frame.type === 'observed' ? frame.observation : null;
  }

  private refused({ message, stack }: Refused): BacktestRefused {
    const place = sourceLine(stack, this.run.locations.strategies);
    return new BacktestRefused(place === null ? message : `${message} (${place})`);
  }
}
