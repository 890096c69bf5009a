import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from '../database/data-source';

const TOKEN_BYTES = 32;

const OPEN = `WITH hook AS (
    INSERT INTO signal_hooks (deployment_id, account_id, token_hash, created_by) VALUES ($1, $2, $3, $4)
    ON CONFLICT (deployment_id) DO UPDATE SET token_hash = excluded.token_hash, created_by = excluded.created_by, created_at = now()
    RETURNING deployment_id)
  INSERT INTO audit (actor, action, subject, body) SELECT $4, 'signal-hook.open', deployment_id::text, '{}'::jsonb FROM hook`;
const CLOSE = `WITH gone AS (DELETE FROM signal_hooks WHERE deployment_id = $1 RETURNING deployment_id)
  INSERT INTO audit (actor, action, subject, body) SELECT $2, 'signal-hook.close', deployment_id::text, '{}'::jsonb FROM gone`;
const FIND = 'SELECT deployment_id FROM signal_hooks WHERE token_hash = $1';

/** Secret addresses of deployments. Opening a new one replaces the previous one. */
export class SignalHookStore {
  private readonly pool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  /** The token, returned only here and stored only as its hash. */
  async open(deployment: { readonly id: string; readonly accountId: string }, actor: string): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.pool.query(OPEN, [deployment.id, deployment.accountId, hashOf(token), actor]);
    return token;
  }

  /** False when there was none. */
  async close(deploymentId: string, actor: string): Promise<boolean> {
    return (await this.pool.query(CLOSE, [deploymentId, actor])).rowCount === 1;
  }

  /** The deployment that a token belongs to; null for any other text. */
  async deploymentOf(token: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ deployment_id: string }>(FIND, [hashOf(token)]);
    return rows[0]?.deployment_id ?? null;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
