import { brokenDefinition } from './check-definition';
import type { MarketStream, Watch } from './description';
import type { HookContext } from './hook-context';
import type { ParamSchema, ParamsOf } from './param';
import type { StrategyEvent, StrategyTrade } from './protocol';

type EventOf<Type extends StrategyEvent['type']> = Omit<Extract<StrategyEvent, { readonly type: Type }>, 'type'>;

/** A closed bar of a watched market and interval. */
export type BarEvent = EventOf<'bar'>;
/** A change in the trust level of a watched market's data. */
export type DataTrustEvent = EventOf<'trust'>;
/** A change of one of this deployment's own orders. */
export type OrderEvent = EventOf<'order'>;
/** An execution of one of this deployment's own orders. */
export type FillEvent = EventOf<'fill'>;
/** The best bid and ask of a watched market: prices in quote units, sizes in base units. */
export type TickEvent = EventOf<'tick'>;
/** One public trade in a watched market. */
export interface TradeEvent extends StrategyTrade {
  readonly symbol: string;
}
/** The best levels of a watched order book, best first. */
export type OrderBookEvent = EventOf<'book'>;
/** A funding settlement on this strategy's own position. */
export type FundingEvent = EventOf<'funding'>;
/** An external signal, such as a model's score or a webhook call. */
export type SignalEvent = EventOf<'signal'>;
/** This strategy's position in a symbol after a change. */
export type PositionEvent = EventOf<'position'>;
/** A timer that is due. */
export type TimerEvent = EventOf<'timer'>;

/**
 * A state as a snapshot stored it: `saved` is what `onSave` returned, or the state itself without `onSave`; `version` is the strategy
 * version that wrote it.
 */
export interface SavedState {
  readonly saved: unknown;
  readonly version: string | null;
}

