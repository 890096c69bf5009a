import type { Strategy } from './define-strategy';
import { frozen } from './frozen';
import { hashText } from './hash-text';
import { inTime } from './past-in-time';
import { descriptionOf } from './plan-strategy';
import type { Delivery, StrategyAnswer, StrategyContext, StrategyEvent, StrategyLog } from './protocol';
import { RuntimeContext } from './runtime-context';
import type { Outcome } from './runtime-context';
import { loadedText, savedText } from './saved-text';
import { stateText } from './state-text';
import { StrategyFault } from './strategy-fault';
import { validateParams } from './validate-params';

type Phase = 'new' | 'warming-up' | 'running' | 'stopped';

/** The complete memory of a deployment as plain JSON; the platform stores it without looking inside. */
export interface SavedStrategy {
  readonly format: 1;
  readonly strategy: string;
  /** Version of the strategy that wrote it; absent in older snapshots. */
  readonly version?: string;
  readonly phase: Phase;
  /** Sequence number of the last processed delivery; -1 before the first. */
  readonly upTo: number;
  /** The author's state as JSON text, after `onSave`. Text keeps key order and digits in any store. */
  readonly state: string;
  /** Newest price per symbol. */
  readonly closes: readonly (readonly [symbol: string, close: number])[];
}

export interface StrategyRuntimeOptions {
  readonly strategy: Strategy;
  readonly deploymentId: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** From `save()`; the deployment continues after its `upTo`. */
  readonly saved?: SavedStrategy;
  /** False if nobody reads decisions; functions passed to `ctx.decide` are then not called. Default true. */
  readonly keepsDecisions?: boolean;
  /** False if nobody reads debug lines; they are then dropped, and functions passed to `ctx.log.debug` are not called. Default true. */
  readonly keepsDebug?: boolean;
}

type BarEvent = Extract<StrategyEvent, { readonly type: 'bar' }>;
/** Events that can be shown without a delivery of their own, besides bars. */
export type ShownEvent = Extract<StrategyEvent, { readonly type: 'order' | 'fill' }>;

/**
 * Runs the hooks of one deployment. The same deliveries always give the same answers and the same state hash. After each delivery the state
 * is written to text and parsed back, so a hook never sees anything that a restart would lose.
 */
export class StrategyRuntime {
  private readonly strategy: Strategy;
  private readonly context: RuntimeContext;
  private phase: Phase = 'new';
  private upTo = -1;
  private text = '{}';

  constructor(private readonly options: StrategyRuntimeOptions) {
    this.strategy = options.strategy;
    const checked = validateParams(descriptionOf(this.strategy).parameters, options.params);
    if (!checked.ok) throw new StrategyFault('load', checked.problems.map(({ message }) => message).join('; '));
    this.context = new RuntimeContext(Object.freeze(checked.params), {
      deploymentId: options.deploymentId,
      hasTimers: this.strategy.onTimer !== undefined,
      keepsDecisions: options.keepsDecisions ?? true,
      keepsDebug: options.keepsDebug ?? true,
    });
    if (options.saved !== undefined) this.restore(options.saved);
  }

  /**
   * Runs the hook of one delivery. Throws `StrategyFault` if the strategy fails; the runtime cannot be used afterwards. Without sealing
   * there is no state hash, and a state that cannot be saved is only found by `check`.
   */
  deliver({ deploymentId, inputSeq, event, context }: Delivery, isSealed = true): StrategyAnswer {
    if (deploymentId !== this.options.deploymentId) throw new Error(`delivery ${inputSeq} is for deployment ${deploymentId}`);
    if (inputSeq <= this.upTo) throw new Error(`delivery ${inputSeq} came after ${this.upTo}`);
    this.upTo = inputSeq;
    this.context.begin(context, inputSeq);
    this.context.isOver = event.type === 'stop';
    this.context.warmingUp = event.type === 'history' || (this.phase !== 'running' && event.type !== 'start');
    // History and trades are frozen one by one as they are shown.
    this.take(event.type === 'history' || event.type === 'trades' ? event : frozen(event));
    const { commands, decision, logs } = this.context.end();
    if (isSealed) this.seal(hookOf(event));
    const answer = { deploymentId, upTo: inputSeq, commands, logs, stateHash: isSealed ? hashText(this.hashed()) : '' };
    return decision === null ? answer : { ...answer, decision };
  }

