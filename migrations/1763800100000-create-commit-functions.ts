import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appends under the head's row lock, so that sequence order is commit order; a known dedupe key answers its old sequence. */
const APPEND_INBOX = `
CREATE FUNCTION append_inbox(p_account uuid, p_source text, p_rows json)
RETURNS TABLE (dedupe_key text, inbox_seq bigint, added boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  head bigint;
  last bigint;
  row record;
  known bigint;
BEGIN
  INSERT INTO inbox_heads (account_id) VALUES (p_account) ON CONFLICT DO NOTHING;
  SELECT h.inbox_seq INTO head FROM inbox_heads h WHERE h.account_id = p_account FOR UPDATE;
  last := head;
  FOR row IN SELECT * FROM json_to_recordset(p_rows) AS x(dedupe_key text, body jsonb, market_time timestamptz) LOOP
    SELECT i.inbox_seq INTO known FROM account_inbox i WHERE i.account_id = p_account AND i.dedupe_key = row.dedupe_key;
    IF NOT FOUND THEN
      last := last + 1;
      INSERT INTO account_inbox (account_id, inbox_seq, source, dedupe_key, body, market_time)
        VALUES (p_account, last, p_source, row.dedupe_key, row.body, row.market_time);
    END IF;
    RETURN QUERY SELECT row.dedupe_key, COALESCE(known, last), known IS NULL;
  END LOOP;
  IF last > head THEN
    UPDATE inbox_heads h SET inbox_seq = last WHERE h.account_id = p_account;
    PERFORM pg_notify('plimsoll_inbox', p_account::text);
  END IF;
END $$;`;

/** Moves a dispatch row forwards only and hands its reports to the core; what a venue said is kept whatever the row's state. */
const SETTLE_DISPATCH = `
CREATE FUNCTION settle_dispatch(p_id text, p_venue_account uuid, p_account uuid, p_state text, p_error text, p_reports json)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE dispatch SET state = p_state, error = COALESCE(p_error, error)
    WHERE id = p_id AND venue_account_id = p_venue_account AND CASE p_state
      WHEN 'SENT' THEN state = 'SIGNED'
      WHEN 'UNKNOWN' THEN state IN ('SIGNED', 'SENT')
      WHEN 'ABORTED' THEN state IN ('READY', 'SIGNED')
      ELSE state NOT IN ('DONE', 'ABORTED') END;
  IF p_reports IS NOT NULL THEN
    PERFORM append_inbox(p_account, 'executor', p_reports);
  END IF;
END $$;`;

/** A cancel that overtakes its submit: nothing left the house, both rows are settled at once. */
const WITHDRAW_DISPATCH = `
CREATE FUNCTION withdraw_dispatch(p_submit text, p_cancel text, p_venue_account uuid, p_account uuid, p_reports json)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE dispatch SET state = 'ABORTED', error = 'withdrawn before it was sent'
    WHERE id = p_submit AND venue_account_id = p_venue_account AND state = 'READY';
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE dispatch SET state = 'DONE'
    WHERE id = p_cancel AND venue_account_id = p_venue_account AND state NOT IN ('DONE', 'ABORTED');
  PERFORM append_inbox(p_account, 'executor', p_reports);
  RETURN true;
END $$;`;

