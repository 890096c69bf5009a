import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  mode text NOT NULL,
  venue text NOT NULL,
  settle_asset text NOT NULL,
  max_position_size numeric NOT NULL,
  starting_balances jsonb NOT NULL,
  fees jsonb NOT NULL,
  status text NOT NULL,
  status_reason text,
  manual_deployment_id uuid NOT NULL,
  trading_state text NOT NULL,
  source_id text,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- A disabled account keeps its history and frees its name.
CREATE UNIQUE INDEX accounts_name_idx ON accounts (name) WHERE status <> 'disabled';

CREATE TABLE venue_accounts (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  venue text NOT NULL,
  epoch int NOT NULL DEFAULT 0,
  holder text,
  lease_until timestamptz
);
CREATE INDEX venue_accounts_account_id_idx ON venue_accounts (account_id);

CREATE TABLE deployments (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  strategy text NOT NULL,
  strategy_version text NOT NULL,
  params jsonb NOT NULL,
  watches jsonb NOT NULL,
  environment text NOT NULL DEFAULT 'dev',
  status text NOT NULL,
  reason text,
  last_decision jsonb,
  started_at timestamptz NOT NULL,
  stopped_at timestamptz
);
CREATE INDEX deployments_account_id_idx ON deployments (account_id);

CREATE TABLE orders (
  client_order_id text PRIMARY KEY,
  account_id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  venue_order_id text,
  symbol text NOT NULL,
  side text NOT NULL,
  type text NOT NULL,
  quantity numeric NOT NULL,
  price numeric,
  time_in_force text NOT NULL,
  post_only boolean NOT NULL,
  reduce_only boolean NOT NULL,
  tag text,
  status text NOT NULL,
  filled_quantity numeric NOT NULL,
  filled_cost numeric NOT NULL,
  reason text,
  denial jsonb,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  created_seq bigint NOT NULL,
  journal_seq bigint NOT NULL
);
CREATE INDEX orders_account_id_created_seq_idx ON orders (account_id, created_seq);
CREATE INDEX orders_account_id_status_idx ON orders (account_id, status);

CREATE TABLE fills (
  account_id uuid NOT NULL,
  execution_id text NOT NULL,
  client_order_id text NOT NULL,
  deployment_id uuid NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL,
  quantity numeric NOT NULL,
  price numeric NOT NULL,
  fee numeric NOT NULL,
  fee_asset text NOT NULL,
  liquidity text NOT NULL,
  realised numeric NOT NULL,
  at timestamptz NOT NULL,
  journal_seq bigint NOT NULL,
  PRIMARY KEY (account_id, execution_id)
);
CREATE INDEX fills_account_id_journal_seq_idx ON fills (account_id, journal_seq);
CREATE INDEX fills_client_order_id_idx ON fills (client_order_id);

CREATE TABLE positions (
  account_id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  symbol text NOT NULL,
  quantity numeric NOT NULL,
  cost numeric NOT NULL,
  realised numeric NOT NULL,
  fees numeric NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, deployment_id, symbol)
);

CREATE TABLE ledger (
  account_id uuid NOT NULL,
  posting_id bigint NOT NULL,
  line int NOT NULL,
  account text NOT NULL,
  asset text NOT NULL,
  amount numeric NOT NULL,
  reason text NOT NULL,
  reference text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, posting_id, line)
);
CREATE INDEX ledger_account_id_account_asset_idx ON ledger (account_id, account, asset);

CREATE TABLE journal (
  account_id uuid NOT NULL,
  seq bigint NOT NULL,
  input_seq bigint NOT NULL,
  index int NOT NULL,
  type text NOT NULL,
  body jsonb NOT NULL,
  market_time timestamptz NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, seq)
);
CREATE UNIQUE INDEX journal_account_id_input_seq_index_idx ON journal (account_id, input_seq, index);
CREATE INDEX journal_command_idx ON journal ((body ->> 'commandId')) WHERE type IN ('CommandApplied', 'CommandRefused');
CREATE INDEX journal_value_idx ON journal (account_id, seq) WHERE type = 'AccountValued';

CREATE TABLE trader_state (
  account_id uuid PRIMARY KEY,
  input_seq bigint NOT NULL DEFAULT 0,
  inbox_seq bigint NOT NULL DEFAULT 0,
  journal_seq bigint NOT NULL DEFAULT 0,
  session_id uuid
);

CREATE TABLE account_inbox (
  account_id uuid NOT NULL,
  inbox_seq bigint NOT NULL,
  source text NOT NULL,
  dedupe_key text NOT NULL,
  body jsonb NOT NULL,
  market_time timestamptz,
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, inbox_seq)
);
CREATE UNIQUE INDEX account_inbox_account_id_dedupe_key_idx ON account_inbox (account_id, dedupe_key);

CREATE TABLE inbox_heads (
  account_id uuid PRIMARY KEY,
  inbox_seq bigint NOT NULL DEFAULT 0
);

CREATE TABLE dispatch (
  id text PRIMARY KEY,
  venue_account_id uuid NOT NULL,
  account_id uuid NOT NULL,
  kind text NOT NULL,
  client_order_id text NOT NULL,
  state text NOT NULL DEFAULT 'READY',
  epoch int,
  attempt int NOT NULL DEFAULT 0,
  ticket jsonb NOT NULL,
  signed_at timestamptz,
  not_after timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  error text
);
CREATE INDEX dispatch_open_idx ON dispatch (venue_account_id, state) WHERE state IN ('READY', 'SIGNED', 'SENT', 'UNKNOWN');

CREATE TABLE audit (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  body jsonb NOT NULL
);
CREATE INDEX audit_subject_seq_idx ON audit (subject, seq);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  first_input_seq bigint NOT NULL,
  last_input_seq bigint,
  folder text NOT NULL,
  status text NOT NULL,
  event_hash text
);
CREATE INDEX sessions_account_id_started_at_idx ON sessions (account_id, started_at);

CREATE TABLE segments (
  session_id uuid NOT NULL,
  number int NOT NULL,
  path text NOT NULL,
  first_input_seq bigint NOT NULL,
  last_input_seq bigint NOT NULL,
  bytes bigint NOT NULL,
  raw_bytes bigint NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (session_id, number)
);

CREATE TABLE component_health (
  component text NOT NULL,
  account_id text NOT NULL DEFAULT '',
  status text NOT NULL,
  reason text,
  since timestamptz NOT NULL,
  beat_at timestamptz NOT NULL,
  PRIMARY KEY (component, account_id)
);`;

const AUDIT_GUARD = `
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();`;

/** All tables of the first release. */
export class CreateTables1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(AUDIT_GUARD);
  }

  async down(): Promise<void> {
    throw new Error('The first migration is not undone; restore a backup, or drop the database.');
  }
}
