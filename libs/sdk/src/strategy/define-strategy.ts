import { brokenDefinition } from './check-definition';
import type { MarketStream, Watch } from './description';
import type { HookContext } from './hook-context';
import type { ParamSchema, ParamsOf } from './param';
import type { StrategyEvent, StrategyTrade } from './protocol';

type EventOf<Type extends StrategyEvent['type']> = Omit<Extract<StrategyEvent, { readonly type: Type }>, 'type'>;

/** A closed bar of one watch. */
export type BarEvent = EventOf<'bar'>;
/** A change in how far data of a watched market can be believed. */
export type DataTrustEvent = EventOf<'trust'>;
/** A change of one of this deployment's own orders. */
export type OrderEvent = EventOf<'order'>;
/** An execution of one of this deployment's own orders. */
export type FillEvent = EventOf<'fill'>;
/** The best prices of a watched market, in quote units, and how much stands there, in base units. */
export type TickEvent = EventOf<'tick'>;
/** One print of a watched market. */
export interface TradeEvent extends StrategyTrade {
  readonly symbol: string;
}
/** The best levels of both sides of a watched book, best first. */
export type OrderBookEvent = EventOf<'book'>;
/** Funding that was settled on this strategy's own position. */
export type FundingEvent = EventOf<'funding'>;
/** A word from outside: a model's score, a webhook. */
export type SignalEvent = EventOf<'signal'>;
/** What this strategy itself holds of a symbol now. */
export type PositionEvent = EventOf<'position'>;
/** A timer that is due. */
export type TimerEvent = EventOf<'timer'>;

/** What a snapshot kept of a state: `saved` is JSON as `onSave`, or the state itself, was; `version` wrote it. */
export interface SavedState {
  readonly saved: unknown;
  readonly version: string | null;
}

