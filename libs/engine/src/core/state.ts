import type { Amendment, DataTrust, Instrument, Interval, LedgerBalances, Order, OrderSide, Position, TradingState } from '@libs/kernel';
import { Decimal } from '@libs/kernel';
import type { Decision, Delivery, MarketStream, StrategyEvent, SymbolTrusts } from '@libs/sdk';
import type { AccountTerms, BarText, DeploymentTerms } from './input';

/** The complete state of a core. Mutable, owned by one `TradingCore`, made of types that `encodeState` can serialise. */
export interface CoreState {
  inputSeq: number;
  marketTime: number;
  inboxSeq: number;
  sessionId: string | null;
  account: AccountTerms | null;
  manualDeploymentId: string | null;
  tradingState: TradingState;
  /** True once the venue's positions have agreed with ours in this session. */
  reconciled: boolean;
  /** The differences from the venue last reported in this session; null if there are none. */
  disagreement: string | null;
  /** Holdings at the venue that differ from ours only by executions in flight. */
  awaited: Map<string, Decimal>;
  instruments: Map<string, Instrument>;
  /** `category:venueSymbol` → symbol. */
  venueSymbols: Map<string, string>;
  /** Kept as text: a quote costs no parsing until its value is needed. */
  marks: Map<string, MarkText>;
  /** Trust level per symbol; an absent symbol is UNTRUSTED. */
  trust: Map<string, TrustState>;
  watches: Map<string, Watch>;
  deployments: Map<string, DeploymentState>;
  /** Orders that may still fill, or whose executions are incomplete. */
  liveOrders: Map<string, TrackedOrder>;
  /** The newest closed orders, oldest first, for late reports. */
  closedOrders: Map<string, TrackedOrder>;
  /**
   * Client ids of standalone exits that were cancelled to make room for another, or lost since, and are to be placed again; absent: there
   * never was one.
   */
  setAside?: Set<string>;
  books: Map<string, PositionBook>;
  ledger: LedgerBalances;
  /** Newest operator commands, oldest first. */
  commandIds: Set<string>;
  /** Fills since the last agreement with the venue. */
  recentFills: RecentFill[];
  /** Newest booked funding settlements, oldest first. */
  fundingIds: Set<string>;
}

export interface MarkText {
  readonly bid: string;
  readonly ask: string;
  /** Absent if the price is not a quote. */
  readonly bidSize?: string;
  readonly askSize?: string;
  /** A bar or a fill is used until the first quote; a price from an earlier session values positions but is not used to check orders. */
  readonly source: 'quote' | 'trade' | 'earlier-session';
}

export interface TrustState extends DataTrust {
  /** Market time at which the level began; a change of reasons alone keeps it. */
  readonly since: number;
}

/** A market data subscription of an account: bars, or something finer. */
export type Watch = { readonly symbol: string; readonly interval: Interval } | MarketStream;

export type DeploymentStatus = 'warming-up' | 'running' | 'stopped' | 'faulted';

export interface DeploymentState {
  readonly terms: DeploymentTerms;
  status: DeploymentStatus;
  /** Why it faulted; absent: it did not, or the snapshot is from a version that did not keep it. */
  fault?: string;
  initialised: boolean;
  watches: WatchState[];
  /** Events that wait for the answer to the outstanding delivery. */
  queue: StrategyEvent[];
  outstanding: Delivery | null;
  delivered: number;
  answered: number;
  lastDecision: DecisionTaken | null;
  /** Market time by name, in the order in which they were set. */
  timers: Map<string, number>;
  /** By the client id of the entry. */
  brackets: Map<string, Bracket>;
}

