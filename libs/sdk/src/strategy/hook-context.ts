import type { DataTrust } from '@libs/kernel';
import type { AmendmentText, Decision, StrategyContext } from './protocol';

/** Terms of an order beside symbol, side and quantity; what is absent or undefined has its default. */
export interface OrderOptions {
  /** Decimal text; makes the order a LIMIT. Absent: MARKET. */
  readonly price?: string | undefined;
  /**
   * Decimal text: sends the order when the market comes to this price, a sell when it falls to it, a buy when it rises to it; at once where it
   * is there already. Until then the platform holds it (EMULATED) and the exchange knows nothing of it.
   */
  readonly stop?: string | undefined;
  /** Default GTC for a limit, IOC for a market order. */
  readonly timeInForce?: 'GTC' | 'IOC' | 'FOK' | undefined;
  /** A limit order that would trade at once is refused by the exchange instead. */
  readonly postOnly?: boolean | undefined;
  /** The order may only bring this strategy's own position nearer to zero. */
  readonly reduceOnly?: boolean | undefined;
  /** Why, in a word or two, at most 64 characters; shown with the order, and comes back with its news and in `ctx.openOrders`. */
  readonly tag?: string | undefined;
}

/** How a target is approached; `reduceOnly` follows from the position. */
export type TargetOptions = Omit<OrderOptions, 'reduceOnly' | 'stop'>;

/** How a position is closed: a reduce-only market order over the whole of it. */
export type CloseOptions = Pick<OrderOptions, 'tag'>;

/** An order for `ctx.submit`. */
export interface OrderIntent extends OrderOptions {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  /** Decimal text above zero, a multiple of the lot. */
  readonly quantity: string;
}

/** An entry and the prices of its exits, for `ctx.bracket`. */
export interface BracketIntent {
  /** A market order, or a limit where it has a `price`. */
  readonly entry: Pick<OrderIntent, 'side' | 'quantity' | 'price' | 'timeInForce' | 'postOnly' | 'tag'>;
  /** Price at which what has been entered is sold again at the market, decimal text. */
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

/** Steps and minima of one market, decimal text: quantities in base units, prices and notional in quote units. */
export type InstrumentView = StrategyContext['instruments'][string] & { readonly symbol: string };

/** An order that the strategy still waits for. */
export interface OpenOrder {
  /** What `ctx.buy`, `ctx.sell` or `ctx.submit` gave for it. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  /** What is not filled yet, decimal text. */
  readonly leaves: string;
  /** Decimal text; absent for a market order. */
  readonly price?: string;
  /** Of a stop that waits for the market, decimal text. */
  readonly stop?: string;
  /** `clientOrderId` of the entry, where it is an exit of `ctx.bracket`. */
  readonly bracket?: string;
  /** What the strategy gave it. */
  readonly tag?: string;
}

/** What a hook may know and do. Valid while the hook runs; a kept reference throws when used later. */
export interface HookContext<Params, State> {
  readonly params: Params;
  /** The strategy's own data: plain JSON, changed in place, exactly what a restart would bring back. */
  readonly state: State;
  /** Epoch milliseconds of the market; the only clock there is. */
  readonly marketTime: number;
  /** True while history is shown: orders and decisions are dropped. */
  readonly warmingUp: boolean;
  /** Account equity in the settle asset, decimal text. */
  readonly equity: string;
  /** This strategy's own orders that are not done yet, those just sent included. */
  readonly openOrders: readonly OpenOrder[];

  /** What this strategy holds of a market; throws for a symbol that is not watched. */
  position(symbol: string): PositionView;
  /** Steps and minima of a watched market; throws for a symbol that is not watched. */
  instrument(symbol: string): InstrumentView;
  /** Whether an order may trade; stops that wait for their price do not count. */
  hasOpenOrders(symbol: string): boolean;
  /**
   * How far data of a watched market can be believed now: `TRUSTED`; `DEGRADED`, all that is shown is right but something is
   * late; `UNTRUSTED`, what is shown may be wrong. While UNTRUSTED, orders that could enlarge the account's position are
   * denied with `DATA_UNTRUSTED`; exits pass. Throws for a symbol that is not watched.
   *
   * @example
   * if (ctx.trust('BTC/USDT').level !== 'TRUSTED') return; // wait with new ideas
   */
  trust(symbol: string): DataTrust;

  /** A fraction of equity in the settle asset, decimal text: `equityShare(0.05)` of `"1000"` is `"50"`. */
  equityShare(fraction: number): string;
  /**
   * How much of a symbol `notional` (quote units) buys at the newest price that the strategy has seen (a close, a print, the middle of
   * the best prices), rounded DOWN to the lot; `"0"` when that is below the market's minimum quantity or notional, or when no price has
   * come yet. Throws for a symbol that is not watched and for what is no finite number.
   */
  quantityFor(symbol: string, notional: string | number): string;
  /**
   * A price in quote units as the market takes it: decimal text, a multiple of the tick; to the nearest one (half to even), or the one
   * below or above. Throws for a symbol that is not watched and for what is no finite number.
   *
   * @example
   * ctx.roundedPrice('BTC/USDT', 100.26, 'DOWN'); // "100.2" where the tick is 0.1
   */
  roundedPrice(symbol: string, price: number | string, toward?: 'DOWN' | 'UP' | 'NEAREST'): string;
  /**
   * A quantity in base units as the market takes it: decimal text, rounded toward zero to the lot; `"0"` below the minimum quantity.
   * Throws as `roundedPrice` does.
   */
  roundedQuantity(symbol: string, quantity: number | string): string;

