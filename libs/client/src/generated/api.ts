// Generated from schema.graphql by codegen/write.ts; do not edit.
import { operation } from '../operation';

export interface Account {
  readonly __typename: 'Account';
  readonly balances: readonly Balance[];
  readonly createdAt: string;
  readonly id: string;
  readonly makerFee: string;
  readonly maxPositionSize: string;
  readonly mode: AccountMode;
  readonly name: string;
  readonly settleAsset: string;
  readonly status: AccountStatus;
  readonly statusReason: string | null;
  readonly takerFee: string;
  readonly tradingReason: string | null;
  readonly tradingState: TradingState;
  readonly value: AccountValue | null;
  readonly venue: string;
}

export type AccountMode = 'LIVE' | 'PAPER';

export type AccountResult = Account | InvalidInput | NotFound | Pending | Refused;

export type AccountStatus = 'DISABLED' | 'READY' | 'REFUSED' | 'STARTING';

export interface AccountValue {
  readonly __typename: 'AccountValue';
  readonly balance: string;
  readonly equity: string;
  readonly fees: string;
  readonly marketTime: string;
  readonly realised: string;
  readonly unrealised: string;
}

export interface AmendOrderInput {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly idempotencyKey?: string | null;
  readonly price?: string | null;
  readonly quantity?: string | null;
}

export interface Balance {
  readonly __typename: 'Balance';
  readonly asset: string;
  readonly total: string;
}

export interface BalanceInput {
  readonly asset: string;
  readonly total: string;
}

export interface BookLevel {
  readonly __typename: 'BookLevel';
  readonly price: string;
  readonly quantity: string;
}

export interface Candle {
  readonly __typename: 'Candle';
  readonly close: string;
  readonly closed: boolean;
  readonly high: string;
  readonly low: string;
  readonly open: string;
  readonly start: string;
  readonly volume: string;
}

export interface CandlePage {
  readonly __typename: 'CandlePage';
  readonly items: readonly Candle[];
  readonly nextCursor: string | null;
}

export interface CauseAmount {
  readonly __typename: 'CauseAmount';
  readonly amount: string;
  readonly cause: string;
}

export interface ComparedMetric {
  readonly __typename: 'ComparedMetric';
  readonly best: readonly number[];
  readonly label: string;
  readonly name: string;
  readonly unit: string;
  readonly values: unknown;
}

export interface ComponentHealth {
  readonly __typename: 'ComponentHealth';
  readonly accountId: string | null;
  readonly component: string;
  readonly reason: string | null;
  readonly since: string;
  readonly status: HealthStatus;
}

export interface CreateAccountInput {
  readonly idempotencyKey?: string | null;
  readonly makerFee?: string | null;
  readonly maxPositionSize?: string | null;
  readonly name: string;
  readonly startingBalances?: readonly BalanceInput[] | null;
  readonly takerFee?: string | null;
}

export interface DataTrust {
  readonly __typename: 'DataTrust';
  readonly level: TrustLevel;
  readonly reasons: readonly TrustReason[];
  readonly since: string;
  readonly symbol: string;
}

export interface Decision {
  readonly __typename: 'Decision';
  readonly action: string;
  readonly marketTime: string;
  readonly trust: readonly SymbolTrust[];
  readonly values: unknown;
  readonly why: string;
}

export interface DeployInput {
  readonly accountId: string;
  readonly idempotencyKey?: string | null;
  readonly params: unknown;
  readonly strategy: string;
}

export interface Deployment {
  readonly __typename: 'Deployment';
  readonly accountId: string;
  readonly id: string;
  readonly interval: string;
  readonly isOutdated: boolean;
  readonly lastDecision: Decision | null;
  readonly params: unknown;
  readonly reason: string | null;
  readonly startedAt: string;
  readonly status: DeploymentStatus;
  readonly stoppedAt: string | null;
  readonly strategy: string;
  readonly strategyVersion: string;
  readonly symbol: string;
}

export type DeploymentResult = Deployment | InvalidInput | NotFound | Pending | Refused;

export type DeploymentStatus = 'FAULTED' | 'RUNNING' | 'STARTING' | 'STOPPED' | 'WARMING_UP';

export interface DeploymentUpdate {
  readonly __typename: 'DeploymentUpdate';
  readonly cursor: string;
  readonly deployment: Deployment;
}

export interface EqualShare {
  readonly __typename: 'EqualShare';
  readonly equal: number;
  readonly of: number;
}

export interface EquityPoint {
  readonly __typename: 'EquityPoint';
  readonly at: string;
  readonly balance: string;
  readonly equity: string;
}

export interface Exchange {
  readonly __typename: 'Exchange';
  readonly bar: Transport | null;
  readonly book: Transport | null;
  readonly bookDepths: readonly number[];
  readonly intervals: readonly string[];
  readonly name: string;
  readonly quote: Transport | null;
  readonly ticker: Transport | null;
  readonly title: string;
  readonly tradable: boolean;
  readonly trades: Transport | null;
  readonly verification: Verification;
}