/** The trader's unit of work; one call is one transaction. Empty parts are null and cost nothing. */
const COMMIT_STEPS = `
CREATE FUNCTION commit_steps(
  p_account uuid, p_venue_account uuid, p_expected bigint, p_input bigint, p_inbox bigint, p_session uuid,
  p_journal json, p_orders json, p_fills json, p_positions json, p_ledger json,
  p_started json, p_deployments json, p_account_change json, p_audit json, p_dispatch json)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last bigint;
  row record;
BEGIN
  UPDATE trader_state SET
      journal_seq = p_expected + COALESCE(json_array_length(p_journal), 0), input_seq = p_input,
      inbox_seq = GREATEST(inbox_seq, p_inbox), session_id = COALESCE(p_session, session_id)
    WHERE account_id = p_account AND journal_seq = p_expected AND input_seq < p_input
    RETURNING journal_seq INTO last;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'account % was committed by somebody else beyond journal sequence %', p_account, p_expected
      USING ERRCODE = 'serialization_failure';
  END IF;
  IF p_journal IS NOT NULL THEN
    INSERT INTO journal (account_id, seq, input_seq, index, type, body, market_time)
      SELECT p_account, x.seq, x.input_seq, x.index, x.type, x.body, x.market_time
      FROM json_to_recordset(p_journal) AS x(seq bigint, input_seq bigint, index int, type text, body jsonb, market_time timestamptz);
  END IF;
  IF p_orders IS NOT NULL THEN
    INSERT INTO orders
      SELECT o.client_order_id, p_account, o.deployment_id, o.venue_order_id, o.symbol, o.side, o.type, o.quantity, o.price,
        o.time_in_force, o.post_only, o.reduce_only, o.tag, o.status, o.filled_quantity, o.filled_cost, o.reason, o.denial,
        o.created_at, o.updated_at, o.created_seq, o.journal_seq
      FROM json_populate_recordset(NULL::orders, p_orders) AS o
      ON CONFLICT (client_order_id) DO UPDATE SET
        venue_order_id = excluded.venue_order_id, quantity = excluded.quantity, price = excluded.price, status = excluded.status,
        filled_quantity = excluded.filled_quantity, filled_cost = excluded.filled_cost, reason = excluded.reason,
        denial = COALESCE(excluded.denial, orders.denial), updated_at = excluded.updated_at, journal_seq = excluded.journal_seq;
  END IF;
  IF p_fills IS NOT NULL THEN
    INSERT INTO fills
      SELECT p_account, f.execution_id, f.client_order_id, f.deployment_id, f.symbol, f.side, f.quantity, f.price, f.fee,
        f.fee_asset, f.liquidity, f.realised, f.at, f.journal_seq
      FROM json_populate_recordset(NULL::fills, p_fills) AS f;
  END IF;
  IF p_positions IS NOT NULL THEN
    INSERT INTO positions
      SELECT p_account, p.deployment_id, p.symbol, p.quantity, p.cost, p.realised, p.fees, p.updated_at
      FROM json_populate_recordset(NULL::positions, p_positions) AS p
      ON CONFLICT (account_id, deployment_id, symbol) DO UPDATE SET
        quantity = excluded.quantity, cost = excluded.cost, realised = excluded.realised, fees = excluded.fees,
        updated_at = excluded.updated_at;
  END IF;
  IF p_ledger IS NOT NULL THEN
    INSERT INTO ledger
      SELECT p_account, l.posting_id, l.line, l.account, l.asset, l.amount, l.reason, l.reference, l.at
      FROM json_populate_recordset(NULL::ledger, p_ledger) AS l;
    SELECT l.posting_id, l.asset, sum(l.amount) AS rest INTO row
      FROM json_populate_recordset(NULL::ledger, p_ledger) AS l
      GROUP BY l.posting_id, l.asset HAVING sum(l.amount) <> 0 LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'posting % of account % does not balance: % sums to %', row.posting_id, p_account, row.asset, row.rest
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF p_started IS NOT NULL THEN
    INSERT INTO deployments (id, account_id, strategy, strategy_version, params, watches, status, started_at)
      SELECT d.id, p_account, d.strategy, d.strategy_version, d.params, d.watches, d.status, d.started_at
      FROM json_populate_recordset(NULL::deployments, p_started) AS d;
  END IF;
  IF p_deployments IS NOT NULL THEN
    UPDATE deployments d SET status = COALESCE(x.status, d.status), reason = COALESCE(x.reason, d.reason),
        last_decision = COALESCE(x.last_decision, d.last_decision), stopped_at = COALESCE(x.stopped_at, d.stopped_at)
      FROM json_populate_recordset(NULL::deployments, p_deployments) AS x
      WHERE d.id = x.id AND d.account_id = p_account;
  END IF;
  IF p_account_change IS NOT NULL THEN
    UPDATE accounts a SET max_position_size = COALESCE(x.max_position_size, a.max_position_size),
        trading_state = COALESCE(x.trading_state, a.trading_state),
        status = CASE WHEN a.status = 'starting' THEN COALESCE(x.status, a.status) ELSE a.status END
      FROM json_populate_record(NULL::accounts, p_account_change) AS x WHERE a.id = p_account;
    PERFORM pg_notify('plimsoll_accounts', p_account::text);
  END IF;
  IF p_audit IS NOT NULL THEN
    INSERT INTO audit (actor, action, subject, body)
      SELECT x.actor, x.action, x.subject, x.body FROM json_populate_recordset(NULL::audit, p_audit) AS x;
  END IF;
  IF p_dispatch IS NOT NULL THEN
    INSERT INTO dispatch (id, venue_account_id, account_id, kind, client_order_id, ticket, not_after)
      SELECT x.id, p_venue_account, p_account, x.kind, x.client_order_id,
        COALESCE(x.ticket, (SELECT s.ticket FROM dispatch s WHERE s.id = 'd' || x.client_order_id || 's')), x.not_after
      FROM json_populate_recordset(NULL::dispatch, p_dispatch) AS x;
    PERFORM pg_notify('plimsoll_dispatch', p_venue_account || ':' || x.id)
      FROM json_to_recordset(p_dispatch) AS x(id text);
  END IF;
  RETURN last;
END $$;`;

/** What a transaction of trader or executor does, in one round trip. */
export class CreateCommitFunctions1763800100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [APPEND_INBOX, SETTLE_DISPATCH, WITHDRAW_DISPATCH, COMMIT_STEPS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION commit_steps, withdraw_dispatch, settle_dispatch, append_inbox');
  }
}
