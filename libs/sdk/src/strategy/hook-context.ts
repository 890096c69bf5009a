import type { DataTrust } from '@libs/kernel';
import type { AmendmentText, Decision, StrategyContext } from './protocol';

/** Order terms other than symbol, side and quantity; absent or undefined fields take their default. */
export interface OrderOptions {
  /** Decimal text; makes the order a LIMIT. Absent: MARKET. */
  readonly price?: string | undefined;
  /**
   * Trigger price, decimal text. The order is sent when the market reaches it: a sell when the price falls to it, a buy when the price
   * rises to it, immediately if the price is already there. Until then the platform holds the order (EMULATED) and the exchange does not
   * know about it.
   */
  readonly stop?: string | undefined;
  /** Default: GTC for a limit order, IOC for a market order. */
  readonly timeInForce?: 'GTC' | 'IOC' | 'FOK' | undefined;
  /** The exchange rejects the order instead of filling it immediately. */
  readonly postOnly?: boolean | undefined;
  /** The order can only reduce this strategy's own position. */
  readonly reduceOnly?: boolean | undefined;
  /** A short reason, at most 64 characters; shown with the order and returned in `onOrder`, `onFill` and `ctx.openOrders`. */
  readonly tag?: string | undefined;
}

/** How a target is reached; `reduceOnly` follows from the position. */
export type TargetOptions = Omit<OrderOptions, 'reduceOnly' | 'stop'>;

/** How a position is closed: by a reduce-only market order for its full size. */
export type CloseOptions = Pick<OrderOptions, 'tag'>;

/** An order for `ctx.submit`. */
export interface OrderIntent extends OrderOptions {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  /** Decimal text, a multiple of the lot. `"0"`, which `quantityFor` returns for an amount too small to trade, is denied. */
  readonly quantity: string;
}

/** An entry and its exit prices, for `ctx.bracket`. */
export interface BracketIntent {
  /** A market order, or a limit order if it has a `price`. */
  readonly entry: Pick<OrderIntent, 'side' | 'quantity' | 'price' | 'timeInForce' | 'postOnly' | 'tag'>;
  /** Price at which the entered quantity is closed at the market, decimal text. */
  readonly stopLoss: string;
  /** Price of a limit order that takes the profit, decimal text; absent: none. */
  readonly takeProfit?: string | undefined;
}

/** This strategy's own position in one market. */
export interface PositionView {
  readonly symbol: string;
  readonly side: 'LONG' | 'SHORT' | 'FLAT';
  /** Signed decimal text, `"0"` when flat. */
  readonly quantity: string;
  /** Decimal text, `"0"` when flat. */
  readonly averagePrice: string;
}

/** Steps and minimum sizes of one market, decimal text: quantities in base units, prices and notional in quote units. */
export type InstrumentView = StrategyContext['instruments'][string] & { readonly symbol: string };

/** An order that can still fill. */
export interface OpenOrder {
  /** The id returned by `ctx.buy`, `ctx.sell` or `ctx.submit`. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  /** Unfilled quantity, decimal text. */
  readonly leaves: string;
  /** Decimal text; absent for a market order. */
  readonly price?: string;
  /** Trigger price of a stop order that has not triggered, decimal text. */
  readonly stop?: string;
  /** `clientOrderId` of the entry, if this order is an exit of `ctx.bracket`. */
  readonly bracket?: string;
  /** The tag that the strategy gave it. */
  readonly tag?: string;
}

/** What a hook can read and do. Valid only while the hook runs; using a kept reference later throws. */
export interface HookContext<Params, State> {
  readonly params: Params;
  /** The strategy's own data: plain JSON, changed in place, restored exactly after a restart. */
  readonly state: State;
  /** Market time in epoch milliseconds; a strategy has no other clock. */
  readonly marketTime: number;
  /** True during the warm-up: orders and decisions are dropped. */
  readonly warmingUp: boolean;
  /** Account equity in the settle asset, decimal text. */
  readonly equity: string;
  /** This strategy's own open orders, including those just sent. */
  readonly openOrders: readonly OpenOrder[];

