import { Decimal, OrderIds, TRUSTED, isClientOrderId } from '@libs/kernel';
import type { DataTrust } from '@libs/kernel';
import type {
  BracketIntent,
  CloseOptions,
  HookContext,
  HookLog,
  InstrumentView,
  OpenOrder,
  OrderIntent,
  OrderOptions,
  PositionView,
  TargetOptions,
} from './hook-context';
import { NewestPrices } from './newest-prices';
import { amountOf, checkCloseOptions, checkOptions, toAmend, toBracket, toSubmit } from './order-intent';
import { approachTarget } from './target-orders';
import type { AmendmentText, Decision, StrategyCommand, StrategyContext, StrategyLog, WantedOrder } from './protocol';

/** What a hook did. */
export interface Outcome {
  readonly commands: readonly StrategyCommand[];
  readonly decision: Decision | null;
  readonly logs: readonly StrategyLog[];
}

/** A context that never leaves the process, so amounts already known as numbers need not be serialised and parsed. */
export interface ContextAtHand extends StrategyContext {
  /** The same value as `equity`. */
  readonly equityAmount?: Decimal;
}

interface ContextRules {
  readonly deploymentId: string;
  readonly hasTimers: boolean;
  readonly keepsDecisions: boolean;
  readonly keepsDebug: boolean;
}

interface MarketTerms {
  readonly delivered: StrategyContext['instruments'][string];
  readonly view: InstrumentView;
  /** The position view while flat. */
  readonly flat: PositionView;
  readonly lot: Decimal;
  readonly minQuantity: Decimal;
  readonly minNotional: Decimal;
}

const NO_COMMANDS: readonly StrategyCommand[] = Object.freeze([]);
const NO_LOGS: readonly StrategyLog[] = Object.freeze([]);
const NOTHING: Outcome = Object.freeze({ commands: NO_COMMANDS, decision: null, logs: NO_LOGS });
const MAX_COMMANDS = 50;
const MAX_LOGS = 100;
const MAX_NEWEST = 20;
const MAX_MESSAGE = 1_000;
const MAX_VALUES = 50;
const MAX_TIMER_NAME = 64;

/** The hook context of one deployment. `begin` opens it for a delivery; `end` closes it and returns what the hook did. */
export class RuntimeContext implements HookContext<Readonly<Record<string, unknown>>, object> {
  state: object = {};
  warmingUp = false;
  /** True while `onStop` runs: the platform no longer accepts commands. */
  isOver = false;
  /** Number of the current delivery; order ids are derived from it. */
  inputSeq = -1;
  readonly keepsDecisions: boolean;
  readonly closes = new NewestPrices();
  readonly log: HookLog = Object.freeze({
    debug: (said: string | (() => string)) => this.debug(said),
    info: (message: string) => this.write('info', message),
    warn: (message: string) => this.write('warn', message),
  });

  private delivered: ContextAtHand | null = null;
  private time = 0;
  private commands: StrategyCommand[] = [];
  private decision: Decision | null = null;
  private logs: StrategyLog[] = [];
  /** The newest lines over the limit: the ones that explain a failure. */
  private newest: StrategyLog[] = [];
  private dropped = 0;
  private unwritten = 0;
  /**
   * The last position looked up and the record it came from. Initialised like every other field, so that all contexts share one hidden
   * class.
   */
  private positions: StrategyContext['positions'] | null = null;
  private heldView: PositionView | null = null;
  private readonly markets = new Map<string, MarketTerms>();
  private orderIds: OrderIds | null = null;

  constructor(
    readonly params: Readonly<Record<string, unknown>>,
    private readonly rules: ContextRules,
  ) {
    this.keepsDecisions = rules.keepsDecisions;
  }

  begin(delivered: ContextAtHand, inputSeq: number): void {
    this.delivered = delivered;
    this.inputSeq = inputSeq;
    this.time = delivered.marketTime;
    // Most events send no commands; an empty list was never handed out, so it can be reused.
    if (this.commands.length > 0) this.commands = [];
    this.decision = null;
    if (this.logs.length > 0) this.logs = [];
    this.dropped = 0;
    if (this.unwritten > 0) this.newest = [];
    this.unwritten = 0;
  }