/** Everything that makes a strategy. Hooks run to their end at once: there is nothing to await, no clock and no chance. */
export interface StrategyDefinition<Schema extends ParamSchema, State extends object> {
  /** The folder's name under `plugins/strategies`. */
  readonly name: string;
  /** `major.minor.patch`; the platform adds a hash of the built files. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly params: Schema;
  /** Refuses values that are each in range but do not go together: a sentence, or null when all is well. */
  check?(params: ParamsOf<Schema>): string | null;
  /**
   * What it listens to, 1 to 50 entries: closed bars `{ symbol, interval }` for `onBar`, best prices `{ symbol, ticks: true }` for
   * `onTick`, prints `{ symbol, trades: true }` for `onTrade`, the best levels of the book `{ symbol, book: 10 }` for `onOrderBook`
   * (1 to 200 a side). An entry without its hook is refused.
   *
   * @example
   * watches: ({ symbol }) => [{ symbol, interval: '1m' }, { symbol, interval: '1h' }, { symbol, book: 5 }],
   */
  watches(params: ParamsOf<Schema>): readonly (Watch | MarketStream)[];
  /** How many closed bars of each watched interval come before the start, 0 to 10,000. */
  warmUp(params: ParamsOf<Schema>): number;
  /** The state of a new deployment: plain JSON-able data. Hooks change it in place through `ctx.state`. */
  state(params: ParamsOf<Schema>): State;
  /** Once in a deployment's life, before any data. */
  onInit?(ctx: HookContext<ParamsOf<Schema>, State>): void;
  /** After warm-up; orders are possible from here on. Comes again after a gap in the data was filled. */
  onStart?(ctx: HookContext<ParamsOf<Schema>, State>): void;
  /** Each closed bar, of history too: then `ctx.warmingUp` is true and orders are dropped. */
  onBar?(ctx: HookContext<ParamsOf<Schema>, State>, event: BarEvent): void;
  /**
   * The best bid or ask of a watched market changed, or how much stands there. Only the newest waits while an earlier event is
   * worked on, so quotes in between may be passed over; never called before `onStart`.
   *
   * @example
   * onTick: (ctx, { symbol, bid, ask }) => {
   *   if ((ask - bid) / bid > 0.001) ctx.log.info(`${symbol}: wide`);
   * },
   */
  onTick?(ctx: HookContext<ParamsOf<Schema>, State>, event: TickEvent): void;
  /**
   * A print of a watched market, each once and oldest first; never called before `onStart`.
   *
   * @example
   * onTrade: (ctx, { side, quantity }) => void (ctx.state.flow += side === 'BUY' ? quantity : -quantity),
   */
  onTrade?(ctx: HookContext<ParamsOf<Schema>, State>, event: TradeEvent): void;
  /**
   * The best levels of a watched book changed; `bids` and `asks` are `[price, quantity]`, best first, and may be fewer than asked for
   * where the venue has no more. Only the newest book waits; never called before `onStart`.
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
   * Funding was settled on this strategy's own position: `rate` is the fraction of its value, `amount` what it received (above zero) or
   * paid (below) in the settle asset as decimal text, `at` the market time of the settlement. Comes when the venue reports the payment.
   *
   * @example
   * onFunding: (ctx, { symbol, rate }) => {
   *   if (rate > 0.001) ctx.closePosition(symbol, { tag: 'funding' });
   * },
   */
  onFunding?(ctx: HookContext<ParamsOf<Schema>, State>, event: FundingEvent): void;
  /**
   * A word from outside, recorded with its `source` and `expiresAt` (market time); one that expires before the strategy could hear it
   * is dropped and named in the journal. `value` is plain JSON from outside: check it.
   *
   * @example
   * onSignal: (ctx, { name, value }) => {
   *   if (name === 'score' && typeof value === 'number') ctx.state.score = value;
   * },
   */
  onSignal?(ctx: HookContext<ParamsOf<Schema>, State>, event: SignalEvent): void;
  /**
   * The data of a watched market became more, or less, trustworthy: `level` is TRUSTED, DEGRADED or UNTRUSTED, `reasons` says
   * why (STALE, GAP, CROSSED, SKEWED, HALTED, FORMING), most serious first. The platform denies entries while UNTRUSTED by
   * itself; a strategy that wants more, such as leaving the market, does it here.
   *
   * @example
   * onDataTrust: (ctx, { symbol, level }) => {
   *   if (level === 'UNTRUSTED') ctx.closePosition(symbol, { tag: 'blind' });
   * },
   */
  onDataTrust?(ctx: HookContext<ParamsOf<Schema>, State>, event: DataTrustEvent): void;
  /**
   * An own order has another status, or an amendment was denied or refused. `reason` says why where there is one to tell; `tag` is what the
   * strategy gave the order. Over are FILLED, CANCELED, EXPIRED, DENIED (by the platform: it never reached the exchange) and REJECTED (by the
   * exchange); with any other status the order may still trade.
   *
   * @example
   * onOrder: (ctx, { status, reason }) => {
   *   if (status === 'DENIED' || status === 'REJECTED') ctx.log.warn(`refused: ${reason}`);
   * },
   */
  onOrder?(ctx: HookContext<ParamsOf<Schema>, State>, event: OrderEvent): void;
  /**
   * An own order traded: `quantity` (base units) and `price` (quote units) of this one execution, decimal text. `ctx.position` has it already.
   *
   * @example
   * onFill: (ctx, { side, quantity, price }) => ctx.log.info(`${side} ${quantity} at ${price}`),
   */
  onFill?(ctx: HookContext<ParamsOf<Schema>, State>, event: FillEvent): void;
  /**
   * What this strategy holds of a symbol changed; follows `onFill` and `onOrder` of the fill that did it.
   *
   * @example
   * onPosition: (ctx, { symbol, quantity }) => ctx.log.info(`holds ${quantity} ${symbol}`),
   */
  onPosition?(ctx: HookContext<ParamsOf<Schema>, State>, event: PositionEvent): void;
  /**
   * A timer that `ctx.timer` set is due. `at` is its due time; `ctx.marketTime` is never before it, and later where the market was
   * silent or the strategy away.
   *
   * @example
   * onStart: (ctx) => ctx.timer('flatten', ctx.marketTime + 8 * 3_600_000),
   * onTimer: (ctx, { name }) => {
   *   if (name === 'flatten') ctx.closePosition(ctx.params.symbol);
   * },
   */
  onTimer?(ctx: HookContext<ParamsOf<Schema>, State>, event: TimerEvent): void;
  /**
   * What is kept of the state when a snapshot is taken: plain JSON; the state itself goes on untouched. `onLoad` has to bring back exactly
   * the state from it, else the restored run differs from the recorded one and is stopped. Without it the state is kept as it is.
   *
   * @example
   * onSave: ({ average, recent }) => ({ average, recent: recent.join(' ') }), // a long list as one short text
   */
  onSave?(state: State, params: ParamsOf<Schema>): object;
  /**
   * Gives the state from what a snapshot kept; runs before any delivery, with nothing but its arguments. `version` is the one of this
   * strategy that wrote it, null where that is not known, so a newer one can bring an older shape up to date. What it throws stops the
   * deployment. Without it what was kept is the state.
   *
   * @example
   * onLoad: ({ saved, version }) => {
   *   const state = saved as { average: EmaState; entries?: number };
   *   return version === '1.0.0' ? { ...state, entries: 0 } : state; // 1.0.0 did not count entries
   * },
   */
  onLoad?(kept: SavedState, params: ParamsOf<Schema>): object;
  /** Last hook; orders that it gives are dropped. */
  onStop?(ctx: HookContext<ParamsOf<Schema>, State>): void;
}

/** A checked definition whose own types are forgotten; what a plugin exports as `strategy`. */
export interface Strategy extends StrategyDefinition<ParamSchema, object> {
  readonly kind: 'strategy';
}

/**
 * Checks a definition and freezes it; throws with a sentence that names what is wrong. The types of `ctx.params` and
 * `ctx.state` follow from `params` and `state`, so write `state` above the hooks.
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
  const broken = brokenDefinition(definition);
  if (broken !== null) throw new Error(`strategy ${definition.name}: ${broken}`);
  return Object.freeze({ ...definition, kind: 'strategy', params: Object.freeze({ ...definition.params }) });
}
