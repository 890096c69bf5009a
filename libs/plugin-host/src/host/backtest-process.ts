import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { BacktestFailed, SandboxDied } from './backtest-failed';
import type { Trouble } from './backtest-failed';
import type { Locations } from './locations';
import { isOutOfMemory, lastWords } from './last-words';
import { processUsage } from './process-usage';
import type { Trail } from './trail';

export type BacktestProcess = ChildProcessByStdio<Writable, Readable, Readable>;

const KEPT_COMPLAINT = 4_096;
/** Multiple of the deadline allowed to a process that hardly gets to run. */
const STARVED_FACTOR = 10;
const WEIGHED_EVERY = 50;
/** Megabytes that a strategy may use outside V8's heap, in typed arrays. */
export const MEMORY_BESIDE_HEAP = 256;
/** Of a process without a strategy. */
const OWN_MEMORY = 128;
/** Bars and events are held as stored, and in columns. */
const TAPES_HELD = 4;

export interface ProcessNeeds {
  readonly tapes: readonly string[];
  /** Megabytes of heap. */
  readonly memory: number;
  /** More options for V8. */
  readonly engine?: readonly string[];
  /** Of a watched run. */
  readonly trail?: Trail;
}

/** A process that can read our own code, the strategies and its tapes, and nothing else. */
export function startBacktestProcess(
  entry: string,
  { backtestLibraries, packageFile, strategies }: Locations,
  { tapes, memory, engine = [], trail }: ProcessNeeds,
): BacktestProcess {
  const readable = [...backtestLibraries, packageFile, strategies, ...tapes];
  const child = spawn(
    process.execPath,
    [
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      `--max-old-space-size=${memory}`,
      ...engine,
      ...['--disallow-code-generation-from-strings', '--disable-proto=delete', '--no-warnings'],
      ...[entry, strategies],
    ],
    { env: {}, cwd: strategies, stdio: ['pipe', 'pipe', 'pipe', ...(trail === undefined ? [] : [trail.file])] },
  ) as BacktestProcess;
  child.stdin.on('error', () => undefined); // its end is told by 'close'
  return child;
}

/** Total megabytes that such a process may use. */
export function memoryInAll({ tapes, memory }: Pick<ProcessNeeds, 'tapes' | 'memory'>): number {
  const stored = tapes.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  return memory + MEMORY_BESIDE_HEAP + OWN_MEMORY + Math.ceil((TAPES_HELD * stored) / 1_048_576);
}

/** The frame in a line of its output; `parse` throws for what is none. */
export function frameOf<Frame>(line: string, parse: (json: unknown) => Frame): Frame {
  try {
    return parse(JSON.parse(line));
  } catch {
    throw new BacktestFailed(`the sandbox wrote what is no frame: ${line.slice(0, 80)}`);
  }
}

interface Watched {
  /** As `memoryInAll`. */
  readonly memory: number;
  readonly signal?: AbortSignal;
  readonly trail?: Trail;
}

/** Stops a process that makes no progress or uses too much memory, and knows why it ended. */
export class Watch {
  private complaint = '';
  private why = '';
  private trouble: Exclude<Trouble, 'bare-throw'> | null = null;
  /** Null while nothing is awaited. */
  private timer: NodeJS.Timeout | null = null;
  private used = 0;
  private waited = 0;
  private readonly closed: Promise<string>;

  constructor(
    private readonly child: BacktestProcess,
    private readonly deadline: number,
    private readonly more: Watched,
  ) {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.complaint = (this.complaint + chunk).slice(-KEPT_COMPLAINT)));
    this.closed = new Promise((resolve) => {
      child.on('error', (error) => resolve(`the sandbox could not be started: ${error.message}`));
      child.on('close', (code, ended) => {
        // Nothing in our own code ends it by a signal.
        if (ended !== null && this.why === '') this.trouble ??= isOutOfMemory(this.complaint) ? 'memory' : 'crash';
        resolve(`the sandbox ended with ${ended ?? `code ${code}`}${lastWords(this.complaint)}`);
      });
    });
    const scales = setInterval(() => this.weigh(), WEIGHED_EVERY).unref();
    void this.closed.then(() => clearInterval(scales));
    more.signal?.addEventListener('abort', () => this.kill('it was cancelled'), { once: true });
    if (more.signal?.aborted) this.kill('it was cancelled');
    this.used = this.processor();
    this.timer = this.expect();
  }

  heard(): void {
    this.stop();
    this.waited = 0;
    this.used = this.processor();
    this.timer = this.expect();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Why it ended, once it has. */
  async failure(): Promise<BacktestFailed> {
    const ended = await this.closed;
    return this.trouble ? new SandboxDied(this.why || ended, this.trouble) : new BacktestFailed(this.why || ended);
  }

  private expect(): NodeJS.Timeout {
    // It must make progress from now on.
    this.more.trail?.hasMoved();
    return setTimeout(() => this.listen(), this.deadline);
  }

  /** If this process was busy, timers run before the other process's output is read. */
  private listen(): void {
    const { timer } = this;
    setImmediate(() => {
      if (timer === this.timer) this.overdue();
    });
  }

  /** A machine too busy to run it is not its fault. */
  private overdue(): void {
    if (this.more.trail?.hasMoved()) return this.heard();
    this.waited += 1;
    const isStarved = this.processor() - this.used < this.deadline / 2;
    if (isStarved && this.waited < STARVED_FACTOR) this.timer = this.expect();
    else this.stopOverrun();
  }

  private stopOverrun(): void {
    this.trouble ??= 'overrun';
    this.kill(`a hook of the strategy ran for more than ${this.deadline} ms and was stopped`);
  }

  /** Typed arrays are outside the heap that V8 limits. */
  private weigh(): void {
    const { memory } = this.more;
    if (this.timer === null || (processUsage(this.child.pid)?.memory ?? 0) <= memory) return;
    this.trouble ??= 'memory';
    this.kill(`the sandbox took more than ${memory} MB of memory and was stopped`);
  }

  /** Milliseconds; if the system does not say, as if it had run all the time. */
  private processor(): number {
    return processUsage(this.child.pid)?.processor ?? performance.now();
  }

  private kill(why: string): void {
    this.why ||= why;
    this.child.kill('SIGKILL');
  }
}
