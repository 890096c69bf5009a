/**
 * The protocol between the core and a strategy's sandbox. Everything is plain JSON, because it crosses a process boundary, is recorded, and
 * is replayed byte for byte. Amounts that become orders are decimal text; values that feed indicators are numbers.
 */

import type { DataTrust, OrderStatus, TrustLevel, TrustReason } from '@libs/kernel';
import type { PlanResult, StrategyDescription } from './description';

/** Open, high, low, close and volume (base units) of a closed bar; `start` is epoch milliseconds of market time. */
export interface StrategyBar {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A public trade: `side` is the taker's, `at` is venue time in epoch milliseconds. */
export interface StrategyTrade {
  readonly id: string;
  readonly side: 'BUY' | 'SELL';
  /** Quote units. */
  readonly price: number;
  /** Base units. */
  readonly quantity: number;
  readonly at: number;
}

/** A price level of a book: price in quote units, quantity in base units. */
export type StrategyLevel = readonly [price: number, quantity: number];

/** Trust level per symbol; a symbol that is absent is TRUSTED. */
export type SymbolTrusts = Readonly<Record<string, DataTrust>>;

/** What the strategy can see of its own deployment at a delivery. */
export interface StrategyContext {
  readonly marketTime: number;
  /** Signed decimal text per symbol; a symbol without a position is absent. */
  readonly positions: Readonly<Record<string, { readonly quantity: string; readonly averagePrice: string }>>;
  /** Account equity in the settle asset, decimal text. */
  readonly equity: string;
  /** This deployment's open orders; `leaves` is the unfilled quantity, decimal text. */
  readonly openOrders: readonly {
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: 'BUY' | 'SELL';
    readonly leaves: string;
    /** Decimal text; absent for a market order. */
    readonly price?: string;
    /** Trigger price of a stop order that has not triggered, decimal text. */
    readonly stop?: string;
    /** Client id of the entry, if this order is an exit of a bracket. */
    readonly bracket?: string;
    readonly tag?: string;
  }[];
  readonly instruments: Readonly<
    Record<string, { readonly tickSize: string; readonly lotSize: string; readonly minQuantity: string; readonly minNotional: string }>
  >;
  /** The watched symbols whose data is not TRUSTED; absent if all are. */
  readonly trust?: SymbolTrusts;
}

/** Past bars of one watch, oldest first. */
export interface PastSeries {
  readonly symbol: string;
  readonly interval: string;
  readonly bars: readonly StrategyBar[];
}

/** One event for one deployment. `init` comes first, exactly once in the life of a deployment. */
export type StrategyEvent =
  | { readonly type: 'init'; readonly params: Readonly<Record<string, unknown>> }
  /**
   * Bars that closed before the strategy started or while it was not running; orders sent in response are dropped. `beside` has the bars of
   * its other watches over the same period. Bars are shown in the order of their closes, and in this order if they close together.
   */
  | ({ readonly type: 'history'; readonly beside?: readonly PastSeries[] } & PastSeries)
  | { readonly type: 'start' }
  | { readonly type: 'bar'; readonly symbol: string; readonly interval: string; readonly bar: StrategyBar }
  /** The trust level of a watched symbol's data changed. */
  | { readonly type: 'trust'; readonly symbol: string; readonly level: TrustLevel; readonly reasons: readonly TrustReason[] }
  /** `tag` is the tag that the strategy gave the order, here and in fills. */
  | {
      readonly type: 'order';
      readonly clientOrderId: string;
      readonly symbol: string;
      readonly status: OrderStatus;
      readonly reason?: string;
      readonly tag?: string;
    }
  | {
      readonly type: 'fill';
      readonly clientOrderId: string;
      readonly symbol: string;
      readonly side: 'BUY' | 'SELL';
      readonly quantity: string;
      readonly price: string;
      readonly tag?: string;
    }
  /** The best bid, the best ask or their sizes changed on a symbol whose ticks are watched; quote and base units. */
  | {
      readonly type: 'tick';
      readonly symbol: string;
      readonly bid: number;
      readonly bidSize: number;
      readonly ask: number;
      readonly askSize: number;
    }
  /** Public trades since the last such event, oldest first; at least one. */
  | { readonly type: 'trades'; readonly symbol: string; readonly trades: readonly StrategyTrade[] }
  /** Both sides of the book, best first, at most as many levels as are watched. */
  | {
      readonly type: 'book';
      readonly symbol: string;
      readonly bids: readonly StrategyLevel[];
      readonly asks: readonly StrategyLevel[];
    }
  /** Funding was settled on an own position; `amount` is this deployment's share in the settle asset, positive if received. */
  | { readonly type: 'funding'; readonly symbol: string; readonly rate: number; readonly amount: string; readonly at: number }
  /** An external signal; `value` is plain JSON, both times are market time in epoch milliseconds. */
  | {
      readonly type: 'signal';
      readonly name: string;
      readonly value: unknown;
      readonly source: string;
      readonly receivedAt: number;
      readonly expiresAt: number;
    }
  /** This deployment's position in a symbol changed; amounts as in the context, `realised` in the settle asset before fees. */
  | {
      readonly type: 'position';
      readonly symbol: string;
      readonly quantity: string;
      readonly averagePrice: string;
      readonly realised: string;
    }
  | { readonly type: 'timer'; readonly name: string; readonly at: number }
  | { readonly type: 'stop' };

/** A numbered event; it is answered by a `StrategyAnswer` with `upTo` = `inputSeq`. */
export interface Delivery {
  readonly deploymentId: string;
  readonly inputSeq: number;
  readonly event: StrategyEvent;
  readonly context: StrategyContext;
}

/** New terms for an open order, decimal text; absent fields stay as they are. `quantity` is the total, filled parts included. */
export interface AmendmentText {
  readonly quantity?: string;
  readonly price?: string;
}

/** An order as a strategy requests it. */
export interface WantedOrder {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly type: 'MARKET' | 'LIMIT';
  readonly quantity: string;
  readonly price?: string;
  readonly stop?: string;
  readonly timeInForce: 'GTC' | 'IOC' | 'FOK';
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly tag?: string;
}

/** The entry of a bracket: a market or a limit order, never a stop. */
export type EntryOrder = Omit<WantedOrder, 'stop'>;

/** A command in a strategy's answer. The core checks each one and carries it out. */
export type StrategyCommand =
  | ({ readonly kind: 'submit' } & WantedOrder)
  | { readonly kind: 'cancel'; readonly clientOrderId: string }
  /** An entry with exits sized to its fills; prices as decimal text. */
  | { readonly kind: 'bracket'; readonly entry: EntryOrder; readonly stopLoss: string; readonly takeProfit?: string }
  | ({ readonly kind: 'amend'; readonly clientOrderId: string } & AmendmentText)
  /** Replaces a timer of the same name; `at` is market time. */
  | { readonly kind: 'set-timer'; readonly name: string; readonly at: number }
  | { readonly kind: 'cancel-timer'; readonly name: string };

/** What the strategy decided and why, in words and numbers that a person can check; shown on the dashboard. */
export interface Decision {
  readonly action: string;
  readonly why: string;
  readonly values: Readonly<Record<string, number>>;
}

/** One line of `ctx.log`. */
export interface StrategyLog {
  readonly level: 'debug' | 'info' | 'warn';
  readonly message: string;
}

/** The sandbox's answer to one delivery. */
export interface StrategyAnswer {
  readonly deploymentId: string;
  readonly upTo: number;
  readonly commands: readonly StrategyCommand[];
  readonly decision?: Decision;
  readonly logs: readonly StrategyLog[];
  /** Hash of the strategy's state after this delivery. */
  readonly stateHash: string;
}

/** Frames from the host to the sandbox, one JSON object per line on standard input. */
export type HostFrame =
  /** Requests metadata, and with `params` also the plan for those parameters. */
  | { readonly type: 'describe'; readonly id: number; readonly strategy: string; readonly params?: Readonly<Record<string, unknown>> }
  /** `state` comes from a snapshot of the deployment; `folder` holds its code, default is the folder of all strategies. */
  | {
      readonly type: 'load';
      readonly deploymentId: string;
      readonly strategy: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly state?: unknown;
      readonly folder?: string;
    }
  | { readonly type: 'deliver'; readonly delivery: Delivery }
  | { readonly type: 'snapshot'; readonly id: number }
  | { readonly type: 'unload'; readonly deploymentId: string };

/** Frames from the sandbox to the host, one JSON object per line on standard output. */
export type SandboxFrame =
  | { readonly type: 'ready'; readonly protocol: 1 }
  | { readonly type: 'described'; readonly id: number; readonly description: StrategyDescription; readonly plan?: PlanResult }
  /** The module could not be loaded or described. */
  | { readonly type: 'undescribed'; readonly id: number; readonly message: string }
  | { readonly type: 'loaded'; readonly deploymentId: string }
  | { readonly type: 'answer'; readonly answer: StrategyAnswer }
  /** The memory of one deployment; a `snapshot` frame with the same id follows the last one. */
  | { readonly type: 'state'; readonly id: number; readonly deploymentId: string; readonly state: unknown; readonly stateHash: string }
  | { readonly type: 'snapshot'; readonly id: number }
  /** The strategy threw: which hook, which delivery, the line in its own source. */
  | {
      readonly type: 'fault';
      readonly deploymentId: string;
      readonly inputSeq: number | null;
      readonly hook: string;
      readonly message: string;
      readonly stack: string;
    };
