import type { Amendment, DataTrust, Instrument, Interval, LedgerBalances, Order, OrderSide, Position, TradingState } from '@libs/kernel';
import { Decimal } from '@libs/kernel';
import type { Decision, Delivery, MarketStream, StrategyEvent, SymbolTrusts } from '@libs/sdk';
import type { AccountTerms, BarText, DeploymentTerms } from './input';

/** Everything a core knows. Mutable, owned by one `TradingCore`, made of what `encodeState` can write down. */
export interface CoreState {
  inputSeq: number;
  marketTime: number;
  inboxSeq: number;
  sessionId: string | null;
  account: AccountTerms | null;
  manualDeploymentId: string | null;
  tradingState: TradingState;
  /** True once the venue's picture agreed with ours in this session. */
  reconciled: boolean;
  /** The differences from the venue's picture that this session has named last; null when there are none. */
  disagreement: string | null;
  /** Holdings of the venue that differ from ours only by executions still on their way. */
  awaited: Map<string, Decimal>;
  instruments: Map<string, Instrument>;
  /** `category:venueSymbol` → symbol. */
  venueSymbols: Map<string, string>;
  /** Kept as text: a quote costs nothing until somebody needs its value. */
  marks: Map<string, MarkText>;
  /** How far data can be believed, by symbol; a symbol that is absent is UNTRUSTED. */
  trust: Map<string, TrustState>;
  watches: Map<string, Watch>;
  deployments: Map<string, DeploymentState>;
  /** Orders that may still trade, or whose executions are not all here. */
  liveOrders: Map<string, TrackedOrder>;
  /** The newest closed orders, oldest first, for late reports. */
  closedOrders: Map<string, TrackedOrder>;
  /** Exits of no bracket that were cancelled to make way for another, or lost since, and are wanted again, by client id; absent: there never was one. */
  setAside?: Set<string>;
  books: Map<string, PositionBook>;
  ledger: LedgerBalances;
  /** Newest operator commands, oldest first. */
  commandIds: Set<string>;
  /** Fills since the last agreement with the venue. */
  recentFills: RecentFill[];
  /** Newest funding settlements that are booked, oldest first. */
  fundingIds: Set<string>;
}

export interface MarkText {
  readonly bid: string;
  readonly ask: string;
  /** Absent where the price is no quote. */
  readonly bidSize?: string;
  readonly askSize?: string;
  /** A bar or a fill stands in until the first quote; what an earlier session left values positions but judges no order. */
  readonly source: 'quote' | 'trade' | 'earlier-session';
}

export interface TrustState extends DataTrust {
  /** Market time at which the level began; a change of reasons alone keeps it. */
  readonly since: number;
}

/** What an account listens to: bars, or something finer. */
export type Watch = { readonly symbol: string; readonly interval: Interval } | MarketStream;

export type DeploymentStatus = 'warming-up' | 'running' | 'stopped' | 'faulted';

export interface DeploymentState {
  readonly terms: DeploymentTerms;
  status: DeploymentStatus;
  /** Why it faulted; absent: it did not, or a version that did not keep it wrote the snapshot. */
  fault?: string;
  initialised: boolean;
  watches: WatchState[];
  /** Events that wait for the outstanding delivery's answer. */
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

/** An entry whose exits are the platform's business until nothing of it is held or open. */
export interface Bracket {
  readonly id: string;
  readonly symbol: string;
  /** The entry's. */
  readonly side: OrderSide;
  readonly stopLoss: Decimal;
  readonly takeProfit?: Decimal;
  /** What the entry and the exits have filled. */
  entered: Decimal;
  exited: Decimal;
  /** Every exit so far; the last of each kind stand below while they are looked after. */
  readonly exits: string[];
  stop: string | null;
  target: string | null;
  /** The quantity that the target was last asked to have. */
  asked: string | null;
  /** The target is cancelled only to be placed anew. */
  isReplacing: boolean;
  /** How many targets were lost before the venue had them; absent: none. */
  lostTargets?: number;
  /** Market time before which no other target follows one that was lost; absent: none was. */
  targetAfter?: number;
  /** The client id under which the target was told of as failing, while none stands; absent: it was not. */
  failingAs?: string;
  /** A stop at the venue was taken back because nothing was held; another is placed should there be something again. */
  isStopReplacing?: true;
  /** Somebody ended the exit; it is not placed again. */
  isStopOver: boolean;
  isTargetOver: boolean;
}

/** What a strategy decided, when, and which of the symbols it watches were not trusted then; absent: all were. */
export interface DecisionTaken {
  readonly decision: Decision;
  readonly marketTime: number;
  readonly trust?: SymbolTrusts;
}

export interface WatchState {
  readonly symbol: string;
  readonly interval: Interval;
  /** Start of the newest bar the strategy got; null before the first. */
  last: number | null;
  /** Bars it got in its life. */
  bars: number;
  /** Bars asked for in the history request that is under way; 0 when none is. */
  asked: number;
  /** Live bars that wait for that history. */
  buffer: BarText[];
  /** History that is told together with that of the other watches; absent where it is told as soon as it is there. */
  held?: readonly BarText[];
}

export interface TrackedOrder {
  order: Order;
  /** The quantity that the venue says is filled; executions may lag behind. */
  venueFilled: Decimal;
  executionIds: string[];
  /** A cancel is on its way. */
  cancelRequested: boolean;
  /** An amendment is on its way; absent: none. */
  amendment?: Amendment;
  /** Number of the input in which the newest one was asked for. */
  amendedIn?: number;
  /** It was sent as one that the venue lets only reduce the account's position. */
  isKeptToReduce?: true;
  /** A halt takes it back from the venue: what protects is placed anew. */
  isTakenByHalt?: true;
  /** Another was placed for what is left of it. */
  isReplaced?: true;
  /** The platform placed it for an exit of no bracket, no stop, that had made way. */
  isSetAgain?: true;
  /** A person closes a position with it. */
  isClose?: true;
  /** How many orders there were of the same stop or close, this one counted; absent: it is the first. */
  tries?: number;
  /** Market time before which it does not leave, since the one before it was lost; absent: it waits for no time. */
  waitsUntil?: number;
  /** Market time until which the venue takes no order like it; absent: it did not say. */
  refusedUntil?: number;
  /** The client id under which the exit was told of as failing, whose newest order this is; absent: it was not. */
  failingAs?: string;
  /** It ended for good while its position needed it, and that was told. */
  isGivenUp?: true;
  /** A stop that was let go so long ago that it was told of. */
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
