import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { HostFrame, SandboxFrame } from '@libs/sdk';
import { sandboxFrameSchema } from './frame-schema';
import { lastWords } from './last-words';
import type { Locations } from './locations';
import { processUsage } from './process-usage';
import type { ProcessUsage } from './process-usage';

/** Longest line that is read from a sandbox, in characters. */
const MAX_LINE = 1024 * 1024;
const START_DEADLINE = 20_000;
const STOP_DEADLINE = 1_000;
const KEPT_COMPLAINT = 4_096;
const WATCH_INTERVAL = 50;
/** Megabytes that the process needs itself, and that typed arrays may use. */
const MEMORY_BESIDE_HEAP = 192;
/** Multiple of the deadline allowed to a turn whose process hardly gets to run. */
const STARVED_FACTOR = 10;

/** Something that the sandbox must answer before a deadline; turns are answered in the order of sending. */
export interface Turn {
  /** Milliseconds from when it becomes the oldest unanswered one. */
  readonly deadline: number;
  readonly deploymentId: string | null;
  readonly inputSeq: number | null;
  /** For people: `onBar`, `load`, `snapshot`. */
  readonly hook: string;
}

/** Why a sandbox process ended; `turn` is what it was doing. */
export interface ProcessEnd {
  readonly message: string;
  readonly turn: Turn | null;
  /** Guilty if the turn itself overran or gave an invalid answer; a process may also die without any fault of the turn. */
  readonly verdict: 'guilty' | 'unclear';
}

export interface ProcessHandlers {
  readonly onFrame: (frame: SandboxFrame) => void;
  /** Called once, unless `stop` was called. No frame comes after it. */
  readonly onEnd: (end: ProcessEnd) => void;
}

export interface ProcessLimits {
  /** Megabytes of heap. */
  readonly memory: number;
}

