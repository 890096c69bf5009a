import { AnswerLog } from './answer-log';
import { StrategyLines } from './strategy-lines';
import { StrategyFault, StrategyRuntime } from '@libs/sdk';
import type {
  Delivery,
  Outcome,
  ShownEvent,
  StrategyAnswer,
  StrategyCommand,
  StrategyContext,
  StrategyEvent,
  StrategyLog,
} from '@libs/sdk';

/** Longest fault message: some errors quote their whole input. */
const MOST_WORDS = 2_000;

export type BarShown = Extract<StrategyEvent, { readonly type: 'bar' }>;

/** Answers for the strategy: by running it, or from a claim of its answers. */
export interface StrategyHost {
  /** A live bar that the core does not process unless it has an effect; `inputSeq` is the number that its delivery would have. */
  showBar(bar: BarShown, context: StrategyContext, inputSeq: number): Outcome;
  /** The answer to the delivery of a bar that was already shown. */
  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer;
  deliver(delivery: Delivery): StrategyAnswer;
  /** Finds a state that cannot be saved; `inputSeq` is the number of the delivery that caused it, or of the next. */
  check(inputSeq: number): void;
}

/** A claim of what a strategy did in a run: its answers with commands, by delivery number. */
export interface Claim {
  readonly answers: readonly (readonly [inputSeq: number, commands: readonly StrategyCommand[]])[];
  /** The delivery at which it threw; null if it did not. */
  readonly fault: { readonly inputSeq: number; readonly hook: string; readonly message: string } | null;
}

/** Runs the strategy and records its answers. */
export class LiveHost implements StrategyHost {
  /** The newest delivery that the strategy has seen. */
  upTo = -1;
  /** Its answers so far. */
  readonly answers = new AnswerLog();
  readonly log = new StrategyLines();
  fault: Claim['fault'] = null;
  /** True if a fault was found later than it happened: an unsavable state, a write to an event. A sealed run finds the exact event. */
  isLate = false;
  /** Stack of the fault; empty without one, and if the thrown value had none. */
  stack = '';
  /** Market time of the fault; null without one, and if only a state check found it. */
  faultAt: number | null = null;

  /** A sealed host freezes each event and checks the state after each event, which takes several times as long. */
  constructor(
    private readonly runtime: StrategyRuntime,
    private readonly isSealing = false,
  ) {}

  get claim(): Claim {
    return { answers: [...this.answers], fault: this.fault };
  }

  showBar(bar: BarShown, context: StrategyContext, inputSeq: number): Outcome {
    this.upTo = inputSeq;
    try {
      if (this.isSealing) Object.freeze(Object.freeze(bar).bar);
      const outcome = this.runtime.showBar(bar, context, inputSeq);
      if (this.isSealing) this.runtime.check();
      if (outcome.logs.length > 0) this.log.take(outcome.logs, context.marketTime);
      return outcome;
    } catch (error) {
      throw this.faulted(error, inputSeq, context.marketTime);
    }
  }

  /** Like `showBar`, for other events shown outside the core; pass resulting commands to `note`. */
  show(event: ShownEvent, context: StrategyContext, inputSeq: number): Outcome {
    this.upTo = inputSeq;
    try {
      if (this.isSealing) Object.freeze(event);
      const outcome = this.runtime.show(event, context, inputSeq);
      if (this.isSealing) this.runtime.check(event.type === 'fill' ? 'onFill' : 'onOrder');
      if (outcome.logs.length > 0) this.log.take(outcome.logs, context.marketTime);
      return outcome;
    } catch (error) {
      throw this.faulted(error, inputSeq, context.marketTime);
    }
  }

  /** Takes a line of `console` if one of the strategy's hooks is running. */
  console(level: StrategyLog['level'], message: string): void {
    if (this.fault === null && this.runtime.isInHook) this.runtime.log(level, message);
  }

  /** Records the effect of a delivery; returns true if it is only plain market orders. */
  note(inputSeq: number, commands: readonly StrategyCommand[]): boolean {
    return this.answers.push(inputSeq, commands);
  }

  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer {
    return this.noted(this.runtime.answerOf(inputSeq, outcome));
  }

  deliver(delivery: Delivery): StrategyAnswer {
    this.upTo = delivery.inputSeq;
    try {
      // An aborted run starts over, so nothing has to be saved after each order and fill.
      const answer = this.runtime.deliver(delivery, this.isSealing || delivery.event.type === 'history');
      if (answer.logs.length > 0) this.log.take(answer.logs, delivery.context.marketTime);
      return this.noted(answer);
    } catch (error) {
      throw this.faulted(error, delivery.inputSeq, delivery.context.marketTime);
    }
  }

  check(inputSeq: number): void {
    try {
      this.runtime.check();
    } catch (error) {
      this.isLate = !this.isSealing;
      throw this.faulted(error, inputSeq);
    }
  }

  private noted(answer: StrategyAnswer): StrategyAnswer {
    this.note(answer.upTo, answer.commands);
    return answer;
  }

  private faulted(error: unknown, inputSeq: number, at: number | null = null): unknown {
    if (!(error instanceof StrategyFault) || this.fault) return error;
    this.fault = { inputSeq, hook: error.hook, message: error.message.slice(0, MOST_WORDS) };
    this.stack = error.stack ?? '';
    this.faultAt = at;
    // A state check between events has no lines of its own.
    if (at !== null) this.log.take(this.runtime.written(), at);
    return error;
  }
}

const NO_COMMANDS: readonly StrategyCommand[] = Object.freeze([]);
const NOTHING: Outcome = Object.freeze({ commands: NO_COMMANDS, decision: null, logs: Object.freeze([]) });

/**
 * Answers from a claim, to verify a run where strategy code must not run. Deliveries are numbered in order, and so must be the claim's
 * answers: one out of order is ignored.
 */
export class ClaimedHost implements StrategyHost {
  private next = 0;

  constructor(
    private readonly claim: Claim,
    private readonly deploymentId: string,
  ) {}

  showBar(_bar: BarShown, _context: StrategyContext, inputSeq: number): Outcome {
    this.throwAt(inputSeq);
    const commands = this.commandsAt(inputSeq);
    return commands === NO_COMMANDS ? NOTHING : { ...NOTHING, commands };
  }

  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer {
    return this.answer(inputSeq, outcome.commands);
  }

  deliver({ inputSeq }: Delivery): StrategyAnswer {
    this.throwAt(inputSeq);
    return this.answer(inputSeq, this.commandsAt(inputSeq));
  }

  check(inputSeq: number): void {
    this.throwAt(inputSeq);
  }

  private commandsAt(inputSeq: number): readonly StrategyCommand[] {
    const { answers } = this.claim;
    while (this.next < answers.length && answers[this.next]![0] < inputSeq) this.next += 1;
    const [at, commands] = answers[this.next] ?? [-1, NO_COMMANDS];
    return at === inputSeq ? commands : NO_COMMANDS;
  }

  private answer(upTo: number, commands: readonly StrategyCommand[]): StrategyAnswer {
    return { deploymentId: this.deploymentId, upTo, commands, logs: [], stateHash: '' };
  }

  private throwAt(inputSeq: number): void {
    const { fault } = this.claim;
    if (fault?.inputSeq === inputSeq) throw new StrategyFault(fault.hook, fault.message);
  }
}
