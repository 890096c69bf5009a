import type { Category, Decimal, Instrument, Interval, OrderRequest, TradingState, TrustLevel, TrustReason } from '@libs/kernel';
import type { AmendmentText, Hearing, LevelText, MarketStream, PublicTrade, StrategyAnswer } from '@libs/sdk';

/** A JSON value in which every exact number is decimal text; inputs are recorded and must read back byte for byte. */
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

/** What an account trades with; paper and live differ in nothing that the core sees. */
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
  /** Registered strategy name; `manual` is the deployment that owns orders placed by hand. */
  readonly strategy: string;
  readonly strategyVersion: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly watches: readonly { readonly symbol: string; readonly interval: Interval }[];
  /** What it follows that is finer than bars; absent: nothing. */
  readonly streams?: readonly MarketStream[];
  /** News that it has hooks for; absent: none. */
  readonly hears?: readonly Hearing[];
  /** Bars of history it needs before it may trade. */
  readonly warmUpBars: number;
}

/** What the executor learned from the venue; carried by the account inbox. */
export type VenueReport =
  | { readonly kind: 'accepted'; readonly clientOrderId: string; readonly venueOrderId: string }
  | {
      readonly kind: 'refused';
      readonly clientOrderId: string;
      readonly code: string;
      readonly message: string;
      /** Whole milliseconds for which the venue takes no such order; absent: it did not say. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'unknown'; readonly clientOrderId: string; readonly cause: string }
  /** Proven absent after the venue's window closed. */
  | { readonly kind: 'never-received'; readonly clientOrderId: string }
  /** Stopped at the executor (stale, latch, hard limit, a venue that wants to be left alone); nothing left the house. */
  | {
      readonly kind: 'aborted';
      readonly clientOrderId: string;
      readonly code: 'STALE' | 'TRADING_HALTED' | 'HARD_LIMIT' | 'VENUE_BUSY';
      readonly message: string;
      /** Whole milliseconds for which the venue wants to be left alone; absent: it did not say. */
      readonly retryAfter?: number;
    }
  /** Cancelled while its dispatch was still READY; nothing left the house. */
  | { readonly kind: 'withdrawn'; readonly clientOrderId: string }
  /** The venue, or the executor, did not take it; the order stands as before, or is over. */
  | {
      readonly kind: 'amend-refused';
      readonly clientOrderId: string;
      readonly code: string;
      readonly message: string;
      /** Number of the input in which the amendment was asked for; absent where nobody kept it. */
      readonly askedIn?: number;
    }
  | { readonly kind: 'cancel-refused'; readonly clientOrderId: string; readonly code: string; readonly message: string }
  | {
      readonly kind: 'order';
      readonly clientOrderId: string;
      readonly venueOrderId: string;
      readonly status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'REJECTED';
      readonly filledQuantity: string;
      /** What it asks for at the venue, filled parts included, and at which price; absent where the venue did not say. */
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
      /** Venue time of the trade, epoch milliseconds; only kept with the recording, to tell latency from slippage. */
      readonly at?: number;
    }
  /** Funding that the venue settled on the account's position; `amount` is signed decimal text, above zero when it was received. */
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
  /** The venue closed the account's position in a market because its margin was gone; it belongs to no order of ours. */
  | {
      readonly kind: 'liquidation';
      readonly executionId: string;
      readonly venueSymbol: string;
      readonly category: Category;
      /** Of the closing trade: SELL closes a long position. */
      readonly side: 'BUY' | 'SELL';
      readonly quantity: string;
      readonly price: string;
      readonly fee: string;
      readonly feeAsset: string;
    }
  /** What an insurance fund paid in for a loss beyond the account's money; above zero, decimal text. */
  | { readonly kind: 'insurance'; readonly transferId: string; readonly asset: string; readonly amount: string }
  /** The venue's own truth after start or reconnection; missed orders and executions come before it as their own reports. */
  | {
      readonly kind: 'reconciled';
      readonly positions: readonly { readonly venueSymbol: string; readonly category: Category; readonly quantity: string }[];
      readonly balances: readonly { readonly asset: string; readonly total: string }[];
      /** Venue orders whose client id is not ours. */
      readonly foreignOrders: readonly string[];
      /**
       * Our executions that the picture may already contain are known by id; a report that is still on its way would
       * otherwise look like a difference.
       */
      readonly executionIds: readonly string[];
    };

/** What a person or a bot asked for; carried by the account inbox. */
export type OperatorCommand =
  | { readonly kind: 'open-account'; readonly terms: AccountTerms; readonly manualDeploymentId: string }
  | { readonly kind: 'update-account'; readonly maxPositionSize: string }
  | { readonly kind: 'set-trading-state'; readonly state: TradingState; readonly reason: string }
  | { readonly kind: 'deploy'; readonly terms: DeploymentTerms }
  | { readonly kind: 'stop-deployment'; readonly deploymentId: string; readonly reason: string }
  /** All that a deployment holds of a symbol, running or not, out of its own book. */
  | { readonly kind: 'close-position'; readonly deploymentId: string; readonly symbol: string }
  | { readonly kind: 'place-order'; readonly order: Texted<OrderRequest> }
  /** What is absent stays; `quantity` is the whole of the order, filled parts included. */
  | ({ readonly kind: 'amend-order'; readonly clientOrderId: string } & AmendmentText)
  | { readonly kind: 'cancel-order'; readonly clientOrderId: string }
  /** A word for a running strategy; `value` is plain JSON, `expiresAt` market time. */
  | ({ readonly kind: 'send-signal' } & SignalText);

/** A word from outside for one deployment. */
export interface SignalText {
  readonly deploymentId: string;
  readonly name: string;
  readonly value: unknown;
  readonly expiresAt: number;
  /** Whose word it is; absent: whoever sent it. */
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
  /** How far data of a symbol can be believed from here on; what was never said in a session is UNTRUSTED. */
  | { readonly type: 'trust'; readonly symbol: string; readonly level: TrustLevel; readonly reasons: readonly TrustReason[] }
  | { readonly type: 'bar'; readonly symbol: string; readonly interval: Interval; readonly bar: BarText }
  /** What everybody traded, oldest first, with the venue's own times. */
  | { readonly type: 'trades'; readonly symbol: string; readonly trades: readonly PublicTrade[] }
  /** The best levels of both sides, best first; whoever feeds them has dropped the books in between. */
  | { readonly type: 'book'; readonly symbol: string; readonly bids: readonly LevelText[]; readonly asks: readonly LevelText[] }
  /** What the market traded at, where nobody tells of quotes or prints: in a backtest of bars, when the price comes to a stop. */
  | { readonly type: 'last-price'; readonly symbol: string; readonly price: string }
  /** A word from outside that comes by no inbox, as in a backtest. */
  | ({ readonly type: 'signal'; readonly source: string } & SignalText)
  /** A timer of a strategy is due: fed before the first input whose market time is `at` or later. */
  | { readonly type: 'timer'; readonly deploymentId: string; readonly name: string; readonly at: number }
  /**
   * `count` live bars that whoever drives the core has shown to the strategy itself and that it answered with nothing; `bar` is the
   * newest. For backtests, where most bars lead to nothing.
   */
  | { readonly type: 'bars-passed'; readonly symbol: string; readonly interval: Interval; readonly bar: BarText; readonly count: number }
  /** The answer to a `request-history` effect, oldest first, ends with the newest closed bar. */
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

/** One numbered step of a core. `marketTime` never falls. */
export interface Input {
  readonly inputSeq: number;
  /** Epoch milliseconds of the market the account trades on. */
  readonly marketTime: number;
  readonly body: InputBody;
}
