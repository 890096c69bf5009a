import { createDataSource } from '@libs/persistence';

/** Where a deployment was recorded. */
export interface DeploymentPlace {
  readonly deploymentId: string;
  readonly accountId: string;
  /** The newest session in which it ran. */
  readonly sessionId: string;
}

const FIND = `WITH wanted AS (SELECT id, account_id FROM deployments WHERE id::text LIKE $1 || '%' LIMIT 2),
    ended AS (SELECT w.id, max(j.input_seq) AS seq FROM wanted w
      JOIN journal j ON j.account_id = w.account_id AND j.body->>'type' = 'DeploymentStopped' AND j.body->>'deploymentId' = w.id::text GROUP BY w.id)
  SELECT DISTINCT ON (w.id) w.id AS "deploymentId", w.account_id AS "accountId", s.id AS "sessionId" FROM wanted w
    LEFT JOIN ended e ON e.id = w.id
    JOIN sessions s ON s.account_id = w.account_id AND (e.seq IS NULL OR s.first_input_seq <= e.seq)
    ORDER BY w.id, s.first_input_seq DESC`;

/** Deployments that ran in a session and whose id starts with `beginning`; at most two, enough to detect ambiguity. */
export async function findDeployments(url: string, beginning: string): Promise<readonly DeploymentPlace[]> {
  // The text becomes a LIKE pattern, so nothing else may be in it.
  if (!/^[0-9a-f-]+$/.test(beginning)) return [];
  const dataSource = await createDataSource(url, 1, { name: 'parity' });
  try {
    return await dataSource.query<DeploymentPlace[]>(FIND, [beginning]);
  } finally {
    await dataSource.destroy();
  }
}