/** The definition of a strategy. Hooks are synchronous: they cannot await, read a clock or draw random numbers. */
export interface StrategyDefinition<Schema extends ParamSchema, State extends object> {
  /** Name of the folder under `plugins/strategies`. */
  readonly name: string;
  /** `major.minor.patch`; the platform adds a hash of the built files. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly params: Schema;
  /** Checks parameters against each other. Returns a sentence that says what is wrong, or null. */
  check?(params: ParamsOf<Schema>): string | null;
  /**
   * What the strategy subscribes to, 1 to 50 entries: closed bars `{ symbol, interval }` for `onBar`, best bid and ask `{ symbol, ticks:
   * true }` for `onTick`, public trades `{ symbol, trades: true }` for `onTrade`, order book levels `{ symbol, book: 10 }` for
   * `onOrderBook` (1 to 200 a side). An entry without the matching hook is refused.
   *
   * @example
   * watches: ({ symbol }) => [{ symbol, interval: '1m' }, { symbol, interval: '1h' }, { symbol, book: 5 }],
   */
  watches(params: ParamsOf<Schema>): readonly (Watch | MarketStream)[];
  /** Number of closed bars of each watched interval delivered before the start, 0 to 10,000. */
  warmUp(params: ParamsOf<Schema>): number;
  /** Returns the initial state of a new deployment: plain JSON data. Hooks change it in place through `ctx.state`. */
  state(params: ParamsOf<Schema>): State;
  /** Called once in the life of a deployment, before any data. */
  onInit?(ctx: HookContext<ParamsOf<Schema>, State>): void;
  /** Called after the warm-up. Orders are accepted from here on. Called again after a gap in the data has been filled. */
  onStart?(ctx: HookContext<ParamsOf<Schema>, State>): void;
  /** Called for each closed bar, including the warm-up. During the warm-up `ctx.warmingUp` is true and orders are dropped. */
  onBar?(ctx: HookContext<ParamsOf<Schema>, State>, event: BarEvent): void;
  /**
   * Called when the best bid, the best ask or their sizes change. Quotes are conflated: of those that arrive while an earlier event is
   * processed, only the newest is delivered. Never called before `onStart`.
   *
   * @example
   * onTick: (ctx, { symbol, bid, ask }) => {
   *   if ((ask - bid) / bid > 0.001) ctx.log.info(`${symbol}: wide`);
   * },
   */
  onTick?(ctx: HookContext<ParamsOf<Schema>, State>, event: TickEvent): void;
  /**
   * Called for each public trade, once and oldest first. Never called before `onStart`.
   *
   * @example
   * onTrade: (ctx, { side, quantity }) => void (ctx.state.flow += side === 'BUY' ? quantity : -quantity),
   */
  onTrade?(ctx: HookContext<ParamsOf<Schema>, State>, event: TradeEvent): void;
  /**
   * Called when the best levels of a watched book change. `bids` and `asks` are `[price, quantity]`, best first, and can have fewer levels
   * than requested if the venue has no more. Books are conflated like quotes. Never called before `onStart`.
   *
   * @example
   * onOrderBook: (ctx, { bids, asks }) => {
   *   const [bid] = bids;
   *   const [ask] = asks;
   *   if (bid && ask) ctx.state.lean = bid[1] / (bid[1] + ask[1]);
   * },
   */
  onOrderBook?(ctx: HookContext<ParamsOf<Schema>, State>, event: OrderBookEvent): void;
  /**
   * Called when the venue reports a funding settlement on this strategy's own position: `rate` is a fraction of the position value,
   * `amount` is what was received (positive) or paid (negative) in the settle asset as decimal text, `at` is the market time of the
   * settlement.
   *
   * @example
   * onFunding: (ctx, { symbol, rate }) => {
   *   if (rate > 0.001) ctx.closePosition(symbol, { tag: 'funding' });
   * },
   */
  onFunding?(ctx: HookContext<ParamsOf<Schema>, State>, event: FundingEvent): void;
  /**
   * Called for each external signal, recorded with its `source` and `expiresAt` (market time). A signal that expires before the strategy
   * could receive it is dropped, and the journal says so. `value` is untrusted JSON: validate it.
   *
   * @example
   * onSignal: (ctx, { name, value }) => {
   *   if (name === 'score' && typeof value === 'number') ctx.state.score = value;
   * },
   */
  onSignal?(ctx: HookContext<ParamsOf<Schema>, State>, event: SignalEvent): void;
  /**
   * Called when the trust level of a watched market's data changes: `level` is TRUSTED, DEGRADED or UNTRUSTED, `reasons` lists why (STALE,
   * GAP, CROSSED, SKEWED, HALTED, FORMING), most serious first. While UNTRUSTED the platform denies entries. Implement this hook to do
   * more, such as leaving the market.
   *
   * @example
   * onDataTrust: (ctx, { symbol, level }) => {
   *   if (level === 'UNTRUSTED') ctx.closePosition(symbol, { tag: 'blind' });
   * },
   */
  onDataTrust?(ctx: HookContext<ParamsOf<Schema>, State>, event: DataTrustEvent): void;
  /**
   * Called when an own order changes status, or when an amendment is denied or rejected. `reason` says why, if there is a reason; `tag` is
   * the order's tag. Final statuses are FILLED, CANCELED, EXPIRED, DENIED (refused by the platform, never sent to the exchange) and
   * REJECTED (refused by the exchange). In any other status the order can still fill.
   *
   * @example
   * onOrder: (ctx, { status, reason }) => {
   *   if (status === 'DENIED' || status === 'REJECTED') ctx.log.warn(`refused: ${reason}`);
   * },
   */
  onOrder?(ctx: HookContext<ParamsOf<Schema>, State>, event: OrderEvent): void;
  /**
   * Called for each execution of an own order: `quantity` (base units) and `price` (quote units) of this execution, as decimal text.
   * `ctx.position` already includes it.
   *
   * @example
   * onFill: (ctx, { side, quantity, price }) => ctx.log.info(`${side} ${quantity} at ${price}`),
   */
  onFill?(ctx: HookContext<ParamsOf<Schema>, State>, event: FillEvent): void;
  /**
   * Called when this strategy's position in a symbol changes, after the `onFill` and `onOrder` of the fill that changed it.
   *
   * @example
   * onPosition: (ctx, { symbol, quantity }) => ctx.log.info(`holds ${quantity} ${symbol}`),
   */
  onPosition?(ctx: HookContext<ParamsOf<Schema>, State>, event: PositionEvent): void;
  /**
   * Called when a timer set with `ctx.timer` is due. `at` is its due time. `ctx.marketTime` is never earlier, but can be later if the
   * market was silent or the strategy was not running.
   *
   * @example
   * onStart: (ctx) => ctx.timer('flatten', ctx.marketTime + 8 * 3_600_000),
   * onTimer: (ctx, { name }) => {
   *   if (name === 'flatten') ctx.closePosition(ctx.params.symbol);
   * },
   */
  onTimer?(ctx: HookContext<ParamsOf<Schema>, State>, event: TimerEvent): void;
  /**
   * Returns what a snapshot keeps of the state, as plain JSON; the live state is not changed. `onLoad` must restore exactly the same state,
   * otherwise the restored run differs from the recorded one and is stopped. Without `onSave` the whole state is kept.
   *
   * @example
   * onSave: ({ average, recent }) => ({ average, recent: recent.join(' ') }), // a long list as one short text
   */
  onSave?(state: State, params: ParamsOf<Schema>): object;
  /**
   * Restores the state from a snapshot. Runs before any delivery and must depend on its arguments only. `version` is the strategy version
   * that wrote the snapshot, or null if unknown, so that a newer version can migrate an older state. If it throws, the deployment stops.
   * Without `onLoad` the saved value becomes the state.
   *
   * @example
   * onLoad: ({ saved, version }) => {
   *   const state = saved as { average: EmaState; entries?: number };
   *   return version === '1.0.0' ? { ...state, entries: 0 } : state; // 1.0.0 did not count entries
   * },
   */
  onLoad?(kept: SavedState, params: ParamsOf<Schema>): object;
  /** Called last. Orders sent from here are dropped. */
  onStop?(ctx: HookContext<ParamsOf<Schema>, State>): void;
}