  /** This strategy's position in a market. Throws if the symbol is not watched. */
  position(symbol: string): PositionView;
  /** Steps and minimum sizes of a market. Throws if the symbol is not watched. */
  instrument(symbol: string): InstrumentView;
  /** True if an order of this symbol can fill; stops that have not triggered do not count. */
  hasOpenOrders(symbol: string): boolean;
  /**
   * The trust level of a watched market's data: `TRUSTED`; `DEGRADED` if everything shown is correct but something is late; `UNTRUSTED` if
   * what is shown may be wrong. While UNTRUSTED, orders that could increase the account's position are denied with `DATA_UNTRUSTED`; exits
   * pass. Throws if the symbol is not watched.
   *
   * @example
   * if (ctx.trust('BTC/USDT').level !== 'TRUSTED') return; // wait with new ideas
   */
  trust(symbol: string): DataTrust;

  /** A fraction of equity in the settle asset, as decimal text: `equityShare(0.05)` of `"1000"` is `"50"`. */
  equityShare(fraction: number): string;
  /**
   * The quantity that `notional` (quote units) buys at the newest price the strategy has seen (a close, a public trade, or the mid price),
   * rounded DOWN to the lot. Returns `"0"` if that is below the market's minimum quantity or notional, or if there is no price yet; an order
   * of `"0"` is denied, and `ctx.target` to `"0"` closes the position. Throws if the symbol is not watched or the number is not finite.
   */
  quantityFor(symbol: string, notional: string | number): string;
  /**
   * A price in quote units rounded to the tick, as decimal text: to the nearest tick (half to even), or down or up. Throws if the symbol is
   * not watched or the number is not finite.
   *
   * @example
   * ctx.roundedPrice('BTC/USDT', 100.26, 'DOWN'); // "100.2" where the tick is 0.1
   */
  roundedPrice(symbol: string, price: number | string, toward?: 'DOWN' | 'UP' | 'NEAREST'): string;
  /**
   * A quantity in base units rounded toward zero to the lot, as decimal text; `"0"` below the minimum quantity. Throws as `roundedPrice`
   * does.
   */
  roundedQuantity(symbol: string, quantity: number | string): string;