  /** Also after a hook that failed. */
  get isInHook(): boolean {
    return this.delivered !== null;
  }

  /** During history the clock is set to the close of the bar shown. */
  showHistory(marketTime: number): void {
    this.time = marketTime;
  }

  end(): Outcome {
    const isQuiet = this.commands.length + this.logs.length + this.dropped + this.unwritten === 0 && this.decision === null;
    const outcome = isQuiet ? NOTHING : this.outcome();
    this.delivered = null;
    return outcome;
  }

  /** A separate function because few events need it: the engine can then inline the common path. */
  private outcome(): Outcome {
    const { commands, decision } = this;
    return { commands: commands.length === 0 ? NO_COMMANDS : commands, decision, logs: this.lines([]) };
  }

  /** What the hook wrote so far, with the newest lines: for a hook that failed and so has no outcome. */
  written(): readonly StrategyLog[] {
    return this.lines(this.newest);
  }

  private lines(newest: readonly StrategyLog[]): readonly StrategyLog[] {
    const { logs, dropped } = this;
    const unwritten = this.unwritten - newest.length;
    if (logs.length + dropped === 0) return NO_LOGS;
    const notes: StrategyLog[] = [];
    if (dropped > 0) notes.push({ level: 'info', message: `${dropped} commands were dropped: the strategy is not running` });
    if (unwritten > 0) notes.push({ level: 'warn', message: `${unwritten} log lines over the limit of ${MAX_LOGS} were dropped` });
    return [...logs, ...notes, ...newest];
  }

  get marketTime(): number {
    return this.time;
  }

  get equity(): string {
    return this.now().equity;
  }

  get openOrders(): readonly OpenOrder[] {
    const sent = this.commands.flatMap((command, index) => orderIn(command).map((order) => justSent(order, this.idOf(index))));
    return [...this.now().openOrders, ...sent];
  }

  hasOpenOrders(symbol: string): boolean {
    if (this.now().openOrders.length === 0 && this.commands.length === 0) return false;
    return hasOne(symbol, this.now().openOrders) || hasOne(symbol, this.commands.flatMap(orderIn));
  }

  position(symbol: string): PositionView {
    const { positions } = this.now();
    // Most events find the same positions as the event before.
    if (positions === this.positions && this.heldView?.symbol === symbol) return this.heldView;
    this.heldView = this.viewOf(symbol, positions[symbol]);
    this.positions = positions;
    return this.heldView;
  }

  instrument(symbol: string): InstrumentView {
    return this.terms(symbol).view;
  }

  trust(symbol: string): DataTrust {
    this.instrument(symbol);
    return this.now().trust?.[symbol] ?? TRUSTED;
  }

  equityShare(fraction: number): string {
    const now = this.now();
    return (now.equityAmount ?? Decimal.parse(now.equity)).times(amountOf('equityShare: fraction', fraction)).toString();
  }

  quantityFor(symbol: string, notional: string | number): string {
    const { lot, minQuantity, minNotional } = this.terms(symbol);
    const amount = amountOf('quantityFor: notional', notional);
    const close = this.closes.get(symbol);
    if (close === undefined || close <= 0) return '0';
    const price = Decimal.fromNumber(close);
    const quantity = amount.dividedBy(price.times(lot), 0, 'DOWN').times(lot);
    const tooSmall = quantity.lt(minQuantity) || quantity.times(price).lt(minNotional);
    return tooSmall || quantity.sign <= 0 ? '0' : quantity.toString();
  }

  roundedPrice(symbol: string, price: number | string, toward: 'DOWN' | 'UP' | 'NEAREST' = 'NEAREST'): string {
    const tick = Decimal.parse(this.instrument(symbol).tickSize);
    const rounding = toward === 'NEAREST' ? 'HALF_EVEN' : toward === 'DOWN' ? 'FLOOR' : 'CEILING';
    return amountOf('roundedPrice: price', price).toMultipleOf(tick, rounding).toString();
  }

