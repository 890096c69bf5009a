import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Claim } from '@libs/backtest';
import type { StrategyPlan } from '@libs/sdk';
import { z } from 'zod';
import type { BacktestOrder } from '../sandbox/backtest-frames';
import { planSchema } from './frame-schema';
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

/** What a strategy did in a sandbox. A claim: hold it against a run of your own before you believe it. */
export interface SandboxedRun {
  readonly name: string;
  readonly version: string;
  readonly plan: StrategyPlan;
  readonly claim: Claim;
  readonly fillHash: string;
  readonly bars: number;
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

const DEFAULT_MEMORY = 512;
const DEFAULT_DEADLINE = 10_000;
const KEPT_COMPLAINT = 4_096;

const command = z.looseObject({ kind: z.enum(['submit', 'cancel', 'set-timer', 'cancel-timer']) });
const frameSchema = z.discriminatedUnion('type', [
  z.object({
    ...{ type: z.literal('planned'), name: z.string(), version: z.string() },
    plan: planSchema,
  }),
  z.object({ type: z.literal('progress'), bars: z.number() }),
  z.object({ type: z.literal('answers'), answers: z.array(z.tuple([z.number().int(), z.array(command)])) }),
  z.object({
    ...{ type: z.literal('done'), stack: z.string(), fillHash: z.string(), bars: z.number() },
    fault: z.object({ inputSeq: z.number().int(), hook: z.string(), message: z.string() }).nullable(),
  }),
  z.object({ type: z.literal('refused'), message: z.string() }),
]);

/** Runs one backtest in a process of its own that reads its tapes and nothing else. */
export async function backtestInSandbox(order: BacktestOrder, options: BacktestSandboxOptions = {}): Promise<SandboxedRun> {
  const locations = findLocations(options.strategies);
  const child = start(locations, order, options.memory ?? DEFAULT_MEMORY);
  const watch = new Watch(child, options.deadline ?? DEFAULT_DEADLINE, options.signal);
  try {
    return await listen(child, watch, { locations, progress: options.progress ?? ((): void => undefined) });
  } finally {
    watch.stop();
    child.kill('SIGKILL');
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

function start({ backtest, backtestLibraries, packageFile, strategies }: Locations, order: BacktestOrder, memory: number): Child {
  const readable = [...backtestLibraries, packageFile, strategies, ...order.markets.map(({ tape }) => tape)];
  const child = spawn(
    process.execPath,
    [
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      `--max-old-space-size=${memory}`,
      ...['--disallow-code-generation-from-strings', '--disable-proto=delete', '--no-warnings'],
      ...[backtest, strategies],
    ],
    { env: {}, cwd: strategies, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  child.stdin.on('error', () => undefined); // its end is told by 'close'
  child.stdin.end(JSON.stringify(order));
  return child;
}

async function listen(
  child: Child,
  watch: Watch,
  { locations, progress }: { readonly locations: Locations; readonly progress: (bars: number) => void },
): Promise<SandboxedRun> {
  let planned: Pick<SandboxedRun, 'name' | 'version' | 'plan'> | null = null;
  const answers: Claim['answers'][number][] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    watch.heard();
    const frame = frameOf(line);
    switch (frame.type) {
      case 'planned':
        planned = { name: frame.name, version: frame.version, plan: frame.plan };
        break;
      case 'progress':
        progress(frame.bars);
        break;
      case 'answers':
        answers.push(...(frame.answers as unknown as Claim['answers']));
        break;
      case 'refused':
        throw new BacktestRefused(frame.message);
      case 'done': {
        if (!planned) throw new BacktestFailed('the sandbox ended before it began');
        const { fault, stack, fillHash, bars } = frame;
        return { ...planned, claim: { answers, fault: fault && located(fault, stack, locations.strategies) }, fillHash, bars };
      }
    }
  }
  throw new BacktestFailed(await watch.end());
}

function frameOf(line: string): z.infer<typeof frameSchema> {
  try {
    return frameSchema.parse(JSON.parse(line));
  } catch {
    throw new BacktestFailed(`the sandbox wrote what is no frame: ${line.slice(0, 80)}`);
  }
}

function located(fault: NonNullable<Claim['fault']>, stack: string, strategies: string): NonNullable<Claim['fault']> {
  const line = sourceLine(stack, strategies);
  return line === null ? fault : { ...fault, message: `${fault.message} (${line})` };
}

/** Stops a process that shows no progress, and knows why it is gone. */
class Watch {
  private complaint = '';
  private why = '';
  private timer: NodeJS.Timeout;
  private readonly closed: Promise<string>;

  constructor(
    private readonly child: Child,
    private readonly deadline: number,
    signal?: AbortSignal,
  ) {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.complaint = (this.complaint + chunk).slice(-KEPT_COMPLAINT)));
    this.closed = new Promise((resolve) => {
      child.on('error', (error) => resolve(`the sandbox could not be started: ${error.message}`));
      child.on('close', (code, ended) => resolve(`the sandbox ended with ${ended ?? `code ${code}`}${this.lastWords()}`));
    });
    signal?.addEventListener('abort', () => this.kill('it was cancelled'), { once: true });
    this.timer = this.expect();
  }

  heard(): void {
    clearTimeout(this.timer);
    this.timer = this.expect();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  async end(): Promise<string> {
    const ended = await this.closed;
    return this.why || ended;
  }

  private expect(): NodeJS.Timeout {
    return setTimeout(() => this.kill(`a hook of the strategy ran for more than ${this.deadline} ms and was stopped`), this.deadline);
  }

  private kill(why: string): void {
    this.why ||= why;
    this.child.kill('SIGKILL');
  }

  private lastWords(): string {
    if (/heap out of memory|Allocation failed/i.test(this.complaint)) return ': it ran out of memory';
    const line = this.complaint.split('\n').find((text) => text.trim() !== '');
    return line === undefined ? '' : `: ${line.trim()}`;
  }
}
