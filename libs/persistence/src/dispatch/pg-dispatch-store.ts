import type { Dispatch, DispatchKind, DispatchState, DispatchStore, InboxReport, OwnOrder } from '@libs/engine';
import { ORDER_STATUSES, isOpen } from '@libs/kernel';
import type { AmendTicket, OrderTicket } from '@libs/sdk';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';
import { reportRows } from '../inbox/account-inbox';
import { inputSeqOfId, kindOfId, submitId } from '../journal/dispatch-rows';

const COLUMNS = 'd.id, d.kind, d.client_order_id, d.state, d.epoch, d.attempt, d.ticket, d.signed_at, d.not_after';

/** With the share lock on the lease, a takeover waits for the claim, or the claim finds the lease gone. */
const CLAIM = {
  name: 'claim_dispatch',
  text: `WITH lease AS (SELECT id FROM venue_accounts WHERE id = $2 AND epoch = $3 FOR SHARE)
    UPDATE dispatch d SET state = 'SIGNED', epoch = $3, attempt = attempt + 1, signed_at = $4
    FROM lease WHERE d.id = $1 AND d.venue_account_id = lease.id AND d.state = 'READY' RETURNING ${COLUMNS}`,
};
const READY = {
  name: 'ready_dispatch',
  text: `SELECT id FROM dispatch WHERE venue_account_id = $1 AND state = 'READY' ORDER BY kind <> 'cancel', created_at, id LIMIT $2`,
};
const IN_DOUBT = {
  name: 'in_doubt_dispatch',
  text: `WITH lost AS (
      UPDATE dispatch d SET state = 'UNKNOWN' WHERE venue_account_id = $1 AND state IN ('SIGNED', 'SENT') AND epoch < $2 RETURNING ${COLUMNS}, d.created_at
    ), doubtful AS (
      SELECT ${COLUMNS}, d.created_at FROM dispatch d WHERE venue_account_id = $1 AND state = 'UNKNOWN' UNION ALL SELECT * FROM lost
    ) SELECT * FROM doubtful ORDER BY created_at, id`,
};
const FIND = { name: 'find_dispatch', text: `SELECT ${COLUMNS} FROM dispatch d WHERE d.id = $1 AND d.venue_account_id = $2` };
/** A cancel's id is the order's id with a letter and its cause appended, so it is found without a search. */
const CANCELLED = {
  name: 'cancelled_dispatch',
  text: `SELECT EXISTS (SELECT FROM dispatch d WHERE d.id > 'd' || $1 || 'c' AND d.id < 'd' || $1 || 'i' AND d.id <> $2
      AND d.client_order_id = $1 AND d.venue_account_id = $3 AND d.kind = 'cancel'
      AND d.state IN ('SIGNED', 'SENT', 'UNKNOWN', 'DONE') AND d.error IS NULL) AS is_cancelled`,
};
const SETTLE = { name: 'settle_dispatch', text: 'SELECT settle_dispatch($1, $2, $3, $4, $5, $6)' };
const WITHDRAW = { name: 'withdraw_dispatch', text: 'SELECT withdraw_dispatch($1, $2, $3, $4, $5) AS withdrawn' };
const REPORT = { name: 'report_inbox', text: `SELECT count(*) FROM append_inbox($1, 'executor', $2)` };
const KNOWN = { name: 'known_dispatch', text: 'SELECT client_order_id FROM orders WHERE client_order_id = ANY($1) AND account_id = $2' };
const OPEN_STATUSES = ORDER_STATUSES.filter(isOpen);
const OPEN = {
  name: 'open_orders',
  text: `WITH unread AS MATERIALIZED (
      SELECT DISTINCT i.body -> 'report' ->> 'clientOrderId' AS client_order_id FROM account_inbox i
      WHERE i.account_id = $1 AND i.inbox_seq > COALESCE((SELECT inbox_seq FROM trader_state WHERE account_id = $1), 0)
        AND i.body -> 'report' ->> 'kind' IN ('order', 'execution')
    ) SELECT o.client_order_id, o.filled_quantity, d.ticket, u.client_order_id IS NOT NULL AS has_unread_reports
    FROM orders o JOIN dispatch d ON d.id = 'd' || o.client_order_id || 's' LEFT JOIN unread u ON u.client_order_id = o.client_order_id
    WHERE o.account_id = $1 AND d.venue_account_id = $2 AND o.status = ANY($3) AND d.state IN ('DONE', 'UNKNOWN') ORDER BY o.created_seq`,
};
const MISSING_FROM = {
  name: 'executions_missing_from',
  text: `SELECT COALESCE(
      LEAST((SELECT min(created_at) FROM orders WHERE account_id = $1 AND status = ANY($2)),
            (SELECT at FROM fills WHERE account_id = $1 ORDER BY journal_seq DESC LIMIT 1)),
      (SELECT created_at FROM orders WHERE account_id = $1 ORDER BY created_seq DESC LIMIT 1)) AS since`,
};

export interface DispatchScope {
  readonly accountId: string;
  readonly venueAccountId: string;
}