export interface FeedLatency {
  readonly __typename: 'FeedLatency';
  readonly p50: number;
  readonly p99: number;
}

export interface FeedQuality {
  readonly __typename: 'FeedQuality';
  readonly dropped: number;
  readonly exchangeToReceived: FeedLatency | null;
  readonly feed: string;
  readonly gaps: number;
  readonly interruptions: number;
  readonly messages: number;
  readonly reasons: readonly TrustReason[];
  readonly receivedToStrategy: FeedLatency | null;
  readonly restarts: number;
  readonly symbol: string;
  readonly uptime: number;
}

export interface Fill {
  readonly __typename: 'Fill';
  readonly accountId: string;
  readonly at: string;
  readonly clientOrderId: string;
  readonly deploymentId: string;
  readonly executionId: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly liquidity: string;
  readonly price: string;
  readonly quantity: string;
  readonly realised: string;
  readonly side: OrderSide;
  readonly symbol: string;
}

export interface FillPage {
  readonly __typename: 'FillPage';
  readonly items: readonly Fill[];
  readonly nextCursor: string | null;
}

export interface FillUpdate {
  readonly __typename: 'FillUpdate';
  readonly cursor: string;
  readonly fill: Fill;
}

export type HealthStatus = 'DEGRADED' | 'DOWN' | 'OK';

export interface Instrument {
  readonly __typename: 'Instrument';
  readonly category: string;
  readonly lotSize: string;
  readonly maxQuantity: string;
  readonly minNotional: string;
  readonly minQuantity: string;
  readonly symbol: string;
  readonly tickSize: string;
  readonly venueSymbol: string;
}

export interface InvalidInput {
  readonly __typename: 'InvalidInput';
  readonly field: string;
  readonly limit: string | null;
  readonly message: string;
  readonly value: string | null;
}

export type MarginMode = 'CROSS' | 'ISOLATED';

export interface Market {
  readonly __typename: 'Market';
  readonly label: string;
  readonly marketTime: string;
  readonly reason: string | null;
  readonly speed: number;
  readonly state: string;
}

export interface NotFound {
  readonly __typename: 'NotFound';
  readonly id: string;
  readonly message: string;
  readonly what: string;
}

export interface Order {
  readonly __typename: 'Order';
  readonly accountId: string;
  readonly averagePrice: string | null;
  readonly clientOrderId: string;
  readonly createdAt: string;
  readonly deploymentId: string;
  readonly filledQuantity: string;
  readonly postOnly: boolean;
  readonly price: string | null;
  readonly quantity: string;
  readonly reason: string | null;
  readonly reduceOnly: boolean;
  readonly side: OrderSide;
  readonly status: string;
  readonly symbol: string;
  readonly tag: string | null;
  readonly timeInForce: TimeInForce;
  readonly type: OrderType;
  readonly updatedAt: string;
  readonly venueOrderId: string | null;
}

export interface OrderBook {
  readonly __typename: 'OrderBook';
  readonly asks: readonly BookLevel[];
  readonly bids: readonly BookLevel[];
  readonly marketTime: string;
  readonly symbol: string;
}

export interface OrderBookUpdate {
  readonly __typename: 'OrderBookUpdate';
  readonly book: OrderBook | null;
  readonly trust: SymbolTrust;
}

export interface OrderPage {
  readonly __typename: 'OrderPage';
  readonly items: readonly Order[];
  readonly nextCursor: string | null;
}

export type OrderResult = InvalidInput | NotFound | Order | Pending | Refused;

export type OrderSide = 'BUY' | 'SELL';

export type OrderType = 'LIMIT' | 'MARKET';

export interface OrderUpdate {
  readonly __typename: 'OrderUpdate';
  readonly cursor: string;
  readonly order: Order;
}

export interface ParityScore {
  readonly __typename: 'ParityScore';
  readonly accountId: string;
  readonly answers: number;
  readonly causes: readonly CauseAmount[];
  readonly decisions: EqualShare | null;
  readonly deploymentId: string;
  readonly difference: string | null;
  readonly fills: EqualShare | null;
  readonly inputs: number;
  readonly measuredAt: string;
  readonly sessionId: string;
  readonly settleAsset: string | null;
  readonly turnover: string | null;
  readonly verdict: ParityVerdict;
}

export type ParityVerdict = 'DIFFERENT' | 'EXPLAINED' | 'NOT_COMPARABLE';

export interface Pending {
  readonly __typename: 'Pending';
  readonly commandId: string;
}

export interface PlaceOrderInput {
  readonly accountId: string;
  readonly idempotencyKey?: string | null;
  readonly postOnly?: boolean | null;
  readonly price?: string | null;
  readonly quantity: string;
  readonly reduceOnly?: boolean | null;
  readonly side: OrderSide;
  readonly symbol: string;
  readonly tag?: string | null;
  readonly timeInForce?: TimeInForce | null;
  readonly type: OrderType;
}

