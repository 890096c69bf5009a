import { isDurable } from '@libs/engine';
import type { CoreEvent, StepResult } from '@libs/engine';
import { auditEntries } from './audit-entries';
import type { AuditEntry } from './audit-entries';
import { noRows } from './commit-rows';
import type { CommitRows } from './commit-rows';
import { dispatchRow, submitId } from './dispatch-rows';
import { writeEvent } from './event-rows';
import type { StepRecord } from './step-record';

export interface RowContext {
  readonly accountId: string;
  /** Journal sequence of the last row before these. */
  readonly lastSeq: number;
  /** Wall time, epoch milliseconds. */
  readonly now: number;
}

/** Converts steps to the rows of their transaction. */
export function rowsOf(steps: readonly StepRecord[], context: RowContext): CommitRows {
  const rows = noRows();
  for (const step of steps) {
    const at = new Date(step.input.marketTime).toISOString();
    for (const [index, event] of journalled(step.result).entries()) {
      const seq = context.lastSeq + rows.journal.length + 1;
      rows.journal.push({ seq, input_seq: step.input.inputSeq, index, type: event.type, body: event, market_time: at });
      writeEvent(rows, event, { seq, at });
    }
    rows.audit.push(...auditEntries(step.result.events).map((entry) => named(entry, context.accountId)));
    addDispatches(rows, step, context.now);
  }
  return rows;
}

/** All events of a step that has a durable one, otherwise none. */
export function journalled(result: StepResult): readonly CoreEvent[] {
  return result.events.some(isDurable) ? result.events : [];
}

function named(entry: AuditEntry, accountId: string): AuditEntry {
  return entry.subject === 'account' ? { ...entry, subject: accountId } : entry;
}

function addDispatches(rows: CommitRows, step: StepRecord, now: number): void {
  for (const effect of step.result.effects) {
    const row = dispatchRow(effect, step, now);
    if (!row) continue;
    // The database cannot see a submit that the same statement inserts.
    const ticket = row.ticket ?? rows.dispatch.get(submitId(row.client_order_id))?.ticket ?? null;
    rows.dispatch.set(row.id, { ...row, ticket });
  }
}