/** An entry whose exits the platform manages until nothing of it is held or open. */
export interface Bracket {
  readonly id: string;
  readonly symbol: string;
  /** Side of the entry. */
  readonly side: OrderSide;
  readonly stopLoss: Decimal;
  readonly takeProfit?: Decimal;
  /** Filled quantities of the entry and of the exits. */
  entered: Decimal;
  exited: Decimal;
  /** Every exit so far; the active one of each kind is below. */
  readonly exits: string[];
  stop: string | null;
  target: string | null;
  /** The quantity last requested for the target. */
  asked: string | null;
  /** The target is being cancelled only to be placed again. */
  isReplacing: boolean;
  /** How many targets were lost before the venue had them; absent: none. */
  lostTargets?: number;
  /** Market time before which a lost target is not retried; absent: none was lost. */
  targetAfter?: number;
  /** The client id under which the target was reported as failing, while none is placed; absent: it was not. */
  failingAs?: string;
  /** A stop at the venue was cancelled because nothing was held; it is placed again if the entry fills further. */
  isStopReplacing?: true;
  /** Somebody ended the exit; it is not placed again. */
  isStopOver: boolean;
  isTargetOver: boolean;
}

/** A strategy's decision, its time, and the watched symbols that were not trusted then; absent: all were. */
export interface DecisionTaken {
  readonly decision: Decision;
  readonly marketTime: number;
  readonly trust?: SymbolTrusts;
}

export interface WatchState {
  readonly symbol: string;
  readonly interval: Interval;
  /** Start of the newest bar delivered to the strategy; null before the first. */
  last: number | null;
  /** Total bars delivered. */
  bars: number;
  /** Bars requested in the pending history request; 0 if there is none. */
  asked: number;
  /** Live bars that wait for that history. */
  buffer: BarText[];
  /** History that is delivered together with that of the other watches; absent if it is delivered on arrival. */
  held?: readonly BarText[];
}

export interface TrackedOrder {
  order: Order;
  /** The filled quantity reported by the venue; executions may lag behind. */
  venueFilled: Decimal;
  executionIds: string[];
  /** A cancel is in flight. */
  cancelRequested: boolean;
  /** An amendment is in flight; absent: none. */
  amendment?: Amendment;
  /** Number of the input that requested the newest amendment. */
  amendedIn?: number;
  /** It was sent reduce-only, so the venue itself keeps it from opening a position. */
  isKeptToReduce?: true;
  /** A halt cancelled it at the venue: a protecting order is placed again. */
  isTakenByHalt?: true;
  /** Another order was placed for the rest of it. */
  isReplaced?: true;
  /** The platform placed it to restore a standalone exit, other than a stop, that had been cancelled to make room. */
  isSetAgain?: true;
  /** What orders by hand took off a standalone stop, in coins; absent: nothing. A person may open it again, and then it needs its stop. */
  cutByHand?: Decimal;
  /** A person closes a position with it. */
  isClose?: true;
  /** Number of orders sent for the same stop or close, including this one; absent: it is the first. */
  tries?: number;
  /** Market time before which it is not sent, because the previous one was lost; absent: no pause. */
  waitsUntil?: number;
  /** Market time until which the venue refuses such orders; absent: not stated. */
  refusedUntil?: number;
  /** The client id under which the exit was reported as failing, if this is its newest order; absent: it was not. */
  failingAs?: string;
  /** It ended for good while its position needed it, and that was reported. */
  isGivenUp?: true;
  /** A triggered stop that was reported as late. */
  isLate?: true;
}

/** Positions of one symbol: the account's, and each deployment's share of it. */
export interface PositionBook {
  account: Position;
  readonly deployments: Map<string, Position>;
}

export interface RecentFill {
  readonly executionId: string;
  readonly holding: string;
  readonly change: Decimal;
  readonly at: number;
}

export function createState(): CoreState {
  return {
    inputSeq: 0,
    marketTime: 0,
    inboxSeq: 0,
    sessionId: null,
    account: null,
    manualDeploymentId: null,
    tradingState: 'ACTIVE',
    reconciled: false,
    disagreement: null,
    awaited: new Map(),
    instruments: new Map(),
    venueSymbols: new Map(),
    marks: new Map(),
    trust: new Map(),
    watches: new Map(),
    deployments: new Map(),
    liveOrders: new Map(),
    closedOrders: new Map(),
    books: new Map(),
    ledger: {},
    commandIds: new Set(),
    recentFills: [],
    fundingIds: new Set(),
  };
}