export interface PlatformStatus {
  readonly __typename: 'PlatformStatus';
  readonly components: readonly ComponentHealth[];
  readonly market: Market | null;
  readonly startedAt: string;
  readonly status: HealthStatus;
  readonly tradingMode: string;
  readonly version: string;
}

export interface Position {
  readonly __typename: 'Position';
  readonly accountId: string;
  readonly averagePrice: string | null;
  readonly deploymentId: string | null;
  readonly entryValue: string;
  readonly fees: string;
  readonly mark: PositionMark | null;
  readonly quantity: string;
  readonly realised: string;
  readonly symbol: string;
}

export interface PositionMark {
  readonly __typename: 'PositionMark';
  readonly at: string;
  readonly level: TrustLevel;
  readonly price: string;
  readonly reasons: readonly TrustReason[];
  readonly unrealised: string | null;
  readonly unrealisedFraction: string | null;
}

export interface PositionUpdate {
  readonly __typename: 'PositionUpdate';
  readonly cursor: string;
  readonly position: Position;
}

export interface PublicTrade {
  readonly __typename: 'PublicTrade';
  readonly at: string;
  readonly id: string;
  readonly price: string;
  readonly quantity: string;
  readonly side: OrderSide;
}

export interface RecordedSignalInput {
  readonly at: string;
  readonly expiresAt?: string | null;
  readonly expiresInSeconds?: number | null;
  readonly name: string;
  readonly source?: string | null;
  readonly value: unknown;
}

export interface Refused {
  readonly __typename: 'Refused';
  readonly code: string;
  readonly limit: string | null;
  readonly message: string;
  readonly value: string | null;
}

export interface ReportMetric {
  readonly __typename: 'ReportMetric';
  readonly better: string | null;
  readonly group: string;
  readonly label: string;
  readonly name: string;
  readonly unit: string;
}

export type ResearchKind = 'BACKTEST' | 'MONTE_CARLO' | 'OPTIMISATION' | 'PARITY' | 'WALK_FORWARD';

export interface ResearchRun {
  readonly __typename: 'ResearchRun';
  readonly cancelRequested: boolean;
  readonly createdAt: string;
  readonly error: string | null;
  readonly finishedAt: string | null;
  readonly hasReport: boolean;
  readonly id: string;
  readonly kind: ResearchKind;
  readonly progress: number | null;
  readonly requestedBy: string;
  readonly spec: unknown;
  readonly startedAt: string | null;
  readonly status: ResearchStatus;
  readonly strategy: string;
  readonly summary: unknown | null;
}

export interface ResearchRunPage {
  readonly __typename: 'ResearchRunPage';
  readonly items: readonly ResearchRun[];
  readonly nextCursor: string | null;
}

export type ResearchRunResult = InvalidInput | NotFound | Refused | ResearchRun;

export type ResearchStatus = 'CANCELLED' | 'DONE' | 'FAILED' | 'QUEUED' | 'RUNNING';

export interface ResetAccountInput {
  readonly id: string;
  readonly idempotencyKey?: string | null;
  readonly startingBalances?: readonly BalanceInput[] | null;
}

export interface RunComparison {
  readonly __typename: 'RunComparison';
  readonly endings: readonly (string | null)[];
  readonly rows: readonly ComparedMetric[];
  readonly runs: readonly ResearchRun[];
  readonly warnings: readonly string[];
}

export interface SendSignalInput {
  readonly deploymentId: string;
  readonly expiresAt?: string | null;
  readonly expiresInSeconds?: number | null;
  readonly idempotencyKey?: string | null;
  readonly name: string;
  readonly source?: string | null;
  readonly value: unknown;
}

export interface SentSignal {
  readonly __typename: 'SentSignal';
  readonly deploymentId: string;
  readonly expiresAt: string;
  readonly name: string;
  readonly source: string;
}

export interface SetTradingStateInput {
  readonly accountId: string;
  readonly idempotencyKey?: string | null;
  readonly reason: string;
  readonly state: TradingState;
}

export interface SignalHook {
  readonly __typename: 'SignalHook';
  readonly deploymentId: string;
  readonly path: string | null;
}

export type SignalHookResult = NotFound | Refused | SignalHook;

export type SignalResult = InvalidInput | NotFound | Pending | Refused | SentSignal;

export interface StartBacktestInput {
  readonly balance?: string | null;
  readonly data?: string | null;
  readonly daysPerYear?: number | null;
  readonly detail?: string | null;
  readonly from?: string | null;
  readonly funding?: string | null;
  readonly fundingHours?: number | null;
  readonly idempotencyKey?: string | null;
  readonly label?: string | null;
  readonly latency?: string | null;
  readonly leverage?: string | null;
  readonly makerFee?: string | null;
  readonly margin?: MarginMode | null;
  readonly maxPositionSize?: string | null;
  readonly monteCarlo?: number | null;
  readonly others?: readonly StrategyInput[] | null;
  readonly params?: unknown | null;
  readonly participation?: string | null;
  readonly queue?: string | null;
  readonly reportLatency?: string | null;
  readonly resting?: string | null;
  readonly riskFreeRate?: string | null;
  readonly seed?: number | null;
  readonly signals?: readonly RecordedSignalInput[] | null;
  readonly slippage?: number | null;
  readonly strategy: string;
  readonly takerFee?: string | null;
  readonly to?: string | null;
  readonly venue?: string | null;
}

