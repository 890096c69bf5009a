import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Laboratory, Observation } from '@libs/backtest';
import { z } from 'zod';
import { filesOf } from '../sandbox/market-files';
import type { ObserveOrder, SubjectOrder } from '../sandbox/observe-frames';
import { MEMORY_BESIDE_HEAP, Watch, memoryInAll, startBacktestProcess } from './backtest-process';
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
    z.object({ path: z.string(), index: z.number(), at: z.number(), before: z.string(), after: z.string(), times: z.number() }),
  ),
  fault: z.object({ hook: z.string(), message: z.string(), at: z.number(), stack: z.string() }).nullable(),
  trace: z.object({ calls: traced, writes: traced, shared: traced }).nullable(),
});
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), bars: z.number() }),
  z.object({ type: z.literal('observed'), observation }),
  z.object({ type: z.literal('refused'), message: z.string(), stack: z.string() }),
]);

/**
 * A laboratory that runs each series in its own process, which can read its tapes and nothing else. If a hook crashes the process, the
 * series is played again to find the location.
 */
export function sandboxLaboratory(order: SubjectOrder, options: BacktestSandboxOptions = {}): Laboratory {
  const locations = findLocations(options.strategies);
  return async (requests) => {
    try {
      return await observed({ ...order, requests }, { options, locations });
    } catch (error) {
      throw error instanceof SandboxDied ? await placed({ ...order, requests }, error, options) : error;
    }
  };
}

/** The error with hook, bar and, if known, line of the crash. */
async function placed(order: ObserveOrder, error: SandboxDied, options: BacktestSandboxOptions): Promise<BacktestFailed> {
  const guarded = guardedStrategies([order.strategy], findLocations(options.strategies));
  const trail = new Trail(join(guarded.strategies, 'trail'));
  const memory = options.memory ?? DEFAULT_MEMORY;
  const { deadline = DEFAULT_DEADLINE } = options;
  const most = error.trouble === 'overrun' ? { rounds: MOST_ROUNDS, deadline } : { rounds: null, deadline: null };
  const watch = { guards: guarded.guards, ...most, memory, beside: MEMORY_BESIDE_HEAP };
  const watched = { ...options, memory: memory * SPARE_MEMORY };
  try {
    const observations = await observed({ ...order, watch }, { options: watched, locations: findLocations(guarded.strategies), trail });
    const fault = observations.find((one) => one.fault !== null)?.fault;
    if (!fault) return error;
    const line = sourceLine(withoutGuard(fault.stack), guarded.strategies);
    return new BacktestFailed(`${sayWhere(fault)}: ${fault.message}${line === null ? '' : ` (${line})`}`);
  } catch (again) {
    const mark = again instanceof SandboxDied ? trail.mark() : null;
    return mark === null ? error : new BacktestFailed(`${sayWhere(mark)}: ${error.message}`);
  } finally {
    trail.close();
    guarded.remove();
  }
}

interface LabRun {
  readonly options: BacktestSandboxOptions;
  readonly locations: Locations;
  readonly trail?: Trail;
}

async function observed(order: ObserveOrder, { options, locations, trail }: LabRun): Promise<readonly Observation[]> {
  const { memory = DEFAULT_MEMORY, deadline = DEFAULT_DEADLINE, signal, progress } = options;
  const needs = { tapes: filesOf(order.markets), memory, ...(trail ? { trail } : {}) };
  const child = startBacktestProcess(locations.observe, locations, needs);
  child.stdin.end(JSON.stringify(order));
  const watch = new Watch(child, deadline, { ...needs, memory: memoryInAll(needs), ...(signal ? { signal } : {}) });
  try {
    const observations: Observation[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      watch.heard();
      const seen = observationOf(line, locations);
      if (typeof seen === 'number') progress?.(seen);
      else observations.push(seen);
      if (observations.length === order.requests.length) return observations;
    }
    throw await watch.failure();
  } finally {
    watch.stop();
    child.kill('SIGKILL');
  }
}

/** The content of a line; a number of bars if it only reports progress. */
function observationOf(line: string, { strategies }: Locations): Observation | number {
  const frame = frameOf(line);
  if (frame.type === 'progress') return frame.bars;
  if (frame.type === 'observed') return frame.observation as unknown as Observation;
  const place = sourceLine(frame.stack, strategies);
  throw new BacktestRefused(place === null ? frame.message : `${frame.message} (${place})`);
}

function frameOf(line: string): z.infer<typeof frameSchema> {
  try {
    return frameSchema.parse(JSON.parse(line));
  } catch {
    throw new BacktestFailed(`the sandbox wrote what is no frame: ${line.slice(0, 80)}`);
  }
}
