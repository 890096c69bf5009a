import { createInterface } from 'node:readline';
import type { Claim, PlannedStrategy } from '@libs/backtest';
import { z } from 'zod';
import { answerOf } from '../sandbox/answer-rows';
import type { BacktestOrder } from '../sandbox/backtest-frames';
import { filesOf } from '../sandbox/market-files';
import { Watch, startBacktestProcess } from './backtest-process';
import type { BacktestProcess } from './backtest-process';
import { planSchema } from './frame-schema';
import { GUARD_FILE } from './guard-loops';
import { guardedStrategies } from './guarded-strategy';
import { findLocations } from './locations';
import type { Locations } from './locations';
import { sourceLine } from './source-line';

export interface BacktestSandboxOptions {
  /** Folder of built strategies; default the installation's. */
  readonly strategies?: string;
  /** Megabytes of heap; default 512. */
  readonly memory?: number;
  /** Milliseconds without a sign of progress after which it is stopped; default 10,000. */
  readonly deadline?: number;
  readonly progress?: (bars: number) => void;
  readonly signal?: AbortSignal;
}

/** A strategy and what it is said to have done. */
export interface ClaimedStrategy extends PlannedStrategy {
  readonly claim: Claim;
}

/** What strategies did in a sandbox. Claims: hold them against a run of your own before you believe them. */
export interface SandboxedRun {
  /** In the order of the order. */
  readonly strategies: readonly ClaimedStrategy[];
  readonly fillHash: string;
  readonly bars: number;
  /** What it says that it took: milliseconds without the start of its process, most bytes at a time. */
  readonly used: { readonly milliseconds: number; readonly memory: number };
}

/** The sandbox did not come to an end, or the strategy was refused; the message is for people. */
export class BacktestFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestFailed';
  }
}

/** It could not begin: parameters, or data that does not fit the strategy. */
export class BacktestRefused extends BacktestFailed {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestRefused';
  }
}

export const DEFAULT_MEMORY = 512;
export const DEFAULT_DEADLINE = 10_000;

const command = z.looseObject({ kind: z.enum(['submit', 'bracket', 'amend', 'cancel', 'set-timer', 'cancel-timer']) });
const faultSchema = z.object({ inputSeq: z.number().int(), hook: z.string(), message: z.string() });
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('planned'), strategies: z.array(z.object({ name: z.string(), version: z.string(), plan: planSchema })) }),
  z.object({ type: z.literal('progress'), bars: z.number() }),
  z.object({ type: z.literal('answers'), place: z.int().nonnegative(), symbol: z.string(), answers: z.array(z.unknown()) }),
  z.object({
    ...{ type: z.literal('done'), fillHash: z.string(), bars: z.number(), milliseconds: z.number(), memory: z.number() },
    faults: z.array(z.object({ fault: faultSchema.nullable(), stack: z.string() })),
  }),
  z.object({ type: z.literal('refused'), message: z.string() }),
]);

/** It showed no progress. */
class Overrun extends BacktestFailed {}

/**
 * Runs one backtest in a process of its own that reads its tapes and nothing else; several strategies are in it together, as those of one
 * account of a trader, behind the same walls. Where a hook does not come to an end, another run finds the
 * loop, and that is the fault of the run then.
 */
export async function backtestInSandbox(order: BacktestOrder, options: BacktestSandboxOptions = {}): Promise<SandboxedRun> {
  try {
    return await runInSandbox(order, options);
  } catch (error) {
    const found = error instanceof Overrun ? await endlessLoop(order, options) : null;
    if (found) return found;
    throw error;
  }
}

/** The same run with its loops counted; null when none of them is it. */
async function endlessLoop(order: BacktestOrder, options: BacktestSandboxOptions): Promise<SandboxedRun | null> {
  const names = new Set(order.strategies.map(({ strategy }) => strategy));
  const guarded = guardedStrategies([...names], findLocations(options.strategies));
  try {
    const run = await runInSandbox(
      { ...order, guards: guarded.guards },
      { ...options, strategies: guarded.strategies, deadline: Math.max(DEFAULT_DEADLINE, options.deadline ?? 0) },
    );
    return run.strategies.every(({ claim }) => claim.fault === null) ? null : run;
  } catch (error) {
    if (error instanceof BacktestFailed) return null;
    throw error;
  } finally {
    guarded.remove();
  }
}

async function runInSandbox(order: BacktestOrder, options: BacktestSandboxOptions = {}): Promise<SandboxedRun> {
  const locations = findLocations(options.strategies);
  const tapes = filesOf(order.markets);
  const child = startBacktestProcess(locations.backtest, locations, { tapes, memory: options.memory ?? DEFAULT_MEMORY });
  child.stdin.end(JSON.stringify(order));
  const watch = new Watch(child, options.deadline ?? DEFAULT_DEADLINE, options.signal);
  try {
    return await listen(child, watch, { count: order.strategies.length, locations, progress: options.progress ?? ((): void => undefined) });
  } finally {
    watch.stop();
    child.kill('SIGKILL');
  }
}

async function listen(
  child: BacktestProcess,
  watch: Watch,
  { count, locations, progress }: { readonly count: number; readonly locations: Locations; readonly progress: (bars: number) => void },
): Promise<SandboxedRun> {
  let claimed: (PlannedStrategy & { readonly answers: Claim['answers'][number][] })[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    watch.heard();
    const frame = frameOf(line);
    switch (frame.type) {
      case 'planned':
        claimed = frame.strategies.map((planned) => ({ ...planned, answers: [] }));
        break;
      case 'progress':
        progress(frame.bars);
        break;
      case 'answers':
        for (const row of frame.answers) claimed[frame.place]?.answers.push(answerOrThrow(row, frame.symbol));
        break;
      case 'refused':
        throw new BacktestRefused(frame.message);
      case 'done': {
        const { faults, fillHash, bars, milliseconds, memory } = frame;
        if (claimed.length !== count || faults.length !== count) throw new BacktestFailed('the sandbox ended before it began');
        const strategies = claimed.map(({ answers, ...planned }, place) => {
          const { fault, stack } = faults[place]!;
          return { ...planned, claim: { answers, fault: fault && located(fault, stack, locations.strategies) } };
        });
        return { strategies, fillHash, bars, used: { milliseconds, memory } };
      }
    }
  }
  const why = await watch.end();
  throw watch.isOverrun ? new Overrun(why) : new BacktestFailed(why);
}

function frameOf(line: string): z.infer<typeof frameSchema> {
  try {
    return frameSchema.parse(JSON.parse(line));
  } catch {
    throw new BacktestFailed(`the sandbox wrote what is no frame: ${line.slice(0, 80)}`);
  }
}

function answerOrThrow(row: unknown, symbol: string): Claim['answers'][number] {
  const answer = answerOf(row, symbol, (value) => command.safeParse(value).success);
  if (answer === null) throw new BacktestFailed(`the sandbox wrote what is no answer: ${JSON.stringify(row).slice(0, 80)}`);
  return answer;
}

function located(fault: NonNullable<Claim['fault']>, stack: string, strategies: string): NonNullable<Claim['fault']> {
  const own = stack.split('\n').filter((frame) => !frame.includes(GUARD_FILE));
  const line = sourceLine(own.join('\n'), strategies);
  return line === null ? fault : { ...fault, message: `${fault.message} (${line})` };
}