/** The executor's side of the database, for one venue account. */
export class PgDispatchStore implements DispatchStore {
  private readonly pool: Pool;

  constructor(
    dataSource: DataSource,
    private readonly scope: DispatchScope,
  ) {
    this.pool = poolOf(dataSource);
  }

  kindOf(id: string): DispatchKind | null {
    return kindOfId(id);
  }

  async claim(id: string, epoch: number, signedAt: number): Promise<Dispatch | null> {
    const values = [id, this.scope.venueAccountId, epoch, new Date(signedAt)];
    const { rows } = await this.pool.query<DispatchColumns>({ ...CLAIM, values });
    return rows[0] ? toDispatch(rows[0]) : null;
  }

  async ready(limit: number): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ id: string }>({ ...READY, values: [this.scope.venueAccountId, limit] });
    return rows.map((row) => row.id);
  }

  async inDoubt(epoch: number): Promise<readonly Dispatch[]> {
    const { rows } = await this.pool.query<DispatchColumns>({ ...IN_DOUBT, values: [this.scope.venueAccountId, epoch] });
    return rows.map(toDispatch);
  }

  async find(id: string): Promise<Dispatch | null> {
    const { rows } = await this.pool.query<DispatchColumns>({ ...FIND, values: [id, this.scope.venueAccountId] });
    return rows[0] ? toDispatch(rows[0]) : null;
  }

  async submitOf(clientOrderId: string): Promise<Dispatch | null> {
    return this.find(submitId(clientOrderId));
  }

  async isCancelled({ id, clientOrderId }: Dispatch): Promise<boolean> {
    const values = [clientOrderId, id, this.scope.venueAccountId];
    const { rows } = await this.pool.query<{ is_cancelled: boolean }>({ ...CANCELLED, values });
    return rows[0]?.is_cancelled === true;
  }

  async settle(id: string, state: 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED', reports: readonly InboxReport[]): Promise<void> {
    const { venueAccountId, accountId } = this.scope;
    await this.pool.query({ ...SETTLE, values: [id, venueAccountId, accountId, state, troubleIn(reports), reportRows(reports)] });
  }

  async withdraw(submit: string, cancel: string, report: InboxReport): Promise<boolean> {
    const { venueAccountId, accountId } = this.scope;
    const values = [submit, cancel, venueAccountId, accountId, reportRows([report])];
    const { rows } = await this.pool.query<{ withdrawn: boolean }>({ ...WITHDRAW, values });
    return rows[0]?.withdrawn === true;
  }

  async report(reports: readonly InboxReport[]): Promise<void> {
    if (reports.length > 0) await this.pool.query({ ...REPORT, values: [this.scope.accountId, reportRows(reports)] });
  }

  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ client_order_id: string }>({ ...KNOWN, values: [ids, this.scope.accountId] });
    return new Set(rows.map((row) => row.client_order_id));
  }

  async openOrders(): Promise<readonly OwnOrder[]> {
    const { accountId, venueAccountId } = this.scope;
    const { rows } = await this.pool.query<OpenColumns>({ ...OPEN, values: [accountId, venueAccountId, OPEN_STATUSES] });
    return rows.map((row) => ({
      clientOrderId: row.client_order_id,
      instrument: row.ticket.instrument,
      filledQuantity: row.filled_quantity,
      hasUnreadReports: row.has_unread_reports,
    }));
  }

  async executionsMissingFrom(): Promise<number | null> {
    const { rows } = await this.pool.query<{ since: Date | null }>({ ...MISSING_FROM, values: [this.scope.accountId, OPEN_STATUSES] });
    return rows[0]?.since?.getTime() ?? null;
  }
}

/** Why the command did not simply succeed; stored in the row for diagnosis. */
function troubleIn(reports: readonly InboxReport[]): string | null {
  for (const { report } of reports) {
    if (report.kind === 'refused' || report.kind === 'cancel-refused' || report.kind === 'amend-refused' || report.kind === 'aborted')
      return `${report.code}: ${report.message}`;
    if (report.kind === 'unknown') return report.cause;
  }
  return null;
}

interface OpenColumns {
  readonly client_order_id: string;
  readonly filled_quantity: string;
  readonly ticket: OrderTicket;
  readonly has_unread_reports: boolean;
}

interface DispatchColumns {
  readonly id: string;
  readonly kind: DispatchKind;
  readonly client_order_id: string;
  readonly state: DispatchState;
  readonly epoch: number | null;
  readonly attempt: number;
  readonly ticket: OrderTicket | AmendTicket;
  readonly signed_at: Date | null;
  readonly not_after: Date | null;
}

function toDispatch(row: DispatchColumns): Dispatch {
  return {
    id: row.id,
    kind: row.kind,
    clientOrderId: row.client_order_id,
    state: row.state,
    epoch: row.epoch,
    attempt: row.attempt,
    askedIn: inputSeqOfId(row.id),
    notAfter: row.not_after?.getTime() ?? null,
    signedAt: row.signed_at?.getTime() ?? null,
    ticket: row.ticket,
  };
}