  /**
   * Shows one live event to a running strategy without sealing the state, for runs that start over after a crash, such as backtests.
   * `inputSeq` is the number that its delivery would have. `answerOf` turns the outcome into an answer; call `check` from time to time to
   * seal the state. The caller freezes what other strategies see too, since that takes longest.
   */
  show(event: ShownEvent, context: StrategyContext, inputSeq: number): Outcome {
    this.context.begin(context, inputSeq);
    this.context.warmingUp = false;
    this.take(event);
    return this.context.end();
  }

  /** A fast path of `show` for bars, which are by far the most frequent. */
  showBar(event: BarEvent, context: StrategyContext, inputSeq: number): Outcome {
    this.context.begin(context, inputSeq);
    this.context.warmingUp = false;
    this.takeBar(event);
    return this.context.end();
  }

  /** The answer to delivery `inputSeq`, from the outcome of `show`. */
  answerOf(inputSeq: number, { commands, decision, logs }: Outcome): StrategyAnswer {
    if (inputSeq !== this.context.inputSeq) throw new Error(`delivery ${inputSeq} was shown as number ${this.context.inputSeq}`);
    this.upTo = inputSeq;
    const answer = { deploymentId: this.options.deploymentId, upTo: inputSeq, commands, logs, stateHash: '' };
    return decision === null ? answer : { ...answer, decision };
  }

  /** Seals the state to what a restart would restore. Throws `StrategyFault` if it cannot be saved. */
  check(hook = 'onBar'): void {
    this.seal(hook);
  }

  /** What the hooks of the last delivery wrote, for one that failed and so has no answer. */
  written(): readonly StrategyLog[] {
    return this.context.written();
  }

  get isInHook(): boolean {
    return this.context.isInHook;
  }

  /** Lets code that runs inside a hook, such as a console, write to the hook's log. */
  log(level: 'debug' | 'info' | 'warn', message: string): void {
    this.context.log[level](message);
  }

  /** Returns what restores the deployment. Throws `StrategyFault` if `onSave` throws or returns something that does not survive JSON. */
  save(): SavedStrategy {
    const { name, version } = this.strategy;
    return {
      format: 1,
      strategy: name,
      version,
      phase: this.phase,
      upTo: this.upTo,
      state: this.phase === 'new' ? this.text : savedText(this.strategy, this.text, this.context.params),
      closes: [...this.context.closes],
    };
  }

  /** The author's state as JSON text when it was last sealed, before any `onSave`. */
  get state(): string {
    return this.text;
  }

  /** Hash of the complete memory, as in the last answer. */
  get stateHash(): string {
    return hashText(this.hashed());
  }

  private take(event: StrategyEvent): void {
    const { strategy, context } = this;
    if (event.type === 'init' ? this.phase !== 'new' : this.phase === 'new') {
      throw new StrategyFault(hookOf(event), `${event.type} arrived while the strategy is ${this.phase}`);
    }
    switch (event.type) {
      case 'init':
        this.phase = 'warming-up';
        this.run('state', () => void (context.state = strategy.state(context.params)));
        return this.run('onInit', () => strategy.onInit?.(context));
      case 'history':
        return this.takeHistory(event);
      case 'start':
        this.phase = 'running';
        return this.run('onStart', () => strategy.onStart?.(context));
      case 'bar':
        return this.takeBar(event);
      case 'trust':
        return this.run('onDataTrust', () => strategy.onDataTrust?.(context, event));
      case 'order':
        return this.run('onOrder', () => strategy.onOrder?.(context, event));
      case 'fill':
        return this.run('onFill', () => strategy.onFill?.(context, event));
      case 'tick':
        context.closes.set(event.symbol, (event.bid + event.ask) / 2);
        return this.run('onTick', () => strategy.onTick?.(context, event));
      case 'trades':
        return this.takeTrades(event);
      case 'book':
        return this.takeBook(event);
      case 'funding':
        return this.run('onFunding', () => strategy.onFunding?.(context, event));
      case 'signal':
        return this.run('onSignal', () => strategy.onSignal?.(context, event));
      case 'position':
        return this.run('onPosition', () => strategy.onPosition?.(context, event));
      case 'timer':
        return this.run('onTimer', () => strategy.onTimer?.(context, event));
      case 'stop':
        this.phase = 'stopped';
        return this.run('onStop', () => strategy.onStop?.(context));
    }
  }

