import type { DueTimer, Input, InputBody, StepResult } from '@libs/engine';

/** The part of a trading core that the loop drives. */
export interface Stepper {
  step(input: Input): StepResult;
  nextTimer(): DueTimer | null;
}

/** An input with what it led to and the wall time at which it arrived, epoch milliseconds. */
export interface Step {
  readonly input: Input;
  readonly result: StepResult;
  readonly wall: number;
}

export interface CoreLoopOptions {
  readonly core: Stepper;
  /** The last number given out and the last market time seen; both only rise. */
  readonly inputSeq: number;
  readonly marketTime: number;
  readonly wallClock: () => number;
  /** Called once for every step, in order, before the next input is taken. */
  readonly onStep: (step: Step) => void;
}

/**
 * The only caller of `step`: numbers inputs and takes them one at a time. An input that arrives while one is being taken
 * (an effect may answer at once) waits its turn.
 */
export class CoreLoop {
  private readonly waiting: { readonly body: InputBody | null; readonly at: number }[] = [];
  private stepping = false;
  private lastSeq: number;
  private lastTime: number;

  constructor(private readonly options: CoreLoopOptions) {
    this.lastSeq = options.inputSeq;
    this.lastTime = options.marketTime;
  }

  get inputSeq(): number {
    return this.lastSeq;
  }

  /** Newest market time, epoch milliseconds. */
  get marketTime(): number {
    return this.lastTime;
  }

  /** Takes an input stamped with market time `at`; an older stamp counts as now, because a core's time never falls. */
  feed(body: InputBody, at: number = this.lastTime): void {
    this.waiting.push({ body, at });
    this.drain();
  }

  /** Market time has reached `at` although nothing came of it: timers that are due by then are fed. */
  pass(at: number): void {
    this.waiting.push({ body: null, at });
    this.drain();
  }

  private drain(): void {
    if (this.stepping) return;
    this.stepping = true;
    try {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
        this.ring(Math.max(next.at, this.lastTime));
        if (next.body) this.take(next.body, next.at);
      }
    } finally {
      this.stepping = false;
    }
  }

  /** Timers come before whatever has reached their time, stamped with it. */
  private ring(at: number): void {
    const { core } = this.options;
    for (let due = core.nextTimer(); due !== null && due.at <= at; due = core.nextTimer()) this.take({ type: 'timer', ...due }, due.at);
  }

  private take(body: InputBody, at: number): void {
    this.lastTime = Math.max(this.lastTime, at);
    this.lastSeq += 1;
    const input: Input = { inputSeq: this.lastSeq, marketTime: this.lastTime, body };
    this.options.onStep({ input, result: this.options.core.step(input), wall: this.options.wallClock() });
  }
}