/** Manages one sandbox process: starts it, validates each line it writes, and kills it if a turn takes too long. */
export class SandboxProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly turns: Turn[] = [{ deadline: START_DEADLINE, deploymentId: null, inputSeq: null, hook: 'start' }];
  private turnBegan = performance.now();
  private timer: NodeJS.Timeout | null = null;
  private rest = '';
  private complaint = '';
  private over = false;
  /** The newest that was answered. */
  private answered: Turn | null = null;
  private sampled: { readonly turn: Turn; readonly processor: number } | null = null;

  constructor(
    locations: Locations,
    private readonly limits: ProcessLimits,
    private readonly handlers: ProcessHandlers,
  ) {
    this.child = spawn(process.execPath, sandboxArguments(locations, limits), {
      env: {},
      cwd: locations.strategies,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.complaint = (this.complaint + chunk).slice(-KEPT_COMPLAINT)));
    this.child.stdin.on('error', () => undefined); // its end is told by 'close'
    this.child.on('error', (error) => this.end(`the sandbox could not be started: ${error.message}`));
    this.child.on('close', (code, signal) => this.end(`the sandbox ended with ${signal ?? `code ${code}`}${lastWords(this.complaint)}`));
    this.watch();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** `turn` is null for a frame without an answer. */
  send(frame: HostFrame, turn: Turn | null): void {
    if (this.over) return;
    if (turn !== null) {
      if (this.turns.length === 0) this.turnBegan = performance.now();
      this.turns.push(turn);
      this.watch();
    }
    this.child.stdin.write(`${JSON.stringify(frame)}\n`);
  }

  /** Lets it finish its pending turns, then ensures that it has ended. */
  async stop(): Promise<void> {
    this.over = true;
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) return;
    const gone = new Promise<void>((resolve) => this.child.once('close', () => resolve()));
    const killer = setTimeout(() => this.child.kill('SIGKILL'), STOP_DEADLINE);
    this.child.stdin.end();
    await gone;
    clearTimeout(killer);
  }

  private read(chunk: string): void {
    this.rest += chunk;
    let start = 0;
    for (let end = this.rest.indexOf('\n'); end >= 0 && !this.over; end = this.rest.indexOf('\n', start)) {
      this.take(this.rest.slice(start, end));
      start = end + 1;
    }
    this.rest = this.rest.slice(start);
    if (this.rest.length > MAX_LINE) this.kill(`the sandbox wrote a line over ${MAX_LINE} characters`);
  }

  private take(line: string): void {
    const frame = line.length <= MAX_LINE ? parse(line) : { problem: `a line over ${MAX_LINE} characters` };
    if ('problem' in frame) return this.kill(`the sandbox wrote what is not an answer: ${frame.problem}`);
    const [turn] = this.turns;
    if (turn === undefined || !answers(frame, turn))
      return this.kill(`the sandbox wrote ${frame.type} when ${turn?.hook ?? 'nothing'} was to be answered`);
    if (frame.type !== 'state' && !isFaultOfSaving(frame, turn)) {
      this.answered = this.turns.shift() ?? null;
      this.turnBegan = performance.now();
    }
    this.handlers.onFrame(frame);
  }

  /** Checks the process periodically while a turn is pending; almost every turn is answered long before. */
  private watch(): void {
    const [turn] = this.turns;
    if (this.timer !== null || turn === undefined || this.over) return;
    const left = this.turnBegan + turn.deadline - performance.now();
    this.timer = setTimeout(
      () => {
        this.timer = null;
        // An answer may be unread in the pipe because this process was busy; read it before judging.
        setImmediate(() => setImmediate(() => this.judge()));
      },
      left > 0 ? Math.min(left, WATCH_INTERVAL) : WATCH_INTERVAL,
    );
    this.timer.unref();
  }

  private judge(): void {
    if (this.over) return;
    const [turn] = this.turns;
    const usage = processUsage(this.child.pid);
    const limit = this.limits.memory + MEMORY_BESIDE_HEAP;
    // Typed arrays are outside the heap that V8 limits.
    if (usage !== null && usage.memory > limit) return this.overweight(turn, limit);
    if (turn === undefined) return;
    if (this.overran(turn, usage)) return this.kill(`${turn.hook} took longer than ${turn.deadline} ms and was stopped`);
    this.watch();
  }

  /** Without a pending turn, any earlier one may have allocated it. */
  private overweight(turn: Turn | undefined, limit: number): void {
    const last = turn ?? this.answered;
    this.child.kill('SIGKILL');
    this.end(`${last?.hook ?? 'the sandbox'} took more than ${limit} MB of memory and was stopped`, turn ? 'guilty' : 'unclear', last);
  }

  /** On a machine too busy to run the process a turn gets more time; a process that has been running gets none. */
  private overran(turn: Turn, usage: ProcessUsage | null): boolean {
    const took = performance.now() - this.turnBegan;
    if (usage === null) return took >= turn.deadline;
    if (this.sampled?.turn !== turn) this.sampled = { turn, processor: usage.processor };
    const ran = usage.processor - this.sampled.processor;
    return took >= turn.deadline * STARVED_FACTOR || (took >= turn.deadline && ran >= turn.deadline / 2);
  }

  private kill(message: string): void {
    this.child.kill('SIGKILL');
    this.end(message, 'guilty');
  }

  private end(message: string, verdict: ProcessEnd['verdict'] = 'unclear', turn = this.turns[0] ?? null): void {
    if (this.over) return;
    this.over = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.handlers.onEnd({ message, turn, verdict });
  }
}

function sandboxArguments({ sandbox, libraries, packageFile, strategies }: Locations, { memory }: ProcessLimits): string[] {
  return [
    '--permission',
    ...[...libraries, packageFile, strategies].map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${memory}`,
    '--max-semi-space-size=1',
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--no-warnings',
    sandbox,
    strategies,
  ];
}

function parse(line: string): SandboxFrame | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: `not JSON: ${line.slice(0, 80)}` };
  }
  const checked = sandboxFrameSchema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}` };
}

function answers(frame: SandboxFrame, turn: Turn): boolean {
  switch (frame.type) {
    case 'ready':
      return turn.hook === 'start';
    case 'described':
    case 'undescribed':
      return turn.hook === 'describe';
    case 'state':
    case 'snapshot':
      return turn.hook === 'snapshot';
    case 'loaded':
      return turn.hook === 'load' && frame.deploymentId === turn.deploymentId;
    case 'answer':
      return frame.answer.deploymentId === turn.deploymentId && frame.answer.upTo === turn.inputSeq;
    case 'fault':
      return isFaultOfSaving(frame, turn) || (frame.deploymentId === turn.deploymentId && frame.inputSeq === turn.inputSeq);
  }
}

/** A snapshot asks for many states; one that fails does not stop the others. */
function isFaultOfSaving(frame: SandboxFrame, { hook }: Turn): boolean {
  return frame.type === 'fault' && hook === 'snapshot' && frame.hook === 'onSave' && frame.inputSeq === null;
}
