import { isDeepStrictEqual } from 'node:util';
import type { DispatchKind } from '@libs/engine';
import type { DataSource } from 'typeorm';
import type { Pool, QueryConfig } from 'pg';
import { poolOf } from '../database/data-source';
import type { CommitRows } from './commit-rows';
import type { StepRecord } from './step-record';
import { journalled, rowsOf } from './step-rows';

/** How far an account is committed. */
export interface JournalPosition {
  readonly inputSeq: number;
  readonly inboxSeq: number;
  readonly journalSeq: number;
  readonly sessionId: string | null;
}

export interface Committed {
  /** Ids of the dispatch rows created by this commit, in order; none for repeats. */
  readonly dispatched: readonly { readonly id: string; readonly kind: DispatchKind }[];
  readonly journalSeq: number;
}

export interface JournalSettings {
  readonly accountId: string;
  readonly venueAccountId: string;
  /** Wall clock, epoch milliseconds. */
  readonly now?: () => number;
}

/** A committed step gave a different result when it was stepped again; the trader must not continue. */
export class JournalMismatch extends Error {
  override readonly name = 'JournalMismatch';
  /** As a clause. */
  readonly what: string;

  constructor(accountId: string, inputSeq: number, what: string) {
    const clause = `input ${inputSeq} was journalled before, but ${what}`;
    super(`Account ${accountId}: ${clause}. Stop trading it and run "plimsoll replay" on its session.`);
    this.what = clause;
  }
}

/** The journal is not where this trader left it: another process wrote it, or the database lost a commit in a crash. */
export class JournalTaken extends Error {
  constructor(accountId: string, cause?: unknown) {
    super(
      `The journal of account ${accountId} does not stand where this trader left it: a second trader commits to it, or the database ` +
        'lost its last moment in a crash. This trader must end; the next start makes up for what was lost.',
      { cause },
    );
    this.name = 'JournalTaken';
  }
}

const COMMIT = {
  name: 'commit_steps',
  text: 'SELECT commit_steps($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16) AS seq',
};

type Head = Pick<JournalPosition, 'inputSeq' | 'journalSeq'>;

/** The trader's unit of work: everything that steps decided becomes durable in one transaction and one round trip. */
export class CoreJournal {
  private committed: JournalPosition | null;
  /**
   * The possible positions of this trader's journal, from what it wrote and last tried to write; at any other position somebody else wrote.
   */
  private mine: readonly Head[];

  private constructor(
    private readonly pool: Pool,
    private readonly settings: JournalSettings,
    position: JournalPosition,
  ) {
    this.committed = position;
    this.mine = [position];
  }

  static async open(dataSource: DataSource, settings: JournalSettings): Promise<CoreJournal> {
    const pool = poolOf(dataSource);
    await pool.query('INSERT INTO trader_state (account_id) VALUES ($1) ON CONFLICT DO NOTHING', [settings.accountId]);
    return new CoreJournal(pool, settings, await readPosition(pool, settings.accountId));
  }

  /** Where the last commit of this account ended, by whichever process. */
  async position(): Promise<JournalPosition> {
    this.committed ??= await this.reread();
    return this.committed;
  }

  /**
   * Commits steps in order of their inputs; call it again only after it has settled. Steps committed before are compared instead and throw
   * `JournalMismatch` if they differ, so after any other error the same steps can be repeated. `recorded` resolves once the steps' inputs
   * are on disk: the statement runs in the meantime, and is committed only afterwards.
   */
  async commit(steps: readonly StepRecord[], recorded: Promise<unknown> = Promise.resolve()): Promise<Committed> {
    const position = await this.position();
    const repeated = steps.filter((step) => step.input.inputSeq <= position.inputSeq);
    const fresh = steps.filter((step) => step.input.inputSeq > position.inputSeq);
    if (repeated.length > 0) await this.match(repeated);
    const last = fresh.at(-1);
    if (!last) return { dispatched: [], journalSeq: position.journalSeq };

    const rows = rowsOf(fresh, {
      accountId: this.settings.accountId,
      lastSeq: position.journalSeq,
      now: (this.settings.now ?? Date.now)(),
    });
    const inboxSeq = Math.max(position.inboxSeq, ...fresh.map(({ input }) => ('inboxSeq' in input.body ? input.body.inboxSeq : 0)));
    // Steps that changed nothing durable and consumed nothing write nothing.
    if (rows.journal.length === 0 && inboxSeq === position.inboxSeq) return { dispatched: [], journalSeq: position.journalSeq };

    // Unknown until the answer arrives: an error may hide a successful commit.
    this.committed = null;
    const journalSeq = position.journalSeq + rows.journal.length;
    this.mine = [position, { inputSeq: last.input.inputSeq, journalSeq }];
    await this.write(rows, { expected: position.journalSeq, inputSeq: last.input.inputSeq, inboxSeq }, recorded);
    this.committed = { inputSeq: last.input.inputSeq, inboxSeq, journalSeq, sessionId: rows.sessionId ?? position.sessionId };
    return { dispatched: [...rows.dispatch.values()].map(({ id, kind }) => ({ id, kind })), journalSeq };
  }