  private takeHistory({ beside = [], ...first }: Extract<StrategyEvent, { readonly type: 'history' }>): void {
    for (const { symbol, interval, bar, close } of inTime([first, ...beside])) {
      this.context.closes.set(symbol, bar.close);
      this.context.showHistory(close);
      this.run('onBar', () => this.strategy.onBar?.(this.context, frozen({ symbol, interval, bar })));
    }
  }

  private takeTrades({ symbol, trades }: Extract<StrategyEvent, { readonly type: 'trades' }>): void {
    for (const trade of trades) {
      this.context.closes.set(symbol, trade.price);
      this.run('onTrade', () => this.strategy.onTrade?.(this.context, Object.freeze({ symbol, ...trade })));
    }
  }

  private takeBook(event: Extract<StrategyEvent, { readonly type: 'book' }>): void {
    const { symbol, bids, asks } = event;
    if (bids[0] && asks[0]) this.context.closes.set(symbol, (bids[0][0] + asks[0][0]) / 2);
    this.run('onOrderBook', () => this.strategy.onOrderBook?.(this.context, event));
  }

  private run(hook: string, call: () => unknown): void {
    let result: unknown;
    try {
      result = call();
    } catch (error) {
      throw StrategyFault.from(hook, error);
    }
    if (result !== undefined) refuseObject(hook, result);
  }

  /** `run` without the closure, for speed. */
  private takeBar(event: BarEvent): void {
    const { strategy, context } = this;
    context.closes.set(event.symbol, event.bar.close);
    let result: unknown;
    try {
      result = strategy.onBar?.(context, event);
    } catch (error) {
      throw StrategyFault.from('onBar', error);
    }
    if (result !== undefined) refuseObject('onBar', result);
  }

  private seal(hook: string): void {
    try {
      this.text = stateText(this.context.state);
    } catch (error) {
      throw StrategyFault.from(hook, error);
    }
    this.context.state = JSON.parse(this.text) as object;
  }

  private hashed(): string {
    return JSON.stringify([this.phase, this.upTo, [...this.context.closes], this.text]);
  }

  private restore(saved: SavedStrategy): void {
    if (saved.format !== 1 || saved.strategy !== this.strategy.name) {
      throw new StrategyFault(
        'load',
        `the saved state is of ${saved.strategy}, format ${saved.format}; expected ${this.strategy.name}, format 1`,
      );
    }
    this.phase = saved.phase;
    this.upTo = saved.upTo;
    this.text = saved.phase === 'new' ? saved.state : loadedText(this.strategy, saved, this.context.params);
    this.context.state = JSON.parse(this.text) as object;
    for (const [symbol, close] of saved.closes) this.context.closes.set(symbol, close);
  }
}

/**
 * An object returned from a hook, such as a promise or a new state, would be ignored although the author expects an effect. A number or a
 * boolean may come from a last call and is harmless.
 */
function refuseObject(hook: string, result: unknown): void {
  if (typeof result !== 'object' || result === null) return;
  const isPromise = 'then' in result;
  const what = isPromise ? 'promise; a hook runs to its end at once' : 'value; change ctx.state instead';
  throw new StrategyFault(hook, `${hook} returned a ${what}`);
}

const HOOKS = {
  init: 'onInit',
  history: 'onBar',
  start: 'onStart',
  bar: 'onBar',
  trust: 'onDataTrust',
  order: 'onOrder',
  fill: 'onFill',
  tick: 'onTick',
  trades: 'onTrade',
  book: 'onOrderBook',
  funding: 'onFunding',
  signal: 'onSignal',
  position: 'onPosition',
  timer: 'onTimer',
  stop: 'onStop',
} as const;

/** The name of the hook that handles an event. */
export function hookOf(event: StrategyEvent): string {
  return HOOKS[event.type];
}
