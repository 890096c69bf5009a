import { StrategyFault, hashText, hookOf } from '@libs/sdk';
import type { Delivery, Outcome, SavedStrategy, StrategyAnswer, StrategyContext, StrategyEvent, StrategyRuntime } from '@libs/sdk';
import type { BarShown, StrategyHost } from '../run/strategy-host';
import type { Moment, ObservedFault } from './observation';
import { SeriesWatch } from './series-watch';
import type { Tracer } from './tracing';

export interface Watching {
  readonly statesAt: ReadonlySet<number>;
  readonly seals: boolean;
  /** Notes a hash of the sealed state after each event, and its series. */
  readonly watchesState: boolean;
  readonly tracer: Tracer | null;
  /** Market time after which nothing is traced. */
  readonly traceAt: number;
  /** Number of events after which the strategy is saved and loaded again. */
  readonly restartsEvery: number;
}

type Did = Pick<StrategyAnswer, 'commands'> & { readonly decision?: Outcome['decision'] };

/** Runs the strategy and records its actions and its state at each event. */
export class ObservingHost implements StrategyHost {
  readonly moments: Moment[] = [];
  readonly states: Record<string, string> = {};
  readonly series = new SeriesWatch();
  fault: ObservedFault | null = null;

  private runtime: StrategyRuntime;

  constructor(
    private readonly start: (saved?: SavedStrategy) => StrategyRuntime,
    private readonly watching: Watching,
  ) {
    this.runtime = start();
  }

  get lastState(): string {
    return this.runtime.state;
  }

  showBar(bar: BarShown, context: StrategyContext, inputSeq: number): Outcome {
    return this.watched(bar, context.marketTime, () => {
      const outcome = this.runtime.showBar(bar, context, inputSeq);
      if (this.watching.seals) this.runtime.check();
      return outcome;
    });
  }

  answerOf(inputSeq: number, outcome: Outcome): StrategyAnswer {
    return this.runtime.answerOf(inputSeq, outcome);
  }

  deliver(delivery: Delivery): StrategyAnswer {
    const { event, context } = delivery;
    return this.watched(event, context.marketTime, () => this.runtime.deliver(delivery, this.watching.seals || event.type === 'history'));
  }

  check(): void {
    this.runtime.check();
  }

  private watched<Result extends Did>(event: StrategyEvent, at: number, act: () => Result): Result {
    const { tracer, traceAt, restartsEvery } = this.watching;
    tracer?.begin(at, traceAt);
    try {
      if (this.moments.length > 0 && this.moments.length % restartsEvery === 0) this.restart();
      const result = act();
      this.note(event, at, result);
      return result;
    } catch (error) {
      if (error instanceof StrategyFault) this.fault ??= { hook: error.hook, message: error.message, at, stack: error.stack ?? '' };
      throw error;
    }
  }

  private restart(): void {
    this.runtime = this.start(JSON.parse(JSON.stringify(this.runtime.save())) as SavedStrategy);
  }

  private note(event: StrategyEvent, at: number, { commands, decision }: Did): void {
    const { seals, statesAt } = this.watching;
    const watchesState = seals && this.watching.watchesState;
    const text = seals ? this.runtime.state : '';
    const isBar = event.type === 'bar';
    this.moments.push({
      at,
      event: event.type,
      hook: hookOf(event),
      subject: isBar ? `${event.symbol} ${event.interval}` : '',
      commands,
      said: decision ? JSON.stringify(decision) : '',
      stateHash: watchesState ? hashText(text) : '',
    });
    if (statesAt.has(at)) this.states[at] = text;
    if (watchesState && isBar) this.series.take(JSON.parse(text), at);
  }
}