export interface StartOptimisationInput {
  readonly backtest: StartBacktestInput;
  readonly idempotencyKey?: string | null;
  readonly minTrades?: number | null;
  readonly objective?: string | null;
  readonly sampler?: string | null;
  readonly search?: unknown | null;
  readonly trials?: number | null;
}

export interface StartParityInput {
  readonly deploymentId: string;
  readonly idempotencyKey?: string | null;
}

export interface StartWalkForwardInput {
  readonly anchored?: boolean | null;
  readonly idempotencyKey?: string | null;
  readonly optimisation: StartOptimisationInput;
  readonly test: string;
  readonly train: string;
}

export interface StoredCandles {
  readonly __typename: 'StoredCandles';
  readonly from: string;
  readonly interval: string;
  readonly symbol: string;
  readonly to: string;
  readonly venue: string;
}

export interface Strategy {
  readonly __typename: 'Strategy';
  readonly description: string;
  readonly name: string;
  readonly parameters: readonly StrategyParameter[];
  readonly title: string;
  readonly version: string;
}

export interface StrategyInput {
  readonly label?: string | null;
  readonly params?: unknown | null;
  readonly strategy: string;
}

export interface StrategyParameter {
  readonly __typename: 'StrategyParameter';
  readonly default: unknown | null;
  readonly description: string;
  readonly maximum: number | null;
  readonly minimum: number | null;
  readonly name: string;
  readonly options: readonly string[] | null;
  readonly type: string;
}

export interface SymbolTrust {
  readonly __typename: 'SymbolTrust';
  readonly level: TrustLevel;
  readonly reasons: readonly TrustReason[];
  readonly symbol: string;
}

export interface Ticker {
  readonly __typename: 'Ticker';
  readonly ask: string;
  readonly bid: string;
  readonly marketTime: string;
  readonly symbol: string;
}

export type TimeInForce = 'FOK' | 'GTC' | 'IOC';

export interface TradesUpdate {
  readonly __typename: 'TradesUpdate';
  readonly missed: number;
  readonly trades: readonly PublicTrade[];
  readonly trust: SymbolTrust;
}

export type TradingState = 'ACTIVE' | 'HALTED' | 'REDUCING';

export type Transport = 'POLL' | 'STREAM';

export type TrustLevel = 'DEGRADED' | 'TRUSTED' | 'UNTRUSTED';

export type TrustReason = 'CROSSED' | 'FORMING' | 'GAP' | 'HALTED' | 'SKEWED' | 'STALE';

export interface UpdateAccountInput {
  readonly id: string;
  readonly idempotencyKey?: string | null;
  readonly makerFee?: string | null;
  readonly maxPositionSize?: string | null;
  readonly name?: string | null;
  readonly takerFee?: string | null;
}

export type Verification = 'UNVERIFIED' | 'VERIFIED';