  /**
   * Sends a buy order: MARKET, or LIMIT with a `price`. `quantity` is decimal text in base units, a multiple of the lot, as
   * `quantityFor` and `roundedQuantity` return it; their `"0"`, for an amount too small to trade, is denied. The outcome arrives in `onOrder`
   * and `onFill`, including a denial by the risk rules. Throws only if the arguments could never be a valid order.
   *
   * Returns the order's client id. `onOrder` and `onFill` carry it, even if the order is denied, and `cancel` and `amend` take it, also in
   * the same hook. Returns null if nothing is sent: orders are dropped during the warm-up and in `onStop`.
   *
   * @example
   * ctx.state.entry = ctx.buy(symbol, ctx.quantityFor(symbol, ctx.equityShare(0.05)), { tag: 'breakout' });
   */
  buy(symbol: string, quantity: string, options?: OrderOptions): string | null;
  /** Sends a sell order, like `buy`. It closes a long position and, unless it is `reduceOnly`, opens a short one with the rest. */
  sell(symbol: string, quantity: string, options?: OrderOptions): string | null;
  /** Like `buy` and `sell`, with the side as data. */
  submit(order: OrderIntent): string | null;
  /** Cancels an open order. Cancelling a finished order has no effect. Throws if the text is not an order id. */
  cancel(clientOrderId: string): void;
  /**
   * Amends an open limit order in place: a new `price`, a new `quantity` (the total, filled parts included), or both; positive decimal
   * text. A smaller quantity at the same price keeps its place in the queue. One amendment at a time. `onOrder` follows with the order's
   * status once the venue has applied it, or with a `reason` if it was denied (by the rules for new orders; a reduction is always allowed)
   * or rejected. Throws if neither is given, or if the text is not an order id.
   *
   * @example
   * if (ctx.state.entry !== null) ctx.amend(ctx.state.entry, { price: ctx.roundedPrice(symbol, bid, 'DOWN') });
   */
  amend(clientOrderId: string, changes: AmendmentText): void;
  /**
   * Sends an entry whose exits the platform manages: a stop-loss that it holds (EMULATED) and a take-profit at the exchange. Both are
   * reduce-only and sized to the part of the position that is still held. When one exit fills, the other and the unfilled rest of the entry
   * are cancelled; once nothing is held, both are gone. Throws if the arguments could never be a valid order; an entry whose exits are on
   * the wrong side is denied. Returns the client id of the entry, like `buy`; its exits carry that id as `bracket` in `ctx.openOrders`.
   *
   * @example
   * ctx.bracket(symbol, {
   *   entry: { side: 'BUY', quantity: ctx.quantityFor(symbol, ctx.equityShare(0.05)), tag: 'breakout' },
   *   stopLoss: ctx.roundedPrice(symbol, bar.close * 0.98, 'DOWN'),
   *   takeProfit: ctx.roundedPrice(symbol, bar.close * 1.04, 'UP'),
   * });
   */
  bracket(symbol: string, bracket: BracketIntent): string | null;
  /**
   * Moves this strategy's position in a symbol towards `quantity` (signed decimal text, rounded toward zero to the lot; `"0"` closes it).
   * Open orders in that direction count as if they fill; opposite ones are cancelled. Partial fills and refusals need no handling: set the
   * same target again at the next bar, and only what is missing is sent. A difference below the market's minimum sizes is ignored, unless
   * it closes the whole position. With a `price` the orders are limit orders. Returns the client ids of the orders sent: none, one, or two
   * for a reversal, the exit first.
   *
   * @example
   * ctx.target(symbol, isUp ? ctx.quantityFor(symbol, ctx.equityShare(0.1)) : '0', { tag: 'trend' });
   */
  target(symbol: string, quantity: string, options?: TargetOptions): readonly string[];
  /** Sends a reduce-only market order for the whole position and returns its client id, like `buy`; null if the position is flat. */
  closePosition(symbol: string, options?: CloseOptions): string | null;

  /**
   * Sets a timer: `onTimer` is called with `name` once market time reaches `at` (epoch milliseconds, a whole number); a time in the past is
   * due one millisecond from now. A timer of the same name is replaced. Timers survive restarts. At equal times a timer comes before market
   * events. Throws without an `onTimer` hook, and if the name is empty or longer than 64 characters; a strategy with more than 100 timers
   * is stopped.
   *
   * @example
   * ctx.timer('give-up', ctx.marketTime + duration('30s'));
   */
  timer(name: string, at: number): void;
  /** Cancels a timer; no effect if it is not set. */
  cancelTimer(name: string): void;

  /**
   * Records what was decided and why, for people to read. The last call in a hook counts. Values are finite numbers, at most 50, otherwise
   * it throws. A function is called immediately, but only if decisions are kept: always in paper and live, not in backtests, where building
   * the text would cost more than the rest of a quiet bar. The function must therefore have no side effects.
   *
   * @example
   * ctx.decide(() => ({ action: 'hold', why: `rsi is ${value}, within its band`, values: { rsi: value } }));
   */
  decide(decision: Decision | (() => Decision)): void;
  /**
   * True if decisions are kept. For strategies that a search plays over millions of bars: check it to avoid allocating a closure on each
   * bar.
   */
  readonly keepsDecisions: boolean;
  readonly log: HookLog;
}

/** At most 100 lines per delivery of 1,000 characters each; the rest is dropped and counted. */
export interface HookLog {
  /**
   * Writes a debug line. A function is called immediately, but only if debug lines are kept: in paper and live, not in backtests. It must
   * therefore have no side effects.
   *
   * @example
   * ctx.log.debug(() => `spread is ${ask - bid}`);
   */
  debug(message: string | (() => string)): void;
  /** Writes a line that is kept in backtests too: `plimsoll backtest` prints the first 200 of a strategy. */
  info(message: string): void;
  /** Like `info`, for what a person should look at. */
  warn(message: string): void;
}
