import type { InboxReport, OperatorCommand, VenueReport } from '@libs/engine';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';

export type InboxSource = 'api' | 'executor' | 'trader' | 'launcher';

export type InboxBody =
  | { readonly kind: 'report'; readonly report: VenueReport }
  | { readonly kind: 'operator'; readonly commandId: string; readonly actor: string; readonly command: OperatorCommand };

export interface InboxAppend {
  readonly accountId: string;
  readonly source: InboxSource;
  /** Under this key repeats drop out; per account. */
  readonly dedupeKey: string;
  /** Epoch milliseconds; absent for what a person asks. */
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

/** `body` is what stands in the inbox: for a repeat, what came first. */
export interface Appended {
  readonly inboxSeq: number;
  readonly added: boolean;
  readonly body: InboxBody;
}

const APPEND = { name: 'append_inbox', text: 'SELECT inbox_seq, added FROM append_inbox($1, $2, $3)' };
const APPEND_AUDITED = {
  name: 'append_inbox_audited',
  text: `WITH appended AS MATERIALIZED (SELECT inbox_seq, added FROM append_inbox($1, $2, $3)),
    noted AS (INSERT INTO audit (actor, action, subject, body) SELECT $4, $5, $1::text, $6::jsonb FROM appended WHERE added)
    SELECT inbox_seq, added FROM appended`,
};
const READ = {
  name: 'read_inbox',
  text: `SELECT inbox_seq, source, body, market_time, written_at FROM account_inbox
    WHERE account_id = $1 AND inbox_seq > $2 ORDER BY inbox_seq LIMIT $3`,
};

/** Everything durable that flows to a core; append-only, its sequence order is its commit order. */
export class AccountInbox {
  private readonly pool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** Committed when it resolves. A person's command gets its audit entry in the same transaction. */
  async append(item: InboxAppend): Promise<Appended> {
    const rows = JSON.stringify([inboxRow(item.dedupeKey, item.marketTime, item.body)]);
    const values = [item.accountId, item.source, rows];
    const { body } = item;
    const result =
      body.kind === 'operator'
        ? await this.pool.query<AppendedRow>({
            ...APPEND_AUDITED,
            values: [
              ...values,
              body.actor,
              `command.${body.command.kind}`,
              JSON.stringify({ commandId: body.commandId, command: body.command }),
            ],
          })
        : await this.pool.query<AppendedRow>({ ...APPEND, values });
    const row = result.rows[0]!;
    return { inboxSeq: row.inbox_seq, added: row.added, body: row.added ? body : await this.bodyAt(item.accountId, row.inbox_seq) };
  }

  /** At most `limit` items after a sequence number, in order. */
  async readAfter(accountId: string, seq: number, limit = 500): Promise<readonly InboxItem[]> {
    const { rows } = await this.pool.query<InboxRow>({ ...READ, values: [accountId, seq, limit] });
    return rows.map((row) => ({
      inboxSeq: row.inbox_seq,
      source: row.source,
      body: row.body,
      marketTime: row.market_time?.getTime() ?? null,
      writtenAt: row.written_at.getTime(),
    }));
  }

  private async bodyAt(accountId: string, seq: number): Promise<InboxBody> {
    const [item] = await this.readAfter(accountId, seq - 1, 1);
    if (item?.inboxSeq !== seq) throw new Error(`Account ${accountId} has no inbox item ${seq}, though its key is taken`);
    return item.body;
  }
}

/** Reports as the database functions take them. */
export function reportRows(reports: readonly InboxReport[]): string | null {
  if (reports.length === 0) return null;
  return JSON.stringify(reports.map(({ dedupeKey, at, report }) => inboxRow(dedupeKey, at, { kind: 'report', report })));
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
