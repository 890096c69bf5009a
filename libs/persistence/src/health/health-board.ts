import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { poolOf } from '../database/data-source';

export type HealthStatus = 'ok' | 'degraded' | 'down';

export interface Beat {
  readonly component: string;
  /** Absent for a component that serves no single account. */
  readonly accountId?: string;
  readonly status: HealthStatus;
  readonly reason?: string;
}

export interface ComponentHealth {
  readonly component: string;
  readonly accountId: string | null;
  readonly status: HealthStatus;
  readonly reason: string | null;
  readonly since: Date;
  readonly beatAt: Date;
}

const STALE_MS = 15_000;

const BEAT = {
  name: 'beat',
  text: `INSERT INTO component_health AS h (component, account_id, status, reason, since, beat_at) VALUES ($1, $2, $3, $4, now(), now())
    ON CONFLICT (component, account_id) DO UPDATE SET status = $3, reason = $4, beat_at = now(),
      since = CASE WHEN h.status = $3 AND h.beat_at > now() - interval '${STALE_MS} milliseconds' THEN h.since ELSE now() END`,
};
const READ = {
  name: 'read_health',
  text: `SELECT component, account_id, status, reason, since, beat_at, extract(epoch FROM now() - beat_at)::float8 AS age
    FROM component_health ORDER BY component, account_id`,
};

const REFUSED = {
  name: 'refused_traders',
  text: `SELECT account_id, reason FROM component_health WHERE component = 'trader' AND status = 'down' AND reason IS NOT NULL`,
};

/** The last status reported by each process; one that has fallen silent counts as down. */
export class HealthBoard {
  private readonly pool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** Every 5 s is often enough. */
  async beat({ component, accountId, status, reason }: Beat): Promise<void> {
    await this.pool.query({ ...BEAT, values: [component, accountId ?? '', status, reason ?? null] });
  }

  async read(): Promise<readonly ComponentHealth[]> {
    const { rows } = await this.pool.query<HealthRow>(READ);
    return rows.map((row) => {
      // A process that reported itself as not running is expected to be silent; its reason matters.
      const silent = row.age * 1000 > STALE_MS && row.status !== 'down';
      return {
        component: row.component,
        accountId: row.account_id === '' ? null : row.account_id,
        status: silent ? 'down' : row.status,
        reason: silent ? `no sign of life for ${Math.round(row.age)} s` : row.reason,
        since: silent ? row.beat_at : row.since,
        beatAt: row.beat_at,
      };
    });
  }

  /** Why a trader refuses to start, by account; as reported by the traders. */
  async refusedTraders(): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ readonly account_id: string; readonly reason: string }>(REFUSED);
    return new Map(rows.map(({ account_id: accountId, reason }) => [accountId, reason]));
  }

  /** Removes a component that was stopped on purpose. */
  async remove(component: string, accountId = ''): Promise<void> {
    await this.pool.query('DELETE FROM component_health WHERE component = $1 AND account_id = $2', [component, accountId]);
  }
}

interface HealthRow {
  readonly component: string;
  readonly account_id: string;
  readonly status: HealthStatus;
  readonly reason: string | null;
  readonly since: Date;
  readonly beat_at: Date;
  readonly age: number;
}