  roundedQuantity(symbol: string, quantity: number | string): string {
    const { lotSize, minQuantity } = this.instrument(symbol);
    const rounded = amountOf('roundedQuantity: quantity', quantity).toMultipleOf(Decimal.parse(lotSize), 'DOWN');
    return rounded.lt(Decimal.parse(minQuantity)) ? '0' : rounded.toString();
  }

  buy(symbol: string, quantity: string, options?: OrderOptions): string | null {
    checkOptions('buy', options);
    return this.submit({ ...options, symbol, side: 'BUY', quantity });
  }

  sell(symbol: string, quantity: string, options?: OrderOptions): string | null {
    checkOptions('sell', options);
    return this.submit({ ...options, symbol, side: 'SELL', quantity });
  }

  submit(order: OrderIntent): string | null {
    return this.send(toSubmit(order));
  }

  cancel(clientOrderId: string): void {
    this.checkOrderId('cancel', clientOrderId);
    this.send({ kind: 'cancel', clientOrderId });
  }

  amend(clientOrderId: string, changes: AmendmentText): void {
    this.checkOrderId('amend', clientOrderId);
    this.send(toAmend(clientOrderId, changes));
  }

  bracket(symbol: string, bracket: BracketIntent): string | null {
    return this.send(toBracket(symbol, bracket));
  }

  target(symbol: string, quantity: string, options: TargetOptions = {}): readonly string[] {
    checkOptions('target', options);
    const { lotSize, minQuantity, minNotional } = this.instrument(symbol);
    const wanted = amountOf('target: quantity', quantity).toMultipleOf(Decimal.parse(lotSize), 'DOWN');
    const open = this.openOrders.filter((order) => order.symbol === symbol && order.stop === undefined);
    const price = this.closes.get(symbol) ?? null;
    const held = this.position(symbol).quantity;
    const commands = approachTarget({ symbol, held, open, lotSize, minQuantity, minNotional, price }, wanted, options);
    return commands.map((command) => this.send(command)).filter((id) => id !== null);
  }

  closePosition(symbol: string, options?: CloseOptions): string | null {
    checkCloseOptions(options);
    const { side, quantity } = this.position(symbol);
    if (side === 'FLAT') return null;
    const amount = Decimal.parse(quantity).abs().toString();
    return this.submit({ symbol, side: side === 'LONG' ? 'SELL' : 'BUY', quantity: amount, reduceOnly: true, tag: options?.tag });
  }

  timer(name: string, at: number): void {
    if (!this.rules.hasTimers) throw new Error('a strategy that sets timers needs an onTimer hook');
    if (!Number.isSafeInteger(at)) throw new Error(`timer "${name}": ${String(at)} is not a time; give whole epoch milliseconds`);
    this.send({ kind: 'set-timer', name: timerName(name), at });
  }

  cancelTimer(name: string): void {
    this.send({ kind: 'cancel-timer', name: timerName(name) });
  }

  decide(said: Decision | (() => Decision)): void {
    this.now();
    if (typeof said === 'function' && !this.keepsDecisions) return;
    const { action, why, values } = typeof said === 'function' ? said() : said;
    const names = Object.keys(values);
    if (names.length > MAX_VALUES) throw new Error(`decide: ${names.length} values; at most ${MAX_VALUES}`);
    const odd = Object.entries(values).find(([, value]) => typeof value !== 'number' || !Number.isFinite(value));
    if (odd !== undefined) throw new Error(`decide: values.${odd[0]} is ${String(odd[1])}; it must be a finite number`);
    if (!this.warmingUp) this.decision = { action: cut(action, 64), why: cut(why, MAX_MESSAGE), values: { ...values } };
  }

  private viewOf(symbol: string, held: StrategyContext['positions'][string] | undefined): PositionView {
    if (held === undefined) return this.terms(symbol).flat;
    const side = (['SHORT', 'FLAT', 'LONG'] as const)[Decimal.parse(held.quantity).sign + 1]!;
    return Object.freeze({ symbol, side, quantity: held.quantity, averagePrice: held.averagePrice });
  }