  private async reread(): Promise<JournalPosition> {
    const position = await readPosition(this.pool, this.settings.accountId);
    const isMine = this.mine.some(({ inputSeq, journalSeq }) => inputSeq === position.inputSeq && journalSeq === position.journalSeq);
    if (!isMine) throw new JournalTaken(this.settings.accountId);
    return position;
  }

  private async write(
    rows: CommitRows,
    head: { expected: number; inputSeq: number; inboxSeq: number },
    recorded: Promise<unknown>,
  ): Promise<void> {
    const { accountId, venueAccountId } = this.settings;
    const values = [
      accountId,
      venueAccountId,
      head.expected,
      head.inputSeq,
      head.inboxSeq,
      rows.sessionId,
      json(rows.journal),
      json([...rows.orders.values()]),
      json(rows.fills),
      json([...rows.positions.values()]),
      json(rows.ledger),
      json([...rows.started.values()]),
      json([...rows.deployments.values()]),
      rows.account && JSON.stringify(rows.account),
      json(rows.audit),
      json([...rows.dispatch.values()]),
    ];
    try {
      await this.transact({ ...COMMIT, values }, recorded);
    } catch (error) {
      if ((error as { code?: string }).code === '40001') throw new JournalTaken(accountId, error);
      throw error;
    }
  }

  /** Everything committed before this call survives a power cut once it resolves. */
  async flush(): Promise<void> {
    await this.pool.query('UPDATE trader_state SET session_id = session_id WHERE account_id = $1', [this.settings.accountId]);
  }

  /**
   * The statement and the wait for the recording run in parallel. The commit itself does not wait for the disk: the log is written in
   * order, so the executor's claim, which does wait, makes it durable before any order is sent; anything lost in a power cut is recreated
   * from the recording, which is on disk.
   */
  private async transact(statement: QueryConfig, recorded: Promise<unknown>): Promise<void> {
    const client = await this.pool.connect();
    let broken = false;
    const noteBroken = (): void => void (broken = true);
    client.on('error', noteBroken);
    try {
      await Promise.all([client.query('BEGIN; SET LOCAL synchronous_commit = off'), client.query(statement), recorded]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(noteBroken);
      throw error;
    } finally {
      client.off('error', noteBroken);
      client.release(broken);
    }
  }

  private async match(steps: readonly StepRecord[]): Promise<void> {
    const stored = await this.pool.query<{ input_seq: number; body: unknown }>(
      'SELECT input_seq, body FROM journal WHERE account_id = $1 AND input_seq = ANY($2) ORDER BY input_seq, index',
      [this.settings.accountId, steps.map((step) => step.input.inputSeq)],
    );
    const bodies = Map.groupBy(stored.rows, (row) => row.input_seq);
    for (const { input, result } of steps) {
      const before = (bodies.get(input.inputSeq) ?? []).map((row) => row.body);
      const now = journalled(result).map((event) => JSON.parse(JSON.stringify(event)) as unknown);
      this.compare(input.inputSeq, before, now);
    }
  }

  private compare(inputSeq: number, before: readonly unknown[], now: readonly unknown[]): void {
    const mismatch = (what: string): Error => new JournalMismatch(this.settings.accountId, inputSeq, what);
    if (before.length !== now.length) throw mismatch(`with ${before.length} events, and now there are ${now.length}`);
    const index = before.findIndex((body, at) => !isDeepStrictEqual(body, now[at]));
    if (index >= 0) throw mismatch(`its event ${index} was ${JSON.stringify(before[index])} and is now ${JSON.stringify(now[index])}`);
  }
}

async function readPosition(pool: Pool, accountId: string): Promise<JournalPosition> {
  const { rows } = await pool.query<{ input_seq: number; inbox_seq: number; journal_seq: number; session_id: string | null }>(
    'SELECT input_seq, inbox_seq, journal_seq, session_id FROM trader_state WHERE account_id = $1',
    [accountId],
  );
  const row = rows[0];
  if (!row) throw new Error(`Account ${accountId} has no row in trader_state; it was deleted under its running trader`);
  return { inputSeq: row.input_seq, inboxSeq: row.inbox_seq, journalSeq: row.journal_seq, sessionId: row.session_id };
}

/** Absent instead of empty, so that the database skips the part. */
function json(rows: readonly unknown[]): string | null {
  return rows.length === 0 ? null : JSON.stringify(rows);
}
