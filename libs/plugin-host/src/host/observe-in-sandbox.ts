import { createInterface } from 'node:readline';
import type { Laboratory, Observation } from '@libs/backtest';
import { z } from 'zod';
import { filesOf } from '../sandbox/market-files';
import type { ObserveOrder, SubjectOrder } from '../sandbox/observe-frames';
import { Watch, startBacktestProcess } from './backtest-process';
import { BacktestFailed, BacktestRefused } from './backtest-failed';
import { DEFAULT_DEADLINE, DEFAULT_MEMORY } from './run-in-sandbox';
import type { BacktestSandboxOptions } from './run-in-sandbox';
import { planSchema } from './frame-schema';
import { findLocations } from './locations';
import type { Locations } from './locations';
import { sourceLine } from './source-line';

const traced = z.array(z.object({ what: z.string(), stack: z.string() }));
const observation = z.object({
  ...{ plan: planSchema, from: z.number(), to: z.number(), states: z.record(z.string(), z.string()), lastState: z.string() },
  moments: z.array(
    z.object({
      ...{ at: z.number(), event: z.string(), hook: z.string(), subject: z.string(), said: z.string(), stateHash: z.string() },
      commands: z.array(z.looseObject({ kind: z.string() })),
    }),
  ),
  rewrites: z.array(
    z.object({
      ...{ path: z.string(), index: z.number(), at: z.number(), before: z.string(), after: z.string(), times: z.number() },
    }),
  ),
  fault: z.object({ hook: z.string(), message: z.string(), at: z.number(), stack: z.string() }).nullable(),
  trace: z.object({ calls: traced, writes: traced, shared: traced }).nullable(),
});
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress') }),
  z.object({ type: z.literal('observed'), observation }),
  z.object({ type: z.literal('refused'), message: z.string(), stack: z.string() }),
]);

/** A laboratory whose every series of runs has a process of its own, which reads its tapes and nothing else. */
export function sandboxLaboratory(order: SubjectOrder, options: Omit<BacktestSandboxOptions, 'progress'> = {}): Laboratory {
  const locations = findLocations(options.strategies);
  return async (requests) => {
    const child = startBacktestProcess(locations.observe, locations, {
      tapes: filesOf(order.markets),
      memory: options.memory ?? DEFAULT_MEMORY,
    });
    child.stdin.end(JSON.stringify({ ...order, requests } satisfies ObserveOrder));
    const watch = new Watch(child, options.deadline ?? DEFAULT_DEADLINE, options.signal ? { signal: options.signal } : {});
    try {
      const observations: Observation[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        watch.heard();
        const seen = observationOf(line, locations);
        if (seen) observations.push(seen);
        if (observations.length === requests.length) return observations;
      }
      throw await watch.failure();
    } finally {
      watch.stop();
      child.kill('SIGKILL');
    }
  };
}

/** What a line says, null when only that it goes on. */
function observationOf(line: string, { strategies }: Locations): Observation | null {
  const frame = frameOf(line);
  if (frame.type === 'progress') return null;
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