  /** Most events bring the same terms as before, so the parsed ones are cached. */
  private terms(symbol: string): MarketTerms {
    const delivered = this.now().instruments[symbol];
    const known = this.markets.get(symbol);
    if (known !== undefined && known.delivered === delivered) return known;
    if (delivered === undefined)
      throw new Error(`${symbol} is not among the markets of this strategy: ${Object.keys(this.now().instruments).join(', ')}`);
    const { lotSize, minQuantity, minNotional } = delivered;
    const terms = {
      delivered,
      view: Object.freeze({ symbol, ...delivered }),
      lot: Decimal.parse(lotSize),
      flat: Object.freeze({ symbol, side: 'FLAT', quantity: '0', averagePrice: '0' } as const),
      minQuantity: Decimal.parse(minQuantity),
      minNotional: Decimal.parse(minNotional),
    };
    this.markets.set(symbol, terms);
    return terms;
  }

  /** Cancelling a finished order is not an error, so any id in the platform's format is accepted. Test harnesses may use shorter ids. */
  private checkOrderId(what: 'amend' | 'cancel', id: unknown): void {
    if (isClientOrderId(id) || this.now().openOrders.some(({ clientOrderId }) => clientOrderId === id)) return;
    throw new Error(`${what}: ${JSON.stringify(id)} is no clientOrderId; take it from ctx.buy, ctx.sell, ctx.submit or ctx.openOrders`);
  }

  private now(): ContextAtHand {
    if (this.delivered === null) throw new Error('ctx was used after its hook had ended; use the ctx that the hook is given');
    return this.delivered;
  }

  /** Records a command and returns the id of the order it sends; null for commands that send no order, and if it is dropped. */
  private send(command: StrategyCommand): string | null {
    this.now();
    if (this.warmingUp || this.isOver) {
      this.dropped += 1;
      return null;
    }
    if (this.commands.length >= MAX_COMMANDS) throw new Error(`more than ${MAX_COMMANDS} commands in one hook`);
    const index = this.commands.push(command) - 1;
    return command.kind === 'submit' || command.kind === 'bracket' ? this.idOf(index) : null;
  }

  /** The core derives the same id from the same delivery and index. */
  private idOf(index: number): string {
    this.orderIds ??= new OrderIds(this.rules.deploymentId);
    return this.orderIds.of(this.inputSeq, index);
  }

  private debug(said: string | (() => string)): void {
    if (!this.rules.keepsDebug) return;
    this.write('debug', typeof said === 'function' ? said() : said);
  }

  private write(level: StrategyLog['level'], message: string): void {
    this.now();
    const line = { level, message: cut(String(message), MAX_MESSAGE) };
    if (this.logs.length < MAX_LOGS) return void this.logs.push(line);
    this.unwritten += 1;
    this.newest.push(line);
    if (this.newest.length > MAX_NEWEST) this.newest.shift();
  }
}

// Every deployment in a process shares this prototype, so no strategy may change it for another.
Object.freeze(RuntimeContext.prototype);

/** The order that a command sends immediately, as a list of zero or one. */
function orderIn(command: StrategyCommand): readonly WantedOrder[] {
  if (command.kind === 'bracket') return [command.entry];
  return command.kind === 'submit' ? [command] : [];
}

function justSent({ symbol, side, quantity, price, stop, tag }: WantedOrder, clientOrderId: string): OpenOrder {
  const order: { -readonly [K in keyof OpenOrder]: OpenOrder[K] } = { clientOrderId, symbol, side, leaves: quantity };
  if (price !== undefined) order.price = price;
  if (stop !== undefined) order.stop = stop;
  if (tag !== undefined) order.tag = tag;
  return order;
}

/** A separate function, because inlined in its caller, which runs on every bar, it would allocate a closure even without orders. */
function hasOne(symbol: string, orders: readonly { readonly symbol: string; readonly stop?: string }[]): boolean {
  return orders.some((order) => order.symbol === symbol && order.stop === undefined);
}

function timerName(name: string): string {
  if (typeof name === 'string' && name !== '' && name.length <= MAX_TIMER_NAME) return name;
  throw new Error(`a timer's name is a text of 1 to ${MAX_TIMER_NAME} characters, not ${JSON.stringify(name)}`);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
