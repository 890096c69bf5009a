import { ORDER_STATUSES, isOpen } from '@libs/kernel';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from '../database/data-source';
import { inTransaction } from '../database/in-transaction';
import { readUntakenState } from '../inbox/untaken-state';
import type { DispatchScope } from './pg-dispatch-store';

/** A running trader processes a halt within milliseconds. */
const PATIENCE_MS = 500;

/** Other commits for the account wait, so either its trader processes the halt or this code does, and the later one sees the result. */
const HOLD = 'SELECT inbox_seq FROM trader_state WHERE account_id = $1 FOR UPDATE';

/** An order that is closed by an unread report needs no cancel, nor does one with a cancel in flight. */
const CARRY_OUT = `WITH newest AS (
    SELECT inbox_seq, body FROM account_inbox
    WHERE account_id = $1 AND inbox_seq > (SELECT inbox_seq FROM trader_state WHERE account_id = $1)
      AND body -> 'command' ->> 'kind' = 'set-trading-state' ORDER BY inbox_seq DESC LIMIT 1
  ), halt AS (
    SELECT inbox_seq, body FROM newest WHERE body -> 'command' ->> 'state' = 'HALTED'
  ), gone AS (
    SELECT body -> 'report' ->> 'clientOrderId' AS client_order_id FROM account_inbox
    WHERE account_id = $1 AND inbox_seq > (SELECT inbox_seq FROM trader_state WHERE account_id = $1)
      AND body -> 'report' ->> 'kind' = 'order' AND body -> 'report' ->> 'status' IN ('FILLED', 'CANCELED', 'REJECTED')
  ), raised AS (
    UPDATE accounts SET trading_state = 'HALTED' WHERE id = $1 AND trading_state <> 'HALTED' AND EXISTS (SELECT FROM halt) RETURNING id
  ), cancels AS (
    INSERT INTO dispatch (id, venue_account_id, account_id, kind, client_order_id, ticket)
    SELECT 'd' || o.client_order_id || 'h' || halt.inbox_seq, $2, $1, 'cancel', o.client_order_id, s.ticket
    FROM halt, orders o JOIN dispatch s ON s.id = 'd' || o.client_order_id || 's'
    WHERE o.account_id = $1 AND o.status = ANY($3) AND s.venue_account_id = $2 AND s.state <> 'ABORTED'
      AND o.client_order_id NOT IN (SELECT client_order_id FROM gone)
      AND NOT EXISTS (SELECT FROM dispatch c WHERE c.venue_account_id = $2 AND c.kind = 'cancel'
        AND c.client_order_id = o.client_order_id AND c.state IN ('READY', 'SIGNED', 'SENT', 'UNKNOWN'))
    ON CONFLICT (id) DO NOTHING RETURNING id, client_order_id
  ), noted AS (
    INSERT INTO audit (actor, action, subject, body)
    SELECT 'executor', 'trading-state.halt-without-trader', $1::text, jsonb_build_object('commandId', body ->> 'commandId',
      'askedBy', body ->> 'actor', 'reason', body -> 'command' ->> 'reason', 'cancels', ARRAY(SELECT client_order_id FROM cancels))
    FROM halt WHERE EXISTS (SELECT FROM raised) OR EXISTS (SELECT FROM cancels)
  ), told AS (
    SELECT pg_notify('plimsoll_accounts', id::text) FROM raised
    UNION ALL SELECT pg_notify('plimsoll_dispatch', $2::text || ':' || id) FROM cancels
  ) SELECT ARRAY(SELECT client_order_id FROM cancels) AS cancelled, (SELECT count(*) FROM told) AS told`;

const OPEN_STATUSES = ORDER_STATUSES.filter(isOpen);

/**
 * The kill switch of an account whose trader does not process it, because it is down or was refused: its open orders are cancelled all the
 * same. The trader reads the halt and the outcome of the orders from the inbox once it runs.
 */
export class UntakenHalt {
  private readonly pool: Pool;

  constructor(
    dataSource: DataSource,
    private readonly scope: DispatchScope,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.pool = poolOf(dataSource);
  }

  /**
   * If a halt waits for an absent trader, halts the account and writes a cancel for each open order. Returns the client ids of these
   * orders: once per halt, however often it is called.
   */
  async carryOut(): Promise<readonly string[]> {
    const untaken = await readUntakenState(this.pool, this.scope.accountId);
    if (untaken?.state !== 'HALTED' || untaken.age < this.patienceMs) return [];
    const { accountId, venueAccountId } = this.scope;
    return inTransaction(this.pool, async (client) => {
      await client.query(HOLD, [accountId]);
      const { rows } = await client.query<{ cancelled: readonly string[] }>(CARRY_OUT, [accountId, venueAccountId, OPEN_STATUSES]);
      return rows[0]?.cancelled ?? [];
    });
  }
}
