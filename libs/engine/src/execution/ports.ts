import type { AmendTicket, OrderTicket } from '@libs/sdk';
import type { VenueReport } from '../core/input';

export type DispatchKind = 'submit' | 'amend' | 'cancel';
export type DispatchState = 'READY' | 'SIGNED' | 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED';

/** One command to a venue; owned by the executor once inserted. */
export interface Dispatch {
  readonly id: string;
  readonly kind: DispatchKind;
  readonly clientOrderId: string;
  readonly state: DispatchState;
  readonly epoch: number | null;
  readonly attempt: number;
  /** Number of the core input that requested it, if the row says so. */
  readonly askedIn: number | null;
  /** Wall time, epoch milliseconds; null for cancels, which never go stale. */
  readonly notAfter: number | null;
  readonly signedAt: number | null;
  /** An amend's ticket says which terms are new. */
  readonly ticket: OrderTicket | AmendTicket;
}

/** The executor's side of the database. Every method is one committed transaction. */
export interface DispatchStore {
  /** The kind of row, as far as the id tells it without a database query; otherwise null. */
  kindOf(id: string): DispatchKind | null;
  /** The row as it is now; null if there is none. */
  find(id: string): Promise<Dispatch | null>;
  /** READY → SIGNED in one conditional statement, with `epoch` repeated in its WHERE; null if another process has it or it is gone. */
  claim(id: string, epoch: number, signedAt: number): Promise<Dispatch | null>;
  /** Ids that are READY, cancels first, oldest first. */
  ready(limit: number): Promise<readonly string[]>;
  /** Sets rows that an older epoch left SIGNED or SENT to UNKNOWN; returns them with all other UNKNOWN rows. */
  inDoubt(epoch: number): Promise<readonly Dispatch[]>;
  /** The state of the submit of an order, so that its cancel can wait for it. */
  submitOf(clientOrderId: string): Promise<Dispatch | null>;
  /** True if another cancel of the same order was sent and not refused; that one reports the outcome. */
  isCancelled(cancel: Dispatch): Promise<boolean>;
  /** Settles a row and appends the reports to the account inbox in the same transaction. */
  settle(id: string, state: 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED', reports: readonly InboxReport[]): Promise<void>;
  /** Withdraws a submit that is still READY: both rows are settled at once. False if it was no longer READY. */
  withdraw(submitId: string, cancelId: string, report: InboxReport): Promise<boolean>;
  /** Appends reports that belong to no row (private stream, reconciliation). */
  report(reports: readonly InboxReport[]): Promise<void>;
  /** Client ids among `ids` that are ours. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Our orders that are not closed and whose submit was sent (its row is DONE or UNKNOWN). */
  openOrders(): Promise<readonly OwnOrder[]>;
  /**
   * Venue time from which an execution of ours may be missing: the earlier of the oldest open order's creation and the newest recorded
   * fill; null if the account never had an order.
   */
  executionsMissingFrom(): Promise<number | null>;
}

/** Identifies one of our orders at the venue. */
export interface OwnOrder {
  readonly clientOrderId: string;
  readonly instrument: OrderTicket['instrument'];
  /** Decimal text, as far as executions are booked. */
  readonly filledQuantity: string;
  /** True if the inbox holds reports about its state that the trader has not processed. */
  readonly hasUnreadReports: boolean;
}

/** A report with its deduplication key. */
export interface InboxReport {
  readonly dedupeKey: string;
  /** Market time at the venue, epoch milliseconds. */
  readonly at: number;
  readonly report: VenueReport;
}

/** The right to send for one venue account. Checked in memory on the monotonic clock, so a stalled process notices that it has expired. */
export interface Lease {
  readonly epoch: number;
  /** True while the lease is certainly still ours. */
  held(): boolean;
}

/** Limits that no order may exceed, checked in memory right before the order is sent. */
export interface HardLimits {
  /** Why the ticket may not be sent, in one sentence; null if it may. */
  refusal(ticket: OrderTicket): string | null;
}

/** A boolean in the executor's memory that stops everything but cancels. */
export interface Latch {
  raised(): boolean;
  /** Reads it again; on failure it stays unchanged and the promise rejects. */
  refresh(): Promise<void>;
}

/** Transport time: never decides anything about the market. */
export interface ExecutionClock {
  /** Epoch milliseconds of this machine, which also stamps deadlines. */
  wall(): number;
  /** Milliseconds since an arbitrary start, never decreasing. */
  monotonic(): number;
  /** Runs `task` once after `delay` ms, unless cancelled. */
  after(delay: number, task: () => void): { cancel(): void };
}

/** Receives what a person should know; its answer decides nothing. */
export interface ExecutionWatch {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
  /** The state of this process cannot be trusted any more; a successor takes over by the lease and queries the venue. */
  fail(error: unknown): void;
}
