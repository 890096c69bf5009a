import { backoffDelay, type MonotonicClock, type ProcessMessage, type Timers } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';
import type { Child, ChildCommand, StartChild } from './child';

export type Detail = Readonly<Record<string, unknown>>;

export interface SupervisedOptions {
  /** As people read it: "trader of demo". */
  readonly label: string;
  /** Made anew for every start, because a key or an address may have changed. */
  readonly command: () => Promise<ChildCommand> | ChildCommand;
  readonly ports: SupervisorPorts;
}

export interface SupervisorPorts {
  readonly start: StartChild;
  readonly clock: MonotonicClock;
  readonly timers: Timers;
  readonly random: () => number;
  /** One line for people. */
  readonly say: (text: string, level: 'info' | 'warn') => void;
  readonly line: (label: string, line: string, stream: 'stdout' | 'stderr') => void;
  /** Called whenever the set of running processes changed. */
  readonly changed: () => void;
}

const BACKOFF = { step: 400, cap: 30_000 };
/** A component that served this long has earned a quick restart. */
const HEALTHY_AFTER = 15_000;
const READY_WITHIN = 60_000;
const STOP_WITHIN = 5_000;

const BAD_INPUT = 2;

/** Keeps one component running: restarted with growing delays when it ends by itself, until it is stopped. */
export class Supervised {
  private child: Child | undefined;
  private state: 'idle' | 'starting' | 'serving' | 'waiting' | 'stopping' | 'stopped' = 'idle';
  private failures = 0;
  private since = 0;
  private refusal: string | undefined;
  private pending: { cancel(): void } | undefined;
  private detail: Detail | undefined;
  private readonly waiting = new Set<{ ready(detail: Detail): void; refused(message: string): void }>();
  private readonly ended = new Set<() => void>();

  constructor(private readonly options: SupervisedOptions) {}

  get label(): string {
    return this.options.label;
  }

  get identity(): Child['identity'] {
    return this.child?.identity;
  }

  get isServing(): boolean {
    return this.state === 'serving';
  }

  start(): void {
    if (this.state === 'idle') void this.launch();
  }

  /** Resolves when it serves; rejects when it refuses what it was given. */
  ready(): Promise<Detail> {
    if (this.state === 'serving') return Promise.resolve(this.detail ?? {});
    return new Promise((resolve, reject) => {
      this.waiting.add({ ready: resolve, refused: (message) => reject(new CommandError(EXIT.badInput, message)) });
    });
  }

  /** Asks it to stop and makes sure that it does. */
  async stop(): Promise<void> {
    this.pending?.cancel();
    this.refuseWaiting('it was stopped');
    if (!this.child) {
      this.state = 'stopped';
      return;
    }
    this.state = 'stopping';
    const ended = new Promise<void>((resolve) => void this.ended.add(resolve));
    this.child.signal('SIGTERM');
    this.pending = this.options.ports.timers.after(STOP_WITHIN, () => this.kill());
    await ended;
    this.pending.cancel();
  }

  kill(): void {
    this.child?.signal('SIGKILL');
  }

  private async launch(): Promise<void> {
    const { ports, command, label } = this.options;
    this.state = 'starting';
    this.since = ports.clock.now();
    this.refusal = undefined;
    try {
      const made = await command();
      if (this.isStopping()) return;
      this.child = ports.start(made, {
        message: (message) => this.hear(message),
        line: (line, stream) => ports.line(label, line, stream),
        exit: (code, signal) => this.afterExit(code, signal),
      });
    } catch (error) {
      if (!this.isStopping()) this.restartLater(error instanceof Error ? error.message : String(error));
      return;
    }
    ports.changed();
    this.pending = ports.timers.after(READY_WITHIN, () => {
      ports.say(`${label} is not ready after ${READY_WITHIN / 1_000} s; starting it anew`, 'warn');
      this.kill();
    });
  }

  private hear(message: ProcessMessage): void {
    if (message.type === 'refused') {
      this.refusal = message.message;
      return;
    }
    if (this.state !== 'starting') return;
    const { ports, label } = this.options;
    this.pending?.cancel();
    this.state = 'serving';
    this.detail = message.detail ?? {};
    if (this.failures > 0) ports.say(`${label} is back after ${seconds(ports.clock.now() - this.since)}`, 'info');
    this.since = ports.clock.now();
    for (const waiter of this.waiting) waiter.ready(this.detail);
    this.waiting.clear();
  }

  private afterExit(code: number | null, signal: NodeJS.Signals | null): void {
    const { ports, label } = this.options;
    const served = this.state === 'serving' ? ports.clock.now() - this.since : 0;
    const stopping = this.isStopping();
    this.child = undefined;
    this.pending?.cancel();
    ports.changed();
    if (stopping) {
      this.state = 'stopped';
      for (const end of this.ended) end();
      return;
    }
    if (served >= HEALTHY_AFTER) this.failures = 0;
    if (code === BAD_INPUT && this.refusal !== undefined) {
      this.state = 'stopped';
      ports.say(`${label} will not start: ${this.refusal}`, 'warn');
      this.refuseWaiting(this.refusal);
      return;
    }
    this.restartLater(signal ? `ended by ${signal}` : `ended with code ${code ?? 'unknown'}`);
  }

  private restartLater(why: string): void {
    const { ports, label } = this.options;
    this.failures += 1;
    this.state = 'waiting';
    const delay = backoffDelay(this.failures, { ...BACKOFF, random: ports.random });
    ports.say(`${label} ${why}; start ${this.failures + 1} in ${seconds(delay)}`, 'warn');
    this.pending = ports.timers.after(delay, () => void this.launch());
  }

  private refuseWaiting(message: string): void {
    for (const waiter of this.waiting) waiter.refused(message);
    this.waiting.clear();
  }

  private isStopping(): boolean {
    return this.state === 'stopping' || this.state === 'stopped';
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
