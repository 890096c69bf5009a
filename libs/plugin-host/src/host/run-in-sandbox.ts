import { createInterface } from 'node:readline';
import { MOST_LINES } from '@libs/backtest';
import type { Claim, KeptLines, PlannedStrategy } from '@libs/backtest';
import { z } from 'zod';
import { answerOf } from '../sandbox/answer-rows';
import type { BacktestOrder } from '../sandbox/backtest-frames';
import { filesOf } from '../sandbox/market-files';
import { BacktestFailed, BacktestRefused } from './backtest-failed';
import type { Trouble } from './backtest-failed';
import { Watch, frameOf, memoryInAll, startBacktestProcess } from './backtest-process';
import type { BacktestProcess } from './backtest-process';
import { logSchema, planSchema, text } from './frame-schema';
import { withoutGuard } from './guard-loops';
import { findLocations } from './locations';
import type { Locations } from './locations';
import { sourceLine } from './source-line';
import type { Trail } from './trail';

export interface BacktestSandboxOptions {
  /** Folder of built strategies; default the installation's. */
  readonly strategies?: string | undefined;
  /** Megabytes of heap; default 512. */
  readonly memory?: number | undefined;
  /** Milliseconds without progress after which it is stopped; default 10,000. */
  readonly deadline?: number | undefined;
  readonly progress?: ((bars: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RunOptions extends BacktestSandboxOptions {
  /** File in which a watched run records its position; the deadline then applies to each hook. */
  readonly trail?: Trail;
}

/** A strategy and its claim. */
export interface ClaimedStrategy extends PlannedStrategy {
  readonly claim: Claim;
  /** Market time of its fault; null without one, or if unknown. */
  readonly faultAt: number | null;
  /** True if it threw a non-Error value, so the location is still unknown. */
  readonly isBare: boolean;
  readonly log: KeptLines;
}

/** What strategies did in a sandbox. These are claims: verify them with your own run. */
export interface SandboxedRun {
  /** In the order of the request. */
  readonly strategies: readonly ClaimedStrategy[];
  readonly fillHash: string;
  readonly bars: number;
  /** Why it was played again, and took longer; absent if it was not. */
  readonly trouble?: Trouble;
  /** As reported: milliseconds without the start of its process, peak bytes. */
  readonly used: { readonly milliseconds: number; readonly memory: number };
}

export const DEFAULT_MEMORY = 512;
export const DEFAULT_DEADLINE = 10_000;

const command = z.looseObject({ kind: z.enum(['submit', 'bracket', 'amend', 'cancel', 'set-timer', 'cancel-timer']) });
const linesSchema = z.array(logSchema.extend({ at: z.number() })).max(MOST_LINES);
const faultSchema = z.object({ inputSeq: z.number().int(), hook: text(), message: text() });
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('planned'), strategies: z.array(z.object({ name: z.string(), version: z.string(), plan: planSchema })) }),
  z.object({ type: z.literal('progress'), bars: z.number() }),
  z.object({ type: z.literal('answers'), place: z.int().nonnegative(), symbol: z.string(), answers: z.array(z.unknown()) }),
  z.object({
    type: z.literal('log'),
    place: z.int().nonnegative(),
    log: z.object({ first: linesSchema, leftOut: z.int().nonnegative(), last: linesSchema }),
  }),
  z.object({
    type: z.literal('done'),
    fillHash: z.string(),
    bars: z.number(),
    milliseconds: z.number(),
    memory: z.number(),
    faults: z.array(z.object({ fault: faultSchema.nullable(), stack: z.string(), at: z.number().nullable() })),
  }),
  z.object({ type: z.literal('refused'), message: text() }),
]);

/**
 * V8 inlines a strategy's hooks and what is around them into the loop over the bars, so that it allocates no bars; by default it stops
 * half-way. Compiling takes longer then, which a trial of a search is too short for.
 */
const INLINING = ['--max-inlined-bytecode-size=800', '--max-inlined-bytecode-size-cumulative=3000'];

const NO_LOG: KeptLines = { first: [], leftOut: 0, last: [] };

/** Exactly one run; if the process dies, the trail of a watched run tells what it was doing. */
export async function runInSandbox(order: BacktestOrder, options: RunOptions = {}): Promise<SandboxedRun> {
  const locations = findLocations(options.strategies);
  const { memory = DEFAULT_MEMORY, deadline = DEFAULT_DEADLINE, trail, signal } = options;
  const needs = { tapes: filesOf(order.markets), memory, engine: INLINING, ...(trail ? { trail } : {}) };
  const child = startBacktestProcess(locations.backtest, locations, needs);
  child.stdin.end(JSON.stringify(order));
  const watch = new Watch(child, deadline, { ...needs, memory: memoryInAll(needs), ...(signal ? { signal } : {}) });
  try {
    return await listen(child, watch, { count: order.strategies.length, locations, progress: options.progress ?? ((): void => undefined) });
  } finally {
    watch.stop();
    child.kill('SIGKILL');
  }
}

type Answering = PlannedStrategy & { readonly answers: Claim['answers'][number][] };
type Frame = z.infer<typeof frameSchema>;

async function listen(
  child: BacktestProcess,
  watch: Watch,
  { count, locations, progress }: { readonly count: number; readonly locations: Locations; readonly progress: (bars: number) => void },
): Promise<SandboxedRun> {
  const logs = new Map<number, KeptLines>();
  let claimed: Answering[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    watch.heard();
    const frame = frameOf(line, (json) => frameSchema.parse(json));
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
      case 'log':
        logs.set(frame.place, frame.log);
        break;
      case 'refused':
        throw new BacktestRefused(frame.message);
      case 'done':
        if (claimed.length !== count || frame.faults.length !== count) throw new BacktestFailed('the sandbox ended before it began');
        return { ...ended(frame, claimed, { logs, locations }), used: { milliseconds: frame.milliseconds, memory: frame.memory } };
    }
  }
  throw await watch.failure();
}

function ended(
  { faults, fillHash, bars }: Extract<Frame, { readonly type: 'done' }>,
  claimed: readonly Answering[],
  { logs, locations }: { readonly logs: ReadonlyMap<number, KeptLines>; readonly locations: Locations },
): Omit<SandboxedRun, 'used'> {
  const strategies = claimed.map(({ answers, ...planned }, place) => {
    const { fault, stack, at } = faults[place]!;
    const claim = { answers, fault: fault && located(fault, stack, locations.strategies) };
    return { ...planned, claim, faultAt: at, isBare: fault !== null && stack === '', log: logs.get(place) ?? NO_LOG };
  });
  return { strategies, fillHash, bars };
}

function answerOrThrow(row: unknown, symbol: string): Claim['answers'][number] {
  const answer = answerOf(row, symbol, (value) => command.safeParse(value).success);
  if (answer === null) throw new BacktestFailed(`the sandbox wrote what is no answer: ${JSON.stringify(row).slice(0, 80)}`);
  return answer;
}

function located(fault: NonNullable<Claim['fault']>, stack: string, strategies: string): NonNullable<Claim['fault']> {
  const line = sourceLine(withoutGuard(stack), strategies);
  return line === null ? fault : { ...fault, message: `${fault.message} (${line})` };
}
