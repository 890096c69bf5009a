import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';
import type { ResearchKind } from '../entities/research-run.entity';

/** A run that this process works on; `claim` names the attempt. */
export interface ClaimedRun {
  readonly id: string;
  readonly claim: string;
  readonly kind: ResearchKind;
  readonly spec: unknown;
  readonly attempt: number;
}

export interface RunProgress {
  readonly done: number;
  readonly total: number | null;
}

export interface RunEnd {
  readonly status: 'CANCELLED' | 'FAILED' | 'DONE';
  readonly error?: string;
  readonly summary?: object;
  readonly report?: object;
}

/** A worker that does not write for this long is considered dead. */
const LEASE_MS = 8_000;
/** Limits the attempts of a run that crashes its process each time. */
const MOST_ATTEMPTS = 3;

const CLAIM = {
  name: 'claim_research_run',
  text: `UPDATE research_runs SET status = 'RUNNING', claim = $1, attempt = attempt + 1, lease_until = now() + interval '${LEASE_MS} milliseconds',
      started_at = COALESCE(started_at, now()), done = 0, total = NULL, updated_at = now()
    WHERE id = (SELECT id FROM research_runs
      WHERE (status = 'QUEUED' OR (status = 'RUNNING' AND lease_until < now())) AND NOT cancel_requested
      ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, claim, kind, spec, attempt`,
};
const BEAT = {
  name: 'beat_research_run',
  text: `UPDATE research_runs SET done = $2, total = $3, lease_until = now() + interval '${LEASE_MS} milliseconds', updated_at = now()
    WHERE claim = $1 AND status = 'RUNNING' RETURNING cancel_requested`,
};
const FINISH = {
  name: 'finish_research_run',
  text: `UPDATE research_runs SET status = $2, error = $3, summary = $4, report = $5, claim = NULL, lease_until = NULL,
      done = CASE WHEN $2 = 'DONE' THEN COALESCE(total, done) ELSE done END, finished_at = now(), updated_at = now()
    WHERE claim = $1 AND status = 'RUNNING'`,
};
/** An attempt that its process returned properly does not count. */
const RELEASE = `UPDATE research_runs SET status = 'QUEUED', claim = NULL, lease_until = NULL, attempt = attempt - 1, done = 0, total = NULL,
    updated_at = now() WHERE claim = $1 AND status = 'RUNNING'`;
const SETTLE = `UPDATE research_runs SET claim = NULL, lease_until = NULL, finished_at = now(), updated_at = now(),
    status = CASE WHEN cancel_requested THEN 'CANCELLED' ELSE 'FAILED' END,
    error = CASE WHEN cancel_requested THEN NULL
      ELSE 'It was begun ' || attempt || ' times and its process died each time; the log of research says more.' END
    WHERE status = 'RUNNING' AND lease_until < now() AND (cancel_requested OR attempt >= ${MOST_ATTEMPTS})`;

/** Assigns runs to workers, by one conditional UPDATE each, so that a run has one worker at a time and survives its death. */
export class ResearchClaims {
  private readonly pool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** The longest waiting run, or one whose worker died; null if there is nothing to do. */
  async take(): Promise<ClaimedRun | null> {
    await this.pool.query(SETTLE);
    const { rows } = await this.pool.query<ClaimedRun>({ ...CLAIM, values: [randomUUID()] });
    return rows[0] ?? null;
  }

  /** Renews the lease and says whether to continue; `lost` if another worker has taken over. */
  async beat({ claim }: ClaimedRun, { done, total }: RunProgress): Promise<'go on' | 'cancel' | 'lost'> {
    const { rows } = await this.pool.query<{ cancel_requested: boolean }>({ ...BEAT, values: [claim, done, total] });
    if (!rows[0]) return 'lost';
    return rows[0].cancel_requested ? 'cancel' : 'go on';
  }

  /** False if another worker has taken over, and nothing was written. */
  async finish({ claim }: ClaimedRun, { status, error, summary, report }: RunEnd): Promise<boolean> {
    const json = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value));
    const result = await this.pool.query({ ...FINISH, values: [claim, status, error ?? null, json(summary), json(report)] });
    return result.rowCount === 1;
  }

  /** Returns it to the queue. */
  async release({ claim }: ClaimedRun): Promise<void> {
    await this.pool.query(RELEASE, [claim]);
  }
}
