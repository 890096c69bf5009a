import type { Denial, Fill, Order, OrderEvent, OrderStatus, Position, Posting, TradingState, TrustLevel, TrustReason } from '@libs/kernel';
import type { AmendmentText, Decision, StrategyLog, SymbolTrusts } from '@libs/sdk';
import type { AccountTerms, DeploymentTerms, SignalText } from './input';

/** Who caused a change; part of the audit entry. */
export interface Cause {
  readonly actor: string;
  readonly commandId?: string;
}

/** Data about an exit that did not get through. */
export interface MissingExit {
  readonly clientOrderId: string;
  readonly deploymentId: string;
  readonly symbol: string;
  readonly exit: 'stop' | 'take-profit' | 'close';
  /** What it would have closed, as decimal text. */
  readonly left: string;
  /** How many orders were sent for it. */
  readonly orders: number;
  readonly why: string;
  readonly cause: Cause;
}

/** What a step found out or decided, in the past tense. Durable events are journalled in order. */
export type CoreEvent =
  | { readonly type: 'SessionStarted'; readonly sessionId: string }
  | { readonly type: 'AccountOpened'; readonly terms: AccountTerms; readonly cause: Cause }
  | { readonly type: 'AccountUpdated'; readonly maxPositionSize: string; readonly cause: Cause }
  | {
      readonly type: 'TradingStateChanged';
      readonly from: TradingState;
      readonly to: TradingState;
      readonly reason: string;
      readonly cause: Cause;
    }
  | { readonly type: 'DeploymentStarted'; readonly terms: DeploymentTerms; readonly cause: Cause }
  | { readonly type: 'DeploymentWarmedUp'; readonly deploymentId: string; readonly bars: number }
  | {
      readonly type: 'DeploymentStopped';
      readonly deploymentId: string;
      readonly reason: string;
      readonly faulted: boolean;
      readonly cause: Cause;
    }
  /** Somebody acknowledged a fault: the deployment is now stopped like any other; `reason` also names the fault. */
  | { readonly type: 'FaultDismissed'; readonly deploymentId: string; readonly reason: string; readonly cause: Cause }
  /** The operator's command could not be carried out; this is the result of the waiting mutation. */
  | {
      readonly type: 'CommandRefused';
      readonly commandId: string;
      readonly code: string;
      readonly message: string;
      /** The denied order, and the limit it exceeded. */
      readonly reference?: string;
      readonly denial?: Denial;
    }
  | { readonly type: 'CommandApplied'; readonly commandId: string; readonly reference?: string }
  /** `order` is the whole order after the change; `change` is what happened to it. */
  | {
      readonly type: 'OrderChanged';
      readonly change: 'Initialized' | Exclude<OrderEvent, 'PartiallyFilled'>;
      readonly order: Order;
      readonly denial?: Denial;
      /** The requested terms, if it is an amendment. */
      readonly amendment?: AmendmentText;
      readonly cause: Cause;
    }
  /** An amendment that the platform refused; the order is unchanged. */
  | {
      readonly type: 'AmendmentDenied';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly amendment: AmendmentText;
      readonly denial: Denial;
      readonly cause: Cause;
    }
  /** A stop that triggered at `since` (market time), or a close, still waits: for these orders, or until the account may send it. */
  | {
      readonly type: 'StopDelayed';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly symbol: string;
      readonly since: number;
      readonly waitsFor: readonly string[];
      /** It is a close by a person, not a stop. */
      readonly isClose?: true;
    }
  /** An exit that its position still needs, or a close, was refused after `orders` orders and is not retried. */
  | ({ readonly type: 'ExitGivenUp' } & MissingExit)
  /**
   * An exit that its position still needs was lost `orders` times, or cannot be sent for long, and is retried at `nextTryAt` (market time)
   * or later.
   */
  | ({ readonly type: 'ExitFailing'; readonly nextTryAt: number } & MissingExit)
  /** An exit reported as failing under `clientOrderId` got through or is no longer needed: its newest order, `by`, has reached `status`. */
  | {
      readonly type: 'ExitFailingOver';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly symbol: string;
      readonly by: string;
      readonly status: OrderStatus;
    }
  | { readonly type: 'FillRecorded'; readonly fill: Fill; readonly realised: string }
  /** `deploymentId` is null for the account's position. */
  | { readonly type: 'PositionChanged'; readonly deploymentId: string | null; readonly position: Position; readonly averagePrice: string }
  | { readonly type: 'LedgerPosted'; readonly posting: Posting }
  /** Account value at a fill or transfer; the stored equity curve. */
  | { readonly type: 'AccountValued'; readonly value: AccountValue }
  /** Funding that the venue settled; `shares` is each deployment's part of `amount`, by id. */
  | {
      readonly type: 'FundingPaid';
      readonly fundingId: string;
      readonly symbol: string;
      readonly rate: string;
      readonly amount: string;
      readonly asset: string;
      readonly at: number;
      readonly shares: Readonly<Record<string, string>>;
    }
  | { readonly type: 'SignalReceived'; readonly signal: SignalText; readonly cause: Cause }
  /** It arrived, or would have been delivered, after its expiry; the strategy never saw it. */
  | {
      readonly type: 'SignalExpired';
      readonly deploymentId: string;
      readonly name: string;
      readonly source: string;
      readonly expiresAt: number;
    }
  | { readonly type: 'Reconciled'; readonly differences: readonly string[] }
  /** Emitted on changes only; `since` is the market time at which the level began. */
  | {
      readonly type: 'DataTrustChanged';
      readonly symbol: string;
      readonly level: TrustLevel;
      readonly reasons: readonly TrustReason[];
      readonly since: number;
    }
  /** Volatile unless its step also has durable events. `trust` names the watched symbols that were not TRUSTED; absent: all were. */
  | {
      readonly type: 'StrategyDecided';
      readonly deploymentId: string;
      readonly inputSeq: number;
      readonly decision: Decision;
      readonly trust?: SymbolTrusts;
    }
  | { readonly type: 'StrategyLogged'; readonly deploymentId: string; readonly logs: readonly StrategyLog[] };

/** Decimal text in the settle asset. equity = balance + unrealised. */
export interface AccountValue {
  readonly balance: string;
  readonly unrealised: string;
  readonly realised: string;
  readonly fees: string;
  readonly equity: string;
}

const VOLATILE = new Set<CoreEvent['type']>(['StrategyDecided', 'StrategyLogged']);

/** True if a step with these events must be committed before anything else happens. */
export function isDurable(event: CoreEvent): boolean {
  return !VOLATILE.has(event.type);
}
