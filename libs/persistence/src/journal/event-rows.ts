import { defined } from '@libs/kernel';
import type { CoreEvent } from '@libs/engine';
import { WHOLE_ACCOUNT } from '../entities/trading.entity';
import type { StoredDecision } from '../entities/trading.entity';
import type { CommitRows, Row } from './commit-rows';

/** Position of an event: its journal sequence and its market time as ISO text. */
export interface Place {
  readonly seq: number;
  readonly at: string;
}

type EventOf<Type extends CoreEvent['type']> = Extract<CoreEvent, { type: Type }>;
type Writers = { readonly [Type in CoreEvent['type']]: (rows: CommitRows, event: EventOf<Type>, place: Place) => void };

const journalOnly = (): void => undefined;

/** What each event changes besides the journal. */
const WRITERS: Writers = {
  SessionStarted: (rows, event) => void (rows.sessionId = event.sessionId),
  AccountOpened: (rows, event) => changeAccount(rows, { max_position_size: event.terms.maxPositionSize }),
  AccountUpdated: (rows, event) => changeAccount(rows, { max_position_size: event.maxPositionSize }),
  TradingStateChanged: (rows, event) => changeAccount(rows, { trading_state: event.to }),
  // The venue's picture agrees: the account may trade from now on.
  Reconciled: (rows) => changeAccount(rows, { status: 'ready' }),
  OrderChanged: writeOrder,
  AmendmentDenied: journalOnly,
  StopDelayed: journalOnly,
  ExitGivenUp: journalOnly,
  ExitFailing: journalOnly,
  ExitFailingOver: journalOnly,
  FillRecorded: writeFill,
  PositionChanged: writePosition,
  LedgerPosted: writePosting,
  DeploymentStarted: startDeployment,
  DeploymentWarmedUp: (rows, event) => changeDeployment(rows, event.deploymentId, { status: 'running' }),
  DeploymentStopped: (rows, event, { at }) =>
    changeDeployment(rows, event.deploymentId, { status: event.faulted ? 'faulted' : 'stopped', reason: event.reason, stopped_at: at }),
  // It ended when it faulted.
  FaultDismissed: (rows, event) => changeDeployment(rows, event.deploymentId, { status: 'stopped', reason: event.reason }),
  DataTrustChanged: journalOnly,
  FundingPaid: journalOnly,
  SignalReceived: journalOnly,
  SignalExpired: journalOnly,
  StrategyDecided: (rows, event, { at }) =>
    changeDeployment(rows, event.deploymentId, { last_decision: storedDecision(event, Date.parse(at)) }),
  StrategyLogged: journalOnly,
  AccountValued: journalOnly,
  CommandApplied: journalOnly,
  CommandRefused: journalOnly,
};

export function writeEvent<Type extends CoreEvent['type']>(rows: CommitRows, event: EventOf<Type>, place: Place): void {
  const write: Writers[Type] = WRITERS[event.type];
  write(rows, event, place);
}

function storedDecision({ decision, trust }: EventOf<'StrategyDecided'>, marketTime: number): StoredDecision {
  return { ...decision, marketTime, ...defined({ trust }) };
}

function changeAccount(rows: CommitRows, fields: Row): void {
  rows.account = { ...rows.account, ...fields };
}

function changeDeployment(rows: CommitRows, id: string, fields: Row): void {
  rows.deployments.set(id, { ...rows.deployments.get(id), id, ...fields });
}

function startDeployment(rows: CommitRows, { terms }: EventOf<'DeploymentStarted'>, { at }: Place): void {
  rows.started.set(terms.deploymentId, {
    id: terms.deploymentId,
    strategy: terms.strategy,
    strategy_version: terms.strategyVersion,
    params: terms.params,
    watches: [...terms.watches, ...(terms.streams ?? [])],
    status: terms.warmUpBars > 0 ? 'warming-up' : 'starting',
    started_at: at,
  });
}

function writeOrder(rows: CommitRows, { order, denial }: EventOf<'OrderChanged'>, { seq }: Place): void {
  const before = rows.orders.get(order.clientOrderId);
  rows.orders.set(order.clientOrderId, {
    client_order_id: order.clientOrderId,
    deployment_id: order.deploymentId,
    venue_order_id: order.venueOrderId,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    quantity: order.quantity,
    price: order.price,
    time_in_force: order.timeInForce,
    post_only: order.postOnly,
    reduce_only: order.reduceOnly,
    tag: order.tag,
    status: order.status,
    filled_quantity: order.filledQuantity,
    filled_cost: order.filledCost,
    reason: order.reason,
    denial: denial ?? before?.['denial'],
    created_at: new Date(order.createdAt).toISOString(),
    updated_at: new Date(order.updatedAt).toISOString(),
    created_seq: before?.['created_seq'] ?? seq,
    journal_seq: seq,
  });
}

function writeFill(rows: CommitRows, { fill, realised }: EventOf<'FillRecorded'>, { seq }: Place): void {
  rows.fills.push({
    execution_id: fill.executionId,
    client_order_id: fill.clientOrderId,
    deployment_id: fill.deploymentId,
    symbol: fill.symbol,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    fee: fill.fee,
    fee_asset: fill.feeAsset,
    liquidity: fill.liquidity,
    realised,
    at: new Date(fill.at).toISOString(),
    journal_seq: seq,
  });
}

function writePosition(rows: CommitRows, { deploymentId, position }: EventOf<'PositionChanged'>, { at }: Place): void {
  const owner = deploymentId ?? WHOLE_ACCOUNT;
  rows.positions.set(`${owner} ${position.symbol}`, {
    deployment_id: owner,
    symbol: position.symbol,
    quantity: position.quantity,
    cost: position.cost,
    realised: position.realised,
    fees: position.fees,
    updated_at: at,
  });
}

function writePosting(rows: CommitRows, { posting }: EventOf<'LedgerPosted'>, { seq, at }: Place): void {
  const { reason, reference } = posting;
  for (const [line, { account, asset, amount }] of posting.entries.entries()) {
    rows.ledger.push({ posting_id: seq, line, account, asset, amount, reason, reference, at });
  }
}
