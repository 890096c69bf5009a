import type { CoreEvent } from '@libs/engine';
import type { AuditEntry } from './audit-entries';
import type { DispatchRow } from './dispatch-rows';

export interface JournalRow {
  readonly seq: number;
  readonly input_seq: number;
  readonly index: number;
  readonly type: string;
  readonly body: CoreEvent;
  readonly market_time: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** The rows of one transaction, by table; names are column names. A row that changes twice is written once. */
export interface CommitRows {
  readonly journal: JournalRow[];
  readonly orders: Map<string, Row>;
  readonly fills: Row[];
  readonly positions: Map<string, Row>;
  readonly ledger: Row[];
  readonly started: Map<string, Row>;
  readonly deployments: Map<string, Row>;
  readonly audit: AuditEntry[];
  readonly dispatch: Map<string, DispatchRow>;
  account: Row | null;
  sessionId: string | null;
}

export function noRows(): CommitRows {
  return {
    journal: [],
    orders: new Map(),
    fills: [],
    positions: new Map(),
    ledger: [],
    started: new Map(),
    deployments: new Map(),
    audit: [],
    dispatch: new Map(),
    account: null,
    sessionId: null,
  };
}
