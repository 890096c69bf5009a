import type { Decision } from '@libs/sdk';
import type { DataSource } from 'typeorm';

export interface DecisionNote {
  readonly deploymentId: string;
  readonly decision: Decision;
  /** Epoch milliseconds. */
  readonly marketTime: number;
}

/** Keeps the newest decision of deployments that decided without acting; a convenience for readers, so losing one is harmless. */
export async function noteDecisions(dataSource: DataSource, notes: readonly DecisionNote[]): Promise<void> {
  if (notes.length === 0) return;
  const rows = notes.map(({ deploymentId, decision, marketTime }) => ({ id: deploymentId, last_decision: { ...decision, marketTime } }));
  await dataSource.query(
    `UPDATE deployments d SET last_decision = x.last_decision
     FROM json_to_recordset($1) AS x(id uuid, last_decision jsonb) WHERE d.id = x.id`,
    [JSON.stringify(rows)],
  );
}
