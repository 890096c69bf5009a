import type { Denial, Fill, Order, OrderEvent, OrderStatus, Position, Posting, TradingState, TrustLevel, TrustReason } from '@libs/kernel';
import type { AmendmentText, Decision, StrategyLog, SymbolTrusts } from '@libs/sdk';
import type { AccountTerms, DeploymentTerms, SignalText } from './input';

/** Who caused a change; goes into the audit entry. */
export interface Cause {
  readonly actor: string;
  readonly commandId?: string;
}

/** What is told of an exit that did not get through. */
export interface MissingExit {
  readonly clientOrderId: string;
  readonly deploymentId: string;
  readonly symbol: string;
  readonly exit: 'stop' | 'take-profit' | 'close';
  /** What it would have closed, as decimal text. */
  readonly left: string;
  /** How many orders there were of it. */
  readonly orders: number;
  readonly why: string;
  readonly cause: Cause;
}

/** What a step found out or decided; past tense. Durable ones are journalled in the order they happened. */
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
  /** Somebody has seen to a fault: the deployment is stopped like any other; `reason` names the fault too. */
  | { readonly type: 'FaultDismissed'; readonly deploymentId: string; readonly reason: string; readonly cause: Cause }
  /** The operator's command could not be done; the mutation that waits for it answers with this. */
  | {
      readonly type: 'CommandRefused';
      readonly commandId: string;
      readonly code: string;
      readonly message: string;
      /** The order that was denied, and the limit it broke. */
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
      /** What was asked for, where an amendment was. */
      readonly amendment?: AmendmentText;
      readonly cause: Cause;
    }
  /** An amendment that we refused ourselves; the order stays as it is. */
  | {
      readonly type: 'AmendmentDenied';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly amendment: AmendmentText;
      readonly denial: Denial;
      readonly cause: Cause;
    }
  /** A stop that was let go at `since` (market time), or a close, still waits: for these orders, or until the account may send it. */
  | {
      readonly type: 'StopDelayed';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly symbol: string;
      readonly since: number;
      readonly waitsFor: readonly string[];
      /** It is no stop, but what a person closes a position with. */
      readonly isClose?: true;
    }
  /** An exit that its position still needs, or what a person closes it with, was refused after `orders` orders and is not sent again. */
  | ({ readonly type: 'ExitGivenUp' } & MissingExit)
  /** An exit that its position still needs was lost `orders` times, or may not be sent for long, and is tried again at `nextTryAt` (market time) or later. */
  | ({ readonly type: 'ExitFailing'; readonly nextTryAt: number } & MissingExit)
  /** What was told of as failing under `clientOrderId` fails no more, or is wanted no more: its newest order, `by`, has come to `status`. */
  | {
      readonly type: 'ExitFailingOver';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly symbol: string;
      readonly by: string;
      readonly status: OrderStatus;
    }
  | { readonly type: 'FillRecorded'; readonly fill: Fill; readonly realised: string }
  /** `deploymentId` null is the account's position. */
  | { readonly type: 'PositionChanged'; readonly deploymentId: string | null; readonly position: Position; readonly averagePrice: string }
  | { readonly type: 'LedgerPosted'; readonly posting: Posting }
  /** Account value at a fill or transfer; the stored equity curve. */
  | { readonly type: 'AccountValued'; readonly value: AccountValue }
  /** Funding that the venue settled; `shares` is what of `amount` belongs to each deployment, by id. */
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
  /** It came, or would have been heard, after its time; the strategy never saw it. */
  | {
      readonly type: 'SignalExpired';
      readonly deploymentId: string;
      readonly name: string;
      readonly source: string;
      readonly expiresAt: number;
    }
  | { readonly type: 'Reconciled'; readonly differences: readonly string[] }
  /** Only changes are told; `since` is the market time at which the level began. */
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

/** Whether a step with these events must be committed before anything else happens. */
export function isDurable(event: CoreEvent): boolean {
  return !VOLATILE.has(event.type);
}