  /**
   * Sends a buy order: MARKET, or LIMIT with a `price`. `quantity` is decimal text in base units, above zero and a multiple of the lot, as
   * `quantityFor` and `roundedQuantity` give it. What becomes of it comes as `onOrder` and `onFill`; a refusal by the risk rules is one of
   * those, not an exception. Throws for what could never be an order.
   *
   * Gives the order's client id, to keep in the state: it is in all news of the order, denied or not, and `cancel` and `amend` take it, in
   * this very hook too. It is null where nothing is sent: orders are dropped while warming up and in `onStop`.
   *
   * @example
   * ctx.state.entry = ctx.buy(symbol, ctx.quantityFor(symbol, ctx.equityShare(0.05)), { tag: 'breakout' });
   */
  buy(symbol: string, quantity: string, options?: OrderOptions): string | null;
  /** As `buy`, for a sell order: it closes a long position, and beyond that opens a short one unless it is `reduceOnly`. */
  sell(symbol: string, quantity: string, options?: OrderOptions): string | null;
  /** `buy` or `sell` with the side as data. */
  submit(order: OrderIntent): string | null;
  /** Takes an open order back; one that is done is no mistake. Throws for a text that is the id of no order. */
  cancel(clientOrderId: string): void;
  /**
   * Changes an open limit order where it stands: to another `price`, another `quantity` (the whole of it, filled parts included), or both;
   * decimal text above zero. Less at the same price keeps the place in the queue. One amendment at a time; `onOrder` follows with the
   * order's status when the venue has taken it, and with a `reason` when it was denied (as a new order would be, but less is always
   * granted) or refused. Throws when neither is given, and for a text that is the id of no order.
   *
   * @example
   * if (ctx.state.entry !== null) ctx.amend(ctx.state.entry, { price: ctx.roundedPrice(symbol, bid, 'DOWN') });
   */
  amend(clientOrderId: string, changes: AmendmentText): void;
  /**
   * Sends an entry whose exits are the platform's business: a stop-loss that it holds (EMULATED) and a take-profit at the exchange, both
   * reduce-only and as large as what has been entered and not left. Whichever comes first takes the other back, and what is still open of
   * the entry; when nothing is held both are gone. Throws for what could never be an order; an entry whose exits stand on the wrong side
   * is denied. Gives the client id of the entry, as `buy` does; in `ctx.openOrders` its exits name it as their `bracket`.
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
   * Brings this strategy's position of a symbol towards `quantity` (signed decimal text, rounded toward zero to the lot; `"0"` wants out).
   * What is open towards it counts as if it will fill, what leads away from it is cancelled. Partial fills and refusals need no care: set the same target again at the next bar, and only what is missing is sent.
   * What is below the market's minima is left, except where it closes the whole. With a `price` the orders are limits. Gives the client ids
   * of the orders it sent: none, one, or two for a turn, the exit first.
   *
   * @example
   * ctx.target(symbol, isUp ? ctx.quantityFor(symbol, ctx.equityShare(0.1)) : '0', { tag: 'trend' });
   */
  target(symbol: string, quantity: string, options?: TargetOptions): readonly string[];
  /** Sends a reduce-only market order over the whole position and gives its client id, as `buy` does; null where nothing is held. */
  closePosition(symbol: string, options?: CloseOptions): string | null;

  /**
   * Calls `onTimer` with `name` as soon as market time reaches `at` (epoch milliseconds, a whole number); a time that is past is due a
   * millisecond from now.
   * A timer of the same name is set anew. It survives restarts. On equal times a timer comes before the market's news. Throws without an
   * `onTimer` hook and for a name that is empty or longer than 64 characters; a strategy with more than 100 timers is stopped.
   *
   * @example
   * ctx.timer('give-up', ctx.marketTime + duration('30s'));
   */
  timer(name: string, at: number): void;
  /** Takes a timer back; one that is not set is no mistake. */
  cancelTimer(name: string): void;

  /**
   * Says what was decided and why; shown to people. The last one of a hook counts. Values are finite numbers, at most 50, else it
   * throws. A function is called at once, but only where decisions are kept: always in paper and live, not in backtests, where its
   * words would cost more than the rest of a quiet bar. So let it only read.
   *
   * @example
   * ctx.decide(() => ({ action: 'hold', why: `rsi is ${value}, within its band`, values: { rsi: value } }));
   */
  decide(decision: Decision | (() => Decision)): void;
  /** Whether decisions are kept. For strategies of which a search plays millions of bars: a function takes along all that it reads, each bar. */
  readonly keepsDecisions: boolean;
  readonly log: HookLog;
}

/** At most 100 lines a delivery, 1,000 characters each; what is over is dropped and counted. */
export interface HookLog {
  /**
   * A function is called at once, but only where debug lines are kept: in paper and live, not in backtests, where a line that is not
   * wanted costs no more than this call. So let it only read.
   *
   * @example
   * ctx.log.debug(() => `spread is ${ask - bid}`);
   */
  debug(message: string | (() => string)): void;
  /** Kept in backtests too. */
  info(message: string): void;
  /** As `info`, for what a person should look at. */
  warn(message: string): void;
}