/** A checked definition without its own types; what a plugin exports as `strategy`. */
export interface Strategy extends StrategyDefinition<ParamSchema, object> {
  readonly kind: 'strategy';
}

/**
 * Checks and freezes a definition. Throws with a message that names what is wrong. The types of `ctx.params` and `ctx.state` are inferred
 * from `params` and `state`, so write `state` above the hooks.
 *
 * @example
 * export const strategy = defineStrategy({
 *   name: 'buy-green',
 *   version: '1.0.0',
 *   title: 'Buy green',
 *   description: 'Buys a little after every rising bar.',
 *   params: { symbol: param.symbol({ description: 'What to trade' }) },
 *   watches: ({ symbol }) => [{ symbol, interval: '1m' }],
 *   warmUp: () => 0,
 *   state: () => ({ bought: 0 }),
 *   onBar: (ctx, { bar }) => {
 *     if (bar.close <= bar.open) return;
 *     ctx.buy(ctx.params.symbol, ctx.quantityFor(ctx.params.symbol, ctx.equityShare(0.01)));
 *     ctx.state.bought += 1;
 *   },
 * });
 */
export function defineStrategy<const Schema extends ParamSchema, State extends object>(
  definition: StrategyDefinition<Schema, State>,
): Strategy {
  const broken = unknownPart(definition) ?? brokenDefinition(definition);
  if (broken !== null) throw new Error(`strategy ${definition.name}: ${broken}`);
  return Object.freeze({ ...definition, kind: 'strategy', params: Object.freeze({ ...definition.params }) });
}

/** Every part of a definition, and whether it is a hook; a record, so that none can be forgotten. */
const PARTS: Readonly<Record<keyof StrategyDefinition<ParamSchema, object>, 'part' | 'hook'>> = {
  name: 'part',
  version: 'part',
  title: 'part',
  description: 'part',
  params: 'part',
  check: 'part',
  watches: 'part',
  warmUp: 'part',
  state: 'part',
  onInit: 'hook',
  onStart: 'hook',
  onBar: 'hook',
  onTick: 'hook',
  onTrade: 'hook',
  onOrderBook: 'hook',
  onFunding: 'hook',
  onSignal: 'hook',
  onDataTrust: 'hook',
  onOrder: 'hook',
  onFill: 'hook',
  onPosition: 'hook',
  onTimer: 'hook',
  onSave: 'hook',
  onLoad: 'hook',
  onStop: 'hook',
};

/** A hook with a misspelt name would silently never be called. */
function unknownPart(definition: object): string | null {
  const unknown = Object.keys(definition).find((part) => part !== 'kind' && !Object.hasOwn(PARTS, part));
  return unknown === undefined ? null : `there is no "${unknown}" in a strategy; it has ${all('part')} and the hooks ${all('hook')}`;
}

function all(wanted: 'part' | 'hook'): string {
  return Object.entries(PARTS)
    .flatMap(([name, kind]) => (kind === wanted ? [name] : []))
    .join(', ');
}
