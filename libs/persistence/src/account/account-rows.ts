import type { AccountTerms } from '@libs/engine';
import type { DataSource } from 'typeorm';
import { AccountEntity } from '../entities/account.entity';

export interface NewAccount {
  readonly terms: AccountTerms;
  readonly venueAccountId: string;
  /** Owner of manual orders; a new one after each reset. */
  readonly manualDeploymentId: string;
  readonly fees: { readonly maker: string; readonly taker: string };
  /** The market source that a paper account belongs to. */
  readonly sourceId: string | null;
  readonly commandId: string;
  readonly actor: string;
}

export interface AccountChange {
  readonly accountId: string;
  readonly name?: string;
  readonly fees?: { readonly maker: string; readonly taker: string };
  readonly actor: string;
}

export class AccountNameTaken extends Error {
  constructor(readonly accountName: string) {
    super(`There is already an account named "${accountName}"; choose another name or disable that one`);
    this.name = 'AccountNameTaken';
  }
}

const OPEN = `WITH made AS (
    INSERT INTO accounts (id, name, mode, venue, settle_asset, max_position_size, starting_balances, fees, status, manual_deployment_id, trading_state, source_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'starting', $9, 'ACTIVE', $10) ON CONFLICT (id) DO NOTHING RETURNING id
  ), venue AS (
    INSERT INTO venue_accounts (id, account_id, venue) SELECT $11::uuid, id, $4 FROM made
  ), state AS (
    INSERT INTO trader_state (account_id) SELECT id FROM made
  ), noted AS (
    INSERT INTO audit (actor, action, subject, body) SELECT $12, 'command.open-account', id::text, $13::jsonb FROM made
  ), inbox AS (
    SELECT a.inbox_seq FROM made, append_inbox(made.id, $14, $15::json) AS a
  ), told AS (
    SELECT pg_notify('plimsoll_accounts', id::text) FROM made
  ) SELECT (SELECT count(*)::int FROM inbox) AS added, (SELECT count(*) FROM told) AS told`;

/**
 * Writes an account, its venue account, the command that opens it in its core, and the audit entry, in one transaction. Returns false,
 * changing nothing, if an account with this id exists.
 */
export async function createAccountRow(dataSource: DataSource, account: NewAccount, source: 'api' | 'launcher' = 'api'): Promise<boolean> {
  const { terms, manualDeploymentId, commandId, actor } = account;
  const body = { kind: 'operator', commandId, actor, command: { kind: 'open-account', terms, manualDeploymentId } };
  const values = [
    terms.accountId,
    terms.name,
    terms.mode,
    terms.venue,
    terms.settleAsset,
    terms.maxPositionSize,
    JSON.stringify(terms.startingBalances),
    JSON.stringify(account.fees),
    manualDeploymentId,
    account.sourceId,
    account.venueAccountId,
    actor,
    JSON.stringify({ commandId, terms }),
    source,
    JSON.stringify([{ dedupe_key: `command:${commandId}`, market_time: null, body }]),
  ];
  try {
    const [row] = await dataSource.query<{ added: number }[]>(OPEN, values);
    return row?.added === 1;
  } catch (error) {
    throw namesake(error) ? new AccountNameTaken(terms.name) : error;
  }
}

/** Changes what the core does not use: name and the fees of a paper account. Null if there is no such account. */
export async function updateAccountRow(dataSource: DataSource, change: AccountChange): Promise<AccountEntity | null> {
  const { accountId, name, fees, actor } = change;
  try {
    await dataSource.query(
      `WITH changed AS (
        UPDATE accounts SET name = COALESCE($2, name), fees = COALESCE($3::jsonb, fees) WHERE id = $1 RETURNING id
      ), noted AS (
        INSERT INTO audit (actor, action, subject, body) SELECT $4, 'account.update', id::text, $5::jsonb FROM changed
      ) SELECT pg_notify('plimsoll_accounts', id::text) FROM changed`,
      [accountId, name ?? null, fees ? JSON.stringify(fees) : null, actor, JSON.stringify({ name, fees })],
    );
  } catch (error) {
    throw namesake(error) ? new AccountNameTaken(name ?? '') : error;
  }
  return dataSource.getRepository(AccountEntity).findOneBy({ id: accountId });
}

/** Disables an account permanently; the launcher then stops its processes. Null if there is no such account. */
export async function disableAccountRow(
  dataSource: DataSource,
  { accountId, reason, actor }: { readonly accountId: string; readonly reason: string; readonly actor: string },
): Promise<AccountEntity | null> {
  await dataSource.query(
    `WITH changed AS (
      UPDATE accounts SET status = 'disabled', status_reason = $2 WHERE id = $1 AND status <> 'disabled' RETURNING id
    ), noted AS (
      INSERT INTO audit (actor, action, subject, body) SELECT $3, 'account.disable', id::text, $4::jsonb FROM changed
    ) SELECT pg_notify('plimsoll_accounts', id::text) FROM changed`,
    [accountId, reason, actor, JSON.stringify({ reason })],
  );
  return dataSource.getRepository(AccountEntity).findOneBy({ id: accountId });
}

function namesake(error: unknown): boolean {
  const { code, constraint } = (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  return code === '23505' && constraint === 'accounts_name_idx';
}