export const query = {
  account: operation<Account | null, {
  readonly id: string;
}>('query', 'account', 'query account($id: ID!) { account(id: $id) { __typename balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } }'),
  accounts: operation<readonly Account[], Record<string, never>>('query', 'accounts', 'query accounts { accounts { __typename balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } }'),
  candlePage: operation<CandlePage, {
  readonly accountId: string;
  readonly after?: string | null;
  readonly first?: number | null;
  readonly from?: string | null;
  readonly interval: string;
  readonly symbol: string;
  readonly to?: string | null;
}>('query', 'candlePage', 'query candlePage($accountId: ID!, $after: String, $first: Int, $from: DateTime, $interval: String!, $symbol: String!, $to: DateTime) { candlePage(accountId: $accountId, after: $after, first: $first, from: $from, interval: $interval, symbol: $symbol, to: $to) { __typename items { __typename close closed high low open start volume } nextCursor } }'),
  candles: operation<readonly Candle[], {
  readonly accountId: string;
  readonly interval: string;
  readonly limit?: number | null;
  readonly symbol: string;
}>('query', 'candles', 'query candles($accountId: ID!, $interval: String!, $limit: Int, $symbol: String!) { candles(accountId: $accountId, interval: $interval, limit: $limit, symbol: $symbol) { __typename close closed high low open start volume } }'),
  compareRuns: operation<RunComparison, {
  readonly ids: readonly string[];
}>('query', 'compareRuns', 'query compareRuns($ids: [ID!]!) { compareRuns(ids: $ids) { __typename endings rows { __typename best label name unit values } runs { __typename cancelRequested createdAt error finishedAt hasReport id kind progress requestedBy spec startedAt status strategy summary } warnings } }'),
  dataTrust: operation<readonly DataTrust[], {
  readonly accountId: string;
}>('query', 'dataTrust', 'query dataTrust($accountId: ID!) { dataTrust(accountId: $accountId) { __typename level reasons since symbol } }'),
  deployments: operation<readonly Deployment[], {
  readonly accountId?: string | null;
}>('query', 'deployments', 'query deployments($accountId: ID) { deployments(accountId: $accountId) { __typename accountId id interval isOutdated lastDecision { __typename action marketTime trust { __typename level reasons symbol } values why } params reason startedAt status stoppedAt strategy strategyVersion symbol } }'),
  equityCurve: operation<readonly EquityPoint[], {
  readonly accountId: string;
  readonly points?: number | null;
}>('query', 'equityCurve', 'query equityCurve($accountId: ID!, $points: Int) { equityCurve(accountId: $accountId, points: $points) { __typename at balance equity } }'),
  exchanges: operation<readonly Exchange[], Record<string, never>>('query', 'exchanges', 'query exchanges { exchanges { __typename bar book bookDepths intervals name quote ticker title tradable trades verification } }'),
  feeds: operation<readonly FeedQuality[], {
  readonly accountId: string;
}>('query', 'feeds', 'query feeds($accountId: ID!) { feeds(accountId: $accountId) { __typename dropped exchangeToReceived { __typename p50 p99 } feed gaps interruptions messages reasons receivedToStrategy { __typename p50 p99 } restarts symbol uptime } }'),
  fills: operation<FillPage, {
  readonly accountId: string;
  readonly after?: string | null;
  readonly first?: number | null;
}>('query', 'fills', 'query fills($accountId: ID!, $after: String, $first: Int) { fills(accountId: $accountId, after: $after, first: $first) { __typename items { __typename accountId at clientOrderId deploymentId executionId fee feeAsset liquidity price quantity realised side symbol } nextCursor } }'),
  instruments: operation<readonly Instrument[], {
  readonly accountId: string;
}>('query', 'instruments', 'query instruments($accountId: ID!) { instruments(accountId: $accountId) { __typename category lotSize maxQuantity minNotional minQuantity symbol tickSize venueSymbol } }'),
  order: operation<Order | null, {
  readonly clientOrderId: string;
}>('query', 'order', 'query order($clientOrderId: ID!) { order(clientOrderId: $clientOrderId) { __typename accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } }'),
  orderBook: operation<OrderBook, {
  readonly accountId: string;
  readonly depth?: number | null;
  readonly symbol: string;
}>('query', 'orderBook', 'query orderBook($accountId: ID!, $depth: Int, $symbol: String!) { orderBook(accountId: $accountId, depth: $depth, symbol: $symbol) { __typename asks { __typename price quantity } bids { __typename price quantity } marketTime symbol } }'),
  orders: operation<OrderPage, {
  readonly accountId: string;
  readonly after?: string | null;
  readonly first?: number | null;
  readonly open?: boolean | null;
}>('query', 'orders', 'query orders($accountId: ID!, $after: String, $first: Int, $open: Boolean) { orders(accountId: $accountId, after: $after, first: $first, open: $open) { __typename items { __typename accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } nextCursor } }'),
  parityReport: operation<unknown | null, {
  readonly deploymentId: string;
  readonly sessionId: string;
}>('query', 'parityReport', 'query parityReport($deploymentId: ID!, $sessionId: ID!) { parityReport(deploymentId: $deploymentId, sessionId: $sessionId) }'),
  parityScore: operation<ParityScore | null, {
  readonly deploymentId: string;
}>('query', 'parityScore', 'query parityScore($deploymentId: ID!) { parityScore(deploymentId: $deploymentId) { __typename accountId answers causes { __typename amount cause } decisions { __typename equal of } deploymentId difference fills { __typename equal of } inputs measuredAt sessionId settleAsset turnover verdict } }'),
  parityScores: operation<readonly ParityScore[], Record<string, never>>('query', 'parityScores', 'query parityScores { parityScores { __typename accountId answers causes { __typename amount cause } decisions { __typename equal of } deploymentId difference fills { __typename equal of } inputs measuredAt sessionId settleAsset turnover verdict } }'),
  positions: operation<readonly Position[], {
  readonly accountId: string;
  readonly byDeployment?: boolean | null;
}>('query', 'positions', 'query positions($accountId: ID!, $byDeployment: Boolean) { positions(accountId: $accountId, byDeployment: $byDeployment) { __typename accountId averagePrice deploymentId entryValue fees mark { __typename at level price reasons unrealised unrealisedFraction } quantity realised symbol } }'),
  reportMetrics: operation<readonly ReportMetric[], Record<string, never>>('query', 'reportMetrics', 'query reportMetrics { reportMetrics { __typename better group label name unit } }'),
  researchReport: operation<unknown | null, {
  readonly id: string;
}>('query', 'researchReport', 'query researchReport($id: ID!) { researchReport(id: $id) }'),
  researchRun: operation<ResearchRun | null, {
  readonly id: string;
}>('query', 'researchRun', 'query researchRun($id: ID!) { researchRun(id: $id) { __typename cancelRequested createdAt error finishedAt hasReport id kind progress requestedBy spec startedAt status strategy summary } }'),
  researchRuns: operation<ResearchRunPage, {
  readonly after?: string | null;
  readonly first?: number | null;
  readonly kinds?: readonly ResearchKind[] | null;
}>('query', 'researchRuns', 'query researchRuns($after: String, $first: Int, $kinds: [ResearchKind!]) { researchRuns(after: $after, first: $first, kinds: $kinds) { __typename items { __typename cancelRequested createdAt error finishedAt hasReport id kind progress requestedBy spec startedAt status strategy summary } nextCursor } }'),
  status: operation<PlatformStatus, Record<string, never>>('query', 'status', 'query status { status { __typename components { __typename accountId component reason since status } market { __typename label marketTime reason speed state } startedAt status tradingMode version } }'),
  storedCandles: operation<readonly StoredCandles[], Record<string, never>>('query', 'storedCandles', 'query storedCandles { storedCandles { __typename from interval symbol to venue } }'),
  strategies: operation<readonly Strategy[], Record<string, never>>('query', 'strategies', 'query strategies { strategies { __typename description name parameters { __typename default description maximum minimum name options type } title version } }'),
  trades: operation<readonly PublicTrade[], {
  readonly accountId: string;
  readonly limit?: number | null;
  readonly symbol: string;
}>('query', 'trades', 'query trades($accountId: ID!, $limit: Int, $symbol: String!) { trades(accountId: $accountId, limit: $limit, symbol: $symbol) { __typename at id price quantity side } }'),
} as const;

