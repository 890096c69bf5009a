import { AnswerLog } from './answer-log';
import { StrategyFault, StrategyRuntime } from '@libs/sdk';
import type { Delivery, Outcome, ShownEvent, StrategyAnswer, StrategyCommand, StrategyContext, StrategyEvent } from '@libs/sdk';

/** Characters of a fault: some errors quote what they were given. */
const MOST_WORDS = 2_000;

export type BarShown = Extract<StrategyEvent, { readonly type: 'bar' }>;

/** Who answers for the strategy: the strategy itself, or what it is said to have answered. */
export interface StrategyHost {
  /** A live bar that the core does not hear of unless something comes of it; `inputSeq` is the number that its delivery would have. */
  showBar(bar: BarShown, context: StrategyContext, inputSeq: number): Outcome;
  /** The answer to the delivery of a bar that was shown before. */
  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer;
  deliver(delivery: Delivery): StrategyAnswer;
  /** Finds a state that a restart could not bring back; `inputSeq` is the number of the delivery since which it is so, or of the next. */
  check(inputSeq: number): void;
}

/** What a strategy is said to have done in a run: its answers that have commands, by the number of the delivery. */
export interface Claim {
  readonly answers: readonly (readonly [inputSeq: number, commands: readonly StrategyCommand[]])[];
  /** The delivery at which it threw; null when it did not. */
  readonly fault: { readonly inputSeq: number; readonly hook: string; readonly message: string } | null;
}

/** Runs the strategy and writes down what it answers. */
export class LiveHost implements StrategyHost {
  /** The newest delivery that the strategy has seen. */
  upTo = -1;
  /** What it answered so far. */
  readonly answers = new AnswerLog();
  fault: Claim['fault'] = null;
  /** Whether something was found later than it happened: a state that cannot be kept, a bar written to. A run that seals names the moment. */
  isLate = false;
  /** Of the fault; empty without one, and where what was thrown had none. */
  stack = '';
  /** Market time of the fault; null without one, and where only a look at the state found it. */
  faultAt: number | null = null;

  /** One that seals freezes each bar and looks at the state after each event, which takes several times as long. */
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
      return outcome;
    } catch (error) {
      throw this.faulted(error, inputSeq, context.marketTime);
    }
  }

  /** As `showBar`, for what else a strategy may be shown aside of the core; commands that come of it are to be given to `note`. */
  show(event: ShownEvent, context: StrategyContext, inputSeq: number): Outcome {
    this.upTo = inputSeq;
    try {
      const outcome = this.runtime.show(event, context, inputSeq);
      if (this.isSealing) this.runtime.check(event.type === 'fill' ? 'onFill' : 'onOrder');
      return outcome;
    } catch (error) {
      throw this.faulted(error, inputSeq, context.marketTime);
    }
  }

  /** Writes down what a delivery led to; says whether that is plain market orders alone. */
  note(inputSeq: number, commands: readonly StrategyCommand[]): boolean {
    return this.answers.push(inputSeq, commands);
  }

  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer {
    return this.noted(this.runtime.answerOf(inputSeq, outcome));
  }

  deliver(delivery: Delivery): StrategyAnswer {
    this.upTo = delivery.inputSeq;
    try {
      // A run that ends early begins anew, so nothing has to be kept after each order and fill.
      return this.noted(this.runtime.deliver(delivery, this.isSealing || delivery.event.type === 'history'));
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
    return error;
  }
}

const NO_COMMANDS: readonly StrategyCommand[] = Object.freeze([]);
const NOTHING: Outcome = Object.freeze({ commands: NO_COMMANDS, decision: null, logs: Object.freeze([]) });

/**
 * Answers as a claim says, so that a run can be held against it where no code of a strategy may run. Deliveries come in the order of their
 * numbers, and so must the answers of the claim: one out of its order is not heard.
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
