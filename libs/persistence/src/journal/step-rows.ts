import { isDurable } from '@libs/engine';
import type { CoreEvent, Effect, StepResult } from '@libs/engine';
import { WHOLE_ACCOUNT } from '../entities/trading.entity';
import { auditEntries } from './audit-entries';
import type { AuditEntry } from './audit-entries';
import { dispatchRow, submitId } from './dispatch-rows';
import type { DispatchRow } from './dispatch-rows';
import type { StepRecord } from './step-record';

export interface JournalRow {
  readonly seq: number;
  readonly input_seq: number;
  readonly index: number;
  readonly type: string;
  readonly body: CoreEvent;
  readonly market_time: string;
}

type Row = Readonly<Record<string, unknown>>;

/** What one transaction writes, by table; names are those of the columns. */
export interface CommitRows {
  readonly journal: JournalRow[];
  readonly orders: Map<string, Row>;
  readonly fills: Row[];
  readonly positions: Map<string, Row>;
  readonly ledger: Row[];
  readonly started: Map<string, Row>;
  readonly deployments: Map<string, Row>;
  readonly audit: AuditEntry[];
  readonly dispatch: Map<string, DispatchRow>;
  account: Row | null;
  sessionId: string | null;
}

export interface RowContext {
  readonly accountId: string;
  /** Journal sequence of the last row before these. */
  readonly lastSeq: number;
  /** Wall time, epoch milliseconds. */
  readonly now: number;
}

/** Turns steps into rows; a row that changes twice is written once, with its last value. */
export function rowsOf(steps: readonly StepRecord[], context: RowContext): CommitRows {
  const rows: CommitRows = {
    journal: [],
    orders: new Map(),
    fills: [],
    positions: new Map(),
    ledger: [],
    started: new Map(),
    deployments: new Map(),
    audit: [],
    dispatch: new Map(),
    account: null,
    sessionId: null,
  };
  for (const step of steps) {
    const at = new Date(step.input.marketTime).toISOString();
    for (const [index, event] of journalled(step.result).entries()) {
      const seq = context.lastSeq + rows.journal.length + 1;
      rows.journal.push({ seq, input_seq: step.input.inputSeq, index, type: event.type, body: event, market_time: at });
      addEvent(rows, event, { seq, at });
    }
    rows.audit.push(...auditEntries(step.result.events).map((entry) => (entry.subject === 'account' ? { ...entry, subject: context.accountId } : entry)));
    for (const effect of step.result.effects) addDispatch(rows, effect, step, context.now);
  }
  return rows;
}

/** All events of a step that has a durable one, else none. */
export function journalled(result: StepResult): readonly CoreEvent[] {
  return result.events.some(isDurable) ? result.events : [];
}

interface Place {
  readonly seq: number;
  readonly at: string;
}

function addEvent(rows: CommitRows, event: CoreEvent, { seq, at }: Place): void {
  switch (event.type) {
    case 'SessionStarted':
      rows.sessionId = event.sessionId;
      return;
    case 'AccountUpdated':
      rows.account = { ...rows.account, max_position_size: event.maxPositionSize };
      return;
    case 'AccountOpened':
      rows.account = { ...rows.account, max_position_size: event.terms.maxPositionSize };
      return;
    case 'TradingStateChanged':
      rows.account = { ...rows.account, trading_state: event.to };
      return;
    case 'Reconciled':
      // The venue's picture is known: from here on the account may trade.
      rows.account = { ...rows.account, status: 'ready' };
      return;
    case 'OrderChanged':
      addOrder(rows, event, seq);
      return;
    case 'FillRecorded':
      rows.fills.push(fillRow(event, seq));
      return;
    case 'PositionChanged':
      addPosition(rows, event, at);
      return;
    case 'LedgerPosted':
      rows.ledger.push(
        ...event.posting.entries.map((entry, line) => ({ ...entry, posting_id: seq, line, reason: event.posting.reason, reference: event.posting.reference, at })),
      );
      return;
    default:
      addDeployment(rows, event, at);
  }
}

function addOrder(rows: CommitRows, { order, denial }: Extract<CoreEvent, { type: 'OrderChanged' }>, seq: number): void {
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

function fillRow({ fill, realised }: Extract<CoreEvent, { type: 'FillRecorded' }>, seq: number): Row {
  return {
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
  };
}

function addPosition(rows: CommitRows, { deploymentId, position }: Extract<CoreEvent, { type: 'PositionChanged' }>, at: string): void {
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

function addDeployment(rows: CommitRows, event: CoreEvent, at: string): void {
  const change = (id: string, fields: Row): unknown => rows.deployments.set(id, { ...rows.deployments.get(id), id, ...fields });
  switch (event.type) {
    case 'DeploymentStarted':
      rows.started.set(event.terms.deploymentId, {
        id: event.terms.deploymentId,
        strategy: event.terms.strategy,
        strategy_version: event.terms.strategyVersion,
        params: event.terms.params,
        watches: event.terms.watches,
        status: event.terms.warmUpBars > 0 ? 'warming-up' : 'starting',
        started_at: at,
      });
      return;
    case 'DeploymentWarmedUp':
      change(event.deploymentId, { status: 'running' });
      return;
    case 'DeploymentStopped':
      change(event.deploymentId, { status: event.faulted ? 'faulted' : 'stopped', reason: event.reason, stopped_at: at });
      return;
    case 'StrategyDecided':
      change(event.deploymentId, { last_decision: { ...event.decision, marketTime: Date.parse(at) } });
      return;
    default:
  }
}

function addDispatch(rows: CommitRows, effect: Effect, step: StepRecord, now: number): void {
  const row = dispatchRow(effect, step, now);
  if (!row) return;
  // The database cannot see a submit that is inserted by the same statement.
  const ticket = row.ticket ?? rows.dispatch.get(submitId(row.client_order_id))?.ticket ?? null;
  rows.dispatch.set(row.id, { ...row, ticket });
}