export const mutation = {
  amendOrder: operation<OrderResult, {
  readonly input: AmendOrderInput;
}>('mutation', 'amendOrder', 'mutation amendOrder($input: AmendOrderInput!) { amendOrder(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Order { accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } ... on Pending { commandId } ... on Refused { code limit message value } } }'),
  cancelOrder: operation<OrderResult, {
  readonly accountId: string;
  readonly clientOrderId: string;
}>('mutation', 'cancelOrder', 'mutation cancelOrder($accountId: ID!, $clientOrderId: ID!) { cancelOrder(accountId: $accountId, clientOrderId: $clientOrderId) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Order { accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } ... on Pending { commandId } ... on Refused { code limit message value } } }'),
  cancelResearchRun: operation<ResearchRunResult, {
  readonly id: string;
}>('mutation', 'cancelResearchRun', 'mutation cancelResearchRun($id: ID!) { cancelResearchRun(id: $id) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Refused { code limit message value } ... on ResearchRun { cancelRequested createdAt error finishedAt hasReport ResearchRun__id: id kind progress requestedBy spec startedAt status strategy summary } } }'),
  closePosition: operation<OrderResult, {
  readonly deploymentId: string;
  readonly idempotencyKey?: string | null;
  readonly symbol: string;
}>('mutation', 'closePosition', 'mutation closePosition($deploymentId: ID!, $idempotencyKey: String, $symbol: String!) { closePosition(deploymentId: $deploymentId, idempotencyKey: $idempotencyKey, symbol: $symbol) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Order { accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } ... on Pending { commandId } ... on Refused { code limit message value } } }'),
  closeSignalHook: operation<SignalHookResult, {
  readonly deploymentId: string;
}>('mutation', 'closeSignalHook', 'mutation closeSignalHook($deploymentId: ID!) { closeSignalHook(deploymentId: $deploymentId) { __typename ... on NotFound { id message what } ... on Refused { code limit message value } ... on SignalHook { deploymentId path } } }'),
  createAccount: operation<AccountResult, {
  readonly input: CreateAccountInput;
}>('mutation', 'createAccount', 'mutation createAccount($input: CreateAccountInput!) { createAccount(input: $input) { __typename ... on Account { balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } ... on InvalidInput { field limit message InvalidInput__value: value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message Refused__value: value } } }'),
  deploy: operation<DeploymentResult, {
  readonly input: DeployInput;
}>('mutation', 'deploy', 'mutation deploy($input: DeployInput!) { deploy(input: $input) { __typename ... on Deployment { accountId id interval isOutdated lastDecision { __typename action marketTime trust { __typename level reasons symbol } values why } params reason startedAt status stoppedAt strategy strategyVersion symbol } ... on InvalidInput { field limit message value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message value } } }'),
  disableAccount: operation<AccountResult, {
  readonly id: string;
  readonly reason: string;
}>('mutation', 'disableAccount', 'mutation disableAccount($id: ID!, $reason: String!) { disableAccount(id: $id, reason: $reason) { __typename ... on Account { balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } ... on InvalidInput { field limit message InvalidInput__value: value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message Refused__value: value } } }'),
  openSignalHook: operation<SignalHookResult, {
  readonly deploymentId: string;
}>('mutation', 'openSignalHook', 'mutation openSignalHook($deploymentId: ID!) { openSignalHook(deploymentId: $deploymentId) { __typename ... on NotFound { id message what } ... on Refused { code limit message value } ... on SignalHook { deploymentId path } } }'),
  placeOrder: operation<OrderResult, {
  readonly input: PlaceOrderInput;
}>('mutation', 'placeOrder', 'mutation placeOrder($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Order { accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } ... on Pending { commandId } ... on Refused { code limit message value } } }'),
  resetAccount: operation<AccountResult, {
  readonly input: ResetAccountInput;
}>('mutation', 'resetAccount', 'mutation resetAccount($input: ResetAccountInput!) { resetAccount(input: $input) { __typename ... on Account { balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } ... on InvalidInput { field limit message InvalidInput__value: value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message Refused__value: value } } }'),
  sendSignal: operation<SignalResult, {
  readonly input: SendSignalInput;
}>('mutation', 'sendSignal', 'mutation sendSignal($input: SendSignalInput!) { sendSignal(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Pending { commandId } ... on Refused { code limit message value } ... on SentSignal { deploymentId expiresAt name source } } }'),
  setTradingState: operation<AccountResult, {
  readonly input: SetTradingStateInput;
}>('mutation', 'setTradingState', 'mutation setTradingState($input: SetTradingStateInput!) { setTradingState(input: $input) { __typename ... on Account { balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } ... on InvalidInput { field limit message InvalidInput__value: value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message Refused__value: value } } }'),
  startBacktest: operation<ResearchRunResult, {
  readonly input: StartBacktestInput;
}>('mutation', 'startBacktest', 'mutation startBacktest($input: StartBacktestInput!) { startBacktest(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Refused { code limit message value } ... on ResearchRun { cancelRequested createdAt error finishedAt hasReport ResearchRun__id: id kind progress requestedBy spec startedAt status strategy summary } } }'),
  startMonteCarlo: operation<ResearchRunResult, {
  readonly input: StartBacktestInput;
}>('mutation', 'startMonteCarlo', 'mutation startMonteCarlo($input: StartBacktestInput!) { startMonteCarlo(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Refused { code limit message value } ... on ResearchRun { cancelRequested createdAt error finishedAt hasReport ResearchRun__id: id kind progress requestedBy spec startedAt status strategy summary } } }'),
  startOptimisation: operation<ResearchRunResult, {
  readonly input: StartOptimisationInput;
}>('mutation', 'startOptimisation', 'mutation startOptimisation($input: StartOptimisationInput!) { startOptimisation(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Refused { code limit message value } ... on ResearchRun { cancelRequested createdAt error finishedAt hasReport ResearchRun__id: id kind progress requestedBy spec startedAt status strategy summary } } }'),
  startParity: operation<ResearchRunResult, {
  readonly input: StartParityInput;
}>('mutation', 'startParity', 'mutation startParity($input: StartParityInput!) { startParity(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Refused { code limit message value } ... on ResearchRun { cancelRequested createdAt error finishedAt hasReport ResearchRun__id: id kind progress requestedBy spec startedAt status strategy summary } } }'),
  startWalkForward: operation<ResearchRunResult, {
  readonly input: StartWalkForwardInput;
}>('mutation', 'startWalkForward', 'mutation startWalkForward($input: StartWalkForwardInput!) { startWalkForward(input: $input) { __typename ... on InvalidInput { field limit message value } ... on NotFound { id message what } ... on Refused { code limit message value } ... on ResearchRun { cancelRequested createdAt error finishedAt hasReport ResearchRun__id: id kind progress requestedBy spec startedAt status strategy summary } } }'),
  stopDeployment: operation<DeploymentResult, {
  readonly id: string;
  readonly reason: string;
}>('mutation', 'stopDeployment', 'mutation stopDeployment($id: ID!, $reason: String!) { stopDeployment(id: $id, reason: $reason) { __typename ... on Deployment { accountId id interval isOutdated lastDecision { __typename action marketTime trust { __typename level reasons symbol } values why } params reason startedAt status stoppedAt strategy strategyVersion symbol } ... on InvalidInput { field limit message value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message value } } }'),
  updateAccount: operation<AccountResult, {
  readonly input: UpdateAccountInput;
}>('mutation', 'updateAccount', 'mutation updateAccount($input: UpdateAccountInput!) { updateAccount(input: $input) { __typename ... on Account { balances { __typename asset total } createdAt id makerFee maxPositionSize mode name settleAsset status statusReason takerFee tradingReason tradingState value { __typename balance equity fees marketTime realised unrealised } venue } ... on InvalidInput { field limit message InvalidInput__value: value } ... on NotFound { NotFound__id: id message what } ... on Pending { commandId } ... on Refused { code limit message Refused__value: value } } }'),
} as const;

