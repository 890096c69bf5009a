import type { DeploymentTerms, InboxReport, OperatorCommand, VenueReport } from '@libs/engine';
import type { DataSource } from 'typeorm';
import type { Pool, PoolClient } from 'pg';
import { poolOf } from '../database/data-source';
import { inTransaction } from '../database/in-transaction';

export type InboxSource = 'api' | 'executor' | 'trader' | 'launcher';

export type InboxBody =
  | { readonly kind: 'report'; readonly report: VenueReport }
  | { readonly kind: 'operator'; readonly commandId: string; readonly actor: string; readonly command: OperatorCommand };

export interface InboxAppend {
  readonly accountId: string;
  readonly source: InboxSource;
  /** Deduplication key, per account. */
  readonly dedupeKey: string;
  /** Epoch milliseconds; absent for requests of a person. */
  readonly marketTime?: number;
  readonly body: InboxBody;
}

export interface InboxItem {
  readonly inboxSeq: number;
  readonly source: InboxSource;
  readonly body: InboxBody;
  readonly marketTime: number | null;
  /** Wall time, epoch milliseconds. */
  readonly writtenAt: number;
}

/** `body` is the stored one: for a repeat, that of the original. */
export interface Appended {
  readonly inboxSeq: number;
  readonly added: boolean;
  readonly body: InboxBody;
}

/** Not appended: a deployment that is running or about to start trades the same. */
export interface AlreadyDeployed {
  readonly twin: string;
  readonly strategy: string;
}

const APPEND = { name: 'append_inbox', text: 'SELECT inbox_seq, added FROM append_inbox($1, $2, $3)' };
const APPEND_AUDITED = {
  name: 'append_inbox_audited',
  text: `WITH appended AS MATERIALIZED (SELECT inbox_seq, added FROM append_inbox($1, $2, $3)),
    noted AS (INSERT INTO audit (actor, action, subject, body) SELECT $4, $5, $1::text, $6::jsonb FROM appended WHERE added)
    SELECT inbox_seq, added FROM appended`,
};
/** Other appends to the account wait, so a second request sees the effect of the first. */
const HOLD = `WITH head AS (INSERT INTO inbox_heads (account_id) VALUES ($1) ON CONFLICT DO NOTHING)
  SELECT FROM inbox_heads WHERE account_id = $1 FOR UPDATE`;
const TWIN = {
  name: 'deployment_twin',
  text: `SELECT id::text AS twin FROM deployments
      WHERE account_id = $1 AND strategy = $2 AND params = $3::jsonb AND id <> $4 AND status NOT IN ('stopped', 'faulted')
    UNION ALL SELECT terms ->> 'deploymentId' FROM account_inbox, LATERAL (SELECT body -> 'command' -> 'terms' AS terms) AS asked
      WHERE account_id = $1 AND inbox_seq > COALESCE((SELECT inbox_seq FROM trader_state WHERE account_id = $1), 0)
        AND body -> 'command' ->> 'kind' = 'deploy' AND terms ->> 'strategy' = $2 AND terms -> 'params' = $3::jsonb
        AND terms ->> 'deploymentId' <> $4::text
    LIMIT 1`,
};
const READ = {
  name: 'read_inbox',
  text: `SELECT inbox_seq, source, body, market_time, written_at FROM account_inbox
    WHERE account_id = $1 AND inbox_seq > $2 ORDER BY inbox_seq LIMIT $3`,
};

type Client = Pick<PoolClient, 'query'>;

/** Everything durable that flows to a core; append-only, its sequence order is its commit order. */
export class AccountInbox {
  private readonly pool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** Committed when it resolves. A person's command gets its audit entry in the same transaction. */
  async append(item: InboxAppend): Promise<Appended> {
    return this.appendBy(this.pool, item);
  }

  /** Appends the deploy command, unless the account already runs the same strategy, in any version, with the same parameters. */
  async appendDeploy(item: InboxAppend, { deploymentId, strategy, params }: DeploymentTerms): Promise<Appended | AlreadyDeployed> {
    return inTransaction(this.pool, async (client) => {
      await client.query(HOLD, [item.accountId]);
      const values = [item.accountId, strategy, JSON.stringify(params), deploymentId];
      const { rows } = await client.query<{ readonly twin: string }>({ ...TWIN, values });
      return rows[0] ? { ...rows[0], strategy } : this.appendBy(client, item);
    });
  }

  /** At most `limit` items after a sequence number, in order. */
  async readAfter(accountId: string, seq: number, limit = 500): Promise<readonly InboxItem[]> {
    return readItems(this.pool, [accountId, seq, limit]);
  }

  private async appendBy(client: Client, { accountId, source, dedupeKey, marketTime, body }: InboxAppend): Promise<Appended> {
    const values = [accountId, source, JSON.stringify([inboxRow(dedupeKey, marketTime, body)])];
    const statement =
      body.kind === 'operator'
        ? { ...APPEND_AUDITED, values: [...values, body.actor, `command.${body.command.kind}`, JSON.stringify(commandOf(body))] }
        : { ...APPEND, values };
    const { rows } = await client.query<AppendedRow>(statement);
    const { inbox_seq: inboxSeq, added } = rows[0]!;
    if (added) return { inboxSeq, added, body };
    const [item] = await readItems(client, [accountId, inboxSeq - 1, 1]);
    if (item?.inboxSeq !== inboxSeq) throw new Error(`Account ${accountId} has no inbox item ${inboxSeq}, though its key is taken`);
    return { inboxSeq, added, body: item.body };
  }
}

async function readItems(
  client: Client,
  values: readonly [accountId: string, after: number, limit: number],
): Promise<readonly InboxItem[]> {
  const { rows } = await client.query<InboxRow>({ ...READ, values: [...values] });
  return rows.map((row) => ({
    inboxSeq: row.inbox_seq,
    source: row.source,
    body: row.body,
    marketTime: row.market_time?.getTime() ?? null,
    writtenAt: row.written_at.getTime(),
  }));
}

/** Reports as the database functions take them. */
export function reportRows(reports: readonly InboxReport[]): string | null {
  if (reports.length === 0) return null;
  return JSON.stringify(reports.map(({ dedupeKey, at, report }) => inboxRow(dedupeKey, at, { kind: 'report', report })));
}

function commandOf({ commandId, command }: Extract<InboxBody, { kind: 'operator' }>): object {
  return { commandId, command };
}

function inboxRow(dedupeKey: string, marketTime: number | undefined, body: InboxBody): object {
  return { dedupe_key: dedupeKey, market_time: marketTime === undefined ? null : new Date(marketTime).toISOString(), body };
}

interface AppendedRow {
  readonly inbox_seq: number;
  readonly added: boolean;
}

interface InboxRow {
  readonly inbox_seq: number;
  readonly source: InboxSource;
  readonly body: InboxBody;
  readonly market_time: Date | null;
  readonly written_at: Date;
}
