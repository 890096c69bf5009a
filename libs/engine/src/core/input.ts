import type { Category, Decimal, Instrument, Interval, OrderRequest, TradingState, TrustLevel, TrustReason } from '@libs/kernel';
import type { AmendmentText, Hearing, LevelText, MarketStream, PublicTrade, StrategyAnswer } from '@libs/sdk';

/** A JSON value in which every exact number is decimal text; inputs are recorded and must parse back to the same bytes. */
export type Texted<T> = T extends Decimal
  ? string
  : T extends readonly (infer U)[]
    ? readonly Texted<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Texted<T[K]> }
      : T;

export interface BarText {
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/** The trading terms of an account; paper and live look the same to the core. */
export interface AccountTerms {
  readonly accountId: string;
  readonly name: string;
  readonly mode: 'paper' | 'live';
  readonly venue: string;
  readonly settleAsset: string;
  /** Fraction of equity per symbol, 0 < x ≤ 1, decimal text. */
  readonly maxPositionSize: string;
  readonly startingBalances: Readonly<Record<string, string>>;
}

export interface DeploymentTerms {
  readonly deploymentId: string;
  /** Registered strategy name; `manual` is the deployment that owns manual orders. */
  readonly strategy: string;
  readonly strategyVersion: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly watches: readonly { readonly symbol: string; readonly interval: Interval }[];
  /** Watched streams finer than bars; absent: none. */
  readonly streams?: readonly MarketStream[];
  /** Events that it has hooks for; absent: none. */
  readonly hears?: readonly Hearing[];
  /** Bars of history needed before it may trade. */
  readonly warmUpBars: number;
}

/** What the executor learned from the venue; delivered by the account inbox. */
export type VenueReport =
  | { readonly kind: 'accepted'; readonly clientOrderId: string; readonly venueOrderId: string }
  | {
      readonly kind: 'refused';
      readonly clientOrderId: string;
      readonly code: string;
      readonly message: string;
      /** Milliseconds (a whole number) until the venue accepts such an order again; absent: not stated. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'unknown'; readonly clientOrderId: string; readonly cause: string }
  /** Proven absent after the venue's request window closed. */
  | { readonly kind: 'never-received'; readonly clientOrderId: string }
  /** Stopped in the executor (stale, latch, hard limit, rate limit); nothing was sent. */
  | {
      readonly kind: 'aborted';
      readonly clientOrderId: string;
      readonly code: 'STALE' | 'TRADING_HALTED' | 'HARD_LIMIT' | 'VENUE_BUSY';
      readonly message: string;
      /** Milliseconds (a whole number) until the venue accepts requests again; absent: not stated. */
      readonly retryAfter?: number;
    }
  /** Cancelled while its dispatch was still READY; nothing was sent. */
  | { readonly kind: 'withdrawn'; readonly clientOrderId: string }
  /** The venue or the executor refused the request; the order is unchanged, or closed. */
  | {
      readonly kind: 'amend-refused';
      readonly clientOrderId: string;
      readonly code: string;
      readonly message: string;
      /** Number of the input that requested the amendment; absent if it was not kept. */
      readonly askedIn?: number;
    }
  | { readonly kind: 'cancel-refused'; readonly clientOrderId: string; readonly code: string; readonly message: string }
  | {
      readonly kind: 'order';
      readonly clientOrderId: string;
      readonly venueOrderId: string;
      readonly status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'REJECTED';
      readonly filledQuantity: string;
      /** The order's quantity (filled parts included) and price at the venue; absent if the venue did not say. */
      readonly quantity?: string;
      readonly price?: string;
      readonly reason?: string;
    }
  | {
      readonly kind: 'execution';
      readonly executionId: string;
      readonly clientOrderId: string;
      readonly venueSymbol: string;
      readonly category: Category;
      readonly side: 'BUY' | 'SELL';
      readonly quantity: string;
      readonly price: string;
      readonly fee: string;
      readonly feeAsset: string;
      readonly liquidity: 'MAKER' | 'TAKER';
      /** Venue time of the trade, epoch milliseconds; kept only in the recording, to tell latency from slippage. */
      readonly at?: number;
    }
  /** Funding that the venue settled on the account's position; `amount` is signed decimal text, positive if received. */
  | {
      readonly kind: 'funding';
      readonly fundingId: string;
      readonly venueSymbol: string;
      readonly category: Category;
      readonly rate: string;
      readonly amount: string;
      readonly asset: string;
      /** Venue time of the settlement, epoch milliseconds. */
      readonly at: number;
    }
  /** The venue liquidated the account's position in a market because its margin was used up; it belongs to no order of ours. */
  | {
      readonly kind: 'liquidation';
      readonly executionId: string;
      readonly venueSymbol: string;
      readonly category: Category;
      /** Side of the closing trade: SELL closes a long position. */
      readonly side: 'BUY' | 'SELL';
      readonly quantity: string;
      readonly price: string;
      readonly fee: string;
      readonly feeAsset: string;
    }
  /** What an insurance fund paid for a loss beyond the account's money; positive decimal text. */
  | { readonly kind: 'insurance'; readonly transferId: string; readonly asset: string; readonly amount: string }
  /** The venue's actual state after a start or reconnection; missed orders and executions precede it as separate reports. */
  | {
      readonly kind: 'reconciled';
      readonly positions: readonly { readonly venueSymbol: string; readonly category: Category; readonly quantity: string }[];
      readonly balances: readonly { readonly asset: string; readonly total: string }[];
      /** Venue orders whose client id is not ours. */
      readonly foreignOrders: readonly string[];
      /** Ids of our executions that the picture may already contain; otherwise a report still on its way would look like a difference. */
      readonly executionIds: readonly string[];
    };

/** What a person or a bot requested; delivered by the account inbox. */
export type OperatorCommand =
  | { readonly kind: 'open-account'; readonly terms: AccountTerms; readonly manualDeploymentId: string }
  | { readonly kind: 'update-account'; readonly maxPositionSize: string }
  | { readonly kind: 'set-trading-state'; readonly state: TradingState; readonly reason: string }
  | { readonly kind: 'deploy'; readonly terms: DeploymentTerms }
  | { readonly kind: 'stop-deployment'; readonly deploymentId: string; readonly reason: string }
  /** Closes a deployment's whole position in a symbol, in its own book, whether or not it is running. */
  | { readonly kind: 'close-position'; readonly deploymentId: string; readonly symbol: string }
  | { readonly kind: 'place-order'; readonly order: Texted<OrderRequest> }
  /** Absent fields stay as they are; `quantity` is the order's total, filled parts included. */
  | ({ readonly kind: 'amend-order'; readonly clientOrderId: string } & AmendmentText)
  | { readonly kind: 'cancel-order'; readonly clientOrderId: string }
  /** A signal for a running strategy; `value` is plain JSON, `expiresAt` is market time. */
  | ({ readonly kind: 'send-signal' } & SignalText);

/** An external signal for one deployment. */
export interface SignalText {
  readonly deploymentId: string;
  readonly name: string;
  readonly value: unknown;
  readonly expiresAt: number;
  /** Where the signal comes from; absent: the sender. */
  readonly source?: string;
}

export type InputBody =
  /** First input of every session. */
  | { readonly type: 'session-started'; readonly sessionId: string; readonly startedAtWall: number }
  | { readonly type: 'instrument'; readonly instrument: Texted<Instrument> }
  | {
      readonly type: 'quote';
      readonly symbol: string;
      readonly bid: string;
      readonly bidSize: string;
      readonly ask: string;
      readonly askSize: string;
    }
  /** Trust level of a symbol's data from now on; a symbol not yet reported in a session is UNTRUSTED. */
  | { readonly type: 'trust'; readonly symbol: string; readonly level: TrustLevel; readonly reasons: readonly TrustReason[] }
  | { readonly type: 'bar'; readonly symbol: string; readonly interval: Interval; readonly bar: BarText }
  /** Public trades, oldest first, with the venue's timestamps. */
  | { readonly type: 'trades'; readonly symbol: string; readonly trades: readonly PublicTrade[] }
  /** The best levels of both sides, best first, conflated by the feed. */
  | { readonly type: 'book'; readonly symbol: string; readonly bids: readonly LevelText[]; readonly asks: readonly LevelText[] }
  /** A trade price where there are no quotes or trades: in a backtest on bars, when the price reaches a stop. */
  | { readonly type: 'last-price'; readonly symbol: string; readonly price: string }
  /** An external signal that does not come through the inbox, as in a backtest. */
  | ({ readonly type: 'signal'; readonly source: string } & SignalText)
  /** A strategy's timer is due: fed before the first input whose market time is `at` or later. */
  | { readonly type: 'timer'; readonly deploymentId: string; readonly name: string; readonly at: number }
  /**
   * `count` live bars that the driver of the core showed to the strategy directly and that it answered with nothing; `bar` is the newest.
   * For backtests, where most bars have no effect.
   */
  | { readonly type: 'bars-passed'; readonly symbol: string; readonly interval: Interval; readonly bar: BarText; readonly count: number }
  /** The answer to a `request-history` effect, oldest first, up to the newest closed bar. */
  | {
      readonly type: 'history';
      readonly deploymentId: string;
      readonly symbol: string;
      readonly interval: Interval;
      readonly bars: readonly BarText[];
    }
  | { readonly type: 'report'; readonly inboxSeq: number; readonly report: VenueReport }
  | {
      readonly type: 'operator';
      readonly inboxSeq: number;
      readonly commandId: string;
      readonly actor: string;
      readonly command: OperatorCommand;
    }
  | { readonly type: 'answer'; readonly answer: StrategyAnswer }
  | { readonly type: 'strategy-fault'; readonly deploymentId: string; readonly hook: string; readonly message: string };

/** One numbered step of a core. `marketTime` never decreases. */
export interface Input {
  readonly inputSeq: number;
  /** Epoch milliseconds of the market the account trades on. */
  readonly marketTime: number;
  readonly body: InputBody;
}
