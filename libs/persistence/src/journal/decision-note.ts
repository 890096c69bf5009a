import type { Decision, SymbolTrusts } from '@libs/sdk';
import type { DataSource } from 'typeorm';

export interface DecisionNote {
  readonly deploymentId: string;
  readonly decision: Decision;
  /** Epoch milliseconds. */
  readonly marketTime: number;
  /** The watched symbols that were not TRUSTED then; absent: all were. */
  readonly trust?: SymbolTrusts;
}

/** Stores the newest decision of deployments that decided without acting; only for display, so losing one is harmless. */
export async function noteDecisions(dataSource: DataSource, notes: readonly DecisionNote[]): Promise<void> {
  if (notes.length === 0) return;
  const rows = notes.map(({ deploymentId, decision, ...rest }) => ({ id: deploymentId, last_decision: { ...decision, ...rest } }));
  await dataSource.query(
    `UPDATE deployments d SET last_decision = x.last_decision
     FROM json_to_recordset($1) AS x(id uuid, last_decision jsonb) WHERE d.id = x.id`,
    [JSON.stringify(rows)],
  );
}