export const subscription = {
  candle: operation<Candle, {
  readonly accountId: string;
  readonly interval: string;
  readonly symbol: string;
}>('subscription', 'candle', 'subscription candle($accountId: ID!, $interval: String!, $symbol: String!) { candle(accountId: $accountId, interval: $interval, symbol: $symbol) { __typename close closed high low open start volume } }'),
  dataTrust: operation<readonly DataTrust[], {
  readonly accountId: string;
}>('subscription', 'dataTrust', 'subscription dataTrust($accountId: ID!) { dataTrust(accountId: $accountId) { __typename level reasons since symbol } }'),
  decision: operation<Decision, {
  readonly deploymentId: string;
}>('subscription', 'decision', 'subscription decision($deploymentId: ID!) { decision(deploymentId: $deploymentId) { __typename action marketTime trust { __typename level reasons symbol } values why } }'),
  deployments: operation<DeploymentUpdate, {
  readonly accountId: string;
  readonly after?: string | null;
}>('subscription', 'deployments', 'subscription deployments($accountId: ID!, $after: String) { deployments(accountId: $accountId, after: $after) { __typename cursor deployment { __typename accountId id interval isOutdated lastDecision { __typename action marketTime trust { __typename level reasons symbol } values why } params reason startedAt status stoppedAt strategy strategyVersion symbol } } }'),
  feeds: operation<readonly FeedQuality[], {
  readonly accountId: string;
}>('subscription', 'feeds', 'subscription feeds($accountId: ID!) { feeds(accountId: $accountId) { __typename dropped exchangeToReceived { __typename p50 p99 } feed gaps interruptions messages reasons receivedToStrategy { __typename p50 p99 } restarts symbol uptime } }'),
  fills: operation<FillUpdate, {
  readonly accountId: string;
  readonly after?: string | null;
}>('subscription', 'fills', 'subscription fills($accountId: ID!, $after: String) { fills(accountId: $accountId, after: $after) { __typename cursor fill { __typename accountId at clientOrderId deploymentId executionId fee feeAsset liquidity price quantity realised side symbol } } }'),
  heldPositions: operation<readonly Position[], {
  readonly accountId: string;
}>('subscription', 'heldPositions', 'subscription heldPositions($accountId: ID!) { heldPositions(accountId: $accountId) { __typename accountId averagePrice deploymentId entryValue fees mark { __typename at level price reasons unrealised unrealisedFraction } quantity realised symbol } }'),
  orderBook: operation<OrderBookUpdate, {
  readonly accountId: string;
  readonly depth?: number | null;
  readonly symbol: string;
}>('subscription', 'orderBook', 'subscription orderBook($accountId: ID!, $depth: Int, $symbol: String!) { orderBook(accountId: $accountId, depth: $depth, symbol: $symbol) { __typename book { __typename asks { __typename price quantity } bids { __typename price quantity } marketTime symbol } trust { __typename level reasons symbol } } }'),
  orders: operation<OrderUpdate, {
  readonly accountId: string;
  readonly after?: string | null;
}>('subscription', 'orders', 'subscription orders($accountId: ID!, $after: String) { orders(accountId: $accountId, after: $after) { __typename cursor order { __typename accountId averagePrice clientOrderId createdAt deploymentId filledQuantity postOnly price quantity reason reduceOnly side status symbol tag timeInForce type updatedAt venueOrderId } } }'),
  positions: operation<PositionUpdate, {
  readonly accountId: string;
  readonly after?: string | null;
}>('subscription', 'positions', 'subscription positions($accountId: ID!, $after: String) { positions(accountId: $accountId, after: $after) { __typename cursor position { __typename accountId averagePrice deploymentId entryValue fees mark { __typename at level price reasons unrealised unrealisedFraction } quantity realised symbol } } }'),
  researchRunChanges: operation<ResearchRun, {
  readonly id?: string | null;
}>('subscription', 'researchRunChanges', 'subscription researchRunChanges($id: ID) { researchRunChanges(id: $id) { __typename cancelRequested createdAt error finishedAt hasReport id kind progress requestedBy spec startedAt status strategy summary } }'),
  status: operation<PlatformStatus, Record<string, never>>('subscription', 'status', 'subscription status { status { __typename components { __typename accountId component reason since status } market { __typename label marketTime reason speed state } startedAt status tradingMode version } }'),
  ticker: operation<Ticker, {
  readonly accountId: string;
  readonly symbol: string;
}>('subscription', 'ticker', 'subscription ticker($accountId: ID!, $symbol: String!) { ticker(accountId: $accountId, symbol: $symbol) { __typename ask bid marketTime symbol } }'),
  trades: operation<TradesUpdate, {
  readonly accountId: string;
  readonly symbol: string;
}>('subscription', 'trades', 'subscription trades($accountId: ID!, $symbol: String!) { trades(accountId: $accountId, symbol: $symbol) { __typename missed trades { __typename at id price quantity side } trust { __typename level reasons symbol } } }'),
  value: operation<AccountValue, {
  readonly accountId: string;
}>('subscription', 'value', 'subscription value($accountId: ID!) { value(accountId: $accountId) { __typename balance equity fees marketTime realised unrealised } }'),
} as const;
