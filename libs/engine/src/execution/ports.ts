import type { AmendTicket, OrderTicket } from '@libs/sdk';
import type { VenueReport } from '../core/input';

export type DispatchKind = 'submit' | 'amend' | 'cancel';
export type DispatchState = 'READY' | 'SIGNED' | 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED';

/** One command to a venue; from its insertion on it belongs to the executor. */
export interface Dispatch {
  readonly id: string;
  readonly kind: DispatchKind;
  readonly clientOrderId: string;
  readonly state: DispatchState;
  readonly epoch: number | null;
  readonly attempt: number;
  /** Number of the core's input that asked for it, where the row says so. */
  readonly askedIn: number | null;
  /** Wall time, epoch milliseconds; null for cancels, which never go stale. */
  readonly notAfter: number | null;
  readonly signedAt: number | null;
  /** An amend's says what of it is new. */
  readonly ticket: OrderTicket | AmendTicket;
}

/** The executor's side of the database. Every method is one committed transaction. */
export interface DispatchStore {
  /** What an id says of its row's kind without a look into the database; null when it does not say. */
  kindOf(id: string): DispatchKind | null;
  /** The row as it is now; null when there is none. */
  find(id: string): Promise<Dispatch | null>;
  /** READY → SIGNED in one conditional statement, `epoch` repeated in its WHERE; null when somebody else has it or it is gone. */
  claim(id: string, epoch: number, signedAt: number): Promise<Dispatch | null>;
  /** Ids that are READY, cancels first, oldest first. */
  ready(limit: number): Promise<readonly string[]>;
  /** Rows an older epoch left SIGNED or SENT become UNKNOWN; returns them with all other UNKNOWN rows. */
  inDoubt(epoch: number): Promise<readonly Dispatch[]>;
  /** The state of the submit of an order, so that its cancel can wait for it. */
  submitOf(clientOrderId: string): Promise<Dispatch | null>;
  /** Whether another cancel of the same order has left and was not refused: what becomes of the order is told by that one. */
  isCancelled(cancel: Dispatch): Promise<boolean>;
  /** Settles a row and appends the reports to the account inbox in the same transaction. */
  settle(id: string, state: 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED', reports: readonly InboxReport[]): Promise<void>;
  /** A cancel that finds its submit still READY withdraws it: both rows are settled at once. False when it was no longer READY. */
  withdraw(submitId: string, cancelId: string, report: InboxReport): Promise<boolean>;
  /** Appends reports that belong to no row (private stream, reconciliation). */
  report(reports: readonly InboxReport[]): Promise<void>;
  /** Client ids among `ids` that are ours. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Our orders that are not over yet and whose submit was sent (its row is DONE or UNKNOWN). */
  openOrders(): Promise<readonly OwnOrder[]>;
  /**
   * Venue time from which an execution of ours may be missing: the earlier of the oldest open order's creation and the newest
   * recorded fill; null when the account never had an order.
   */
  executionsMissingFrom(): Promise<number | null>;
}

/** What identifies an order of ours at the venue. */
export interface OwnOrder {
  readonly clientOrderId: string;
  readonly instrument: OrderTicket['instrument'];
  /** Decimal text, as far as executions of it are in the books. */
  readonly filledQuantity: string;
  /** Whether the inbox holds news of how it stands at the venue that the trader has not taken yet. */
  readonly hasUnreadReports: boolean;
}

/** A report with the key under which its repeats drop out. */
export interface InboxReport {
  readonly dedupeKey: string;
  /** Market time at the venue, epoch milliseconds. */
  readonly at: number;
  readonly report: VenueReport;
}

/** Right to send for one venue account; judged in memory on the monotonic clock, so a stalled process finds it gone. */
export interface Lease {
  readonly epoch: number;
  /** True while the lease is surely still ours. */
  held(): boolean;
}

/** Limits that no order breaks, whatever was decided before; judged in memory, right before the order leaves. */
export interface HardLimits {
  /** Why the ticket may not leave, in one sentence; null when it may. */
  refusal(ticket: OrderTicket): string | null;
}

/** A boolean in executor memory that stops everything but cancels. */
export interface Latch {
  raised(): boolean;
  /** Reads it anew; where that fails it stays as it was, and the promise rejects. */
  refresh(): Promise<void>;
}

/** Transport time: it never decides anything about the market. */
export interface ExecutionClock {
  /** Epoch milliseconds of this machine, which also stamps what goes stale. */
  wall(): number;
  /** Milliseconds since some start, never falling. */
  monotonic(): number;
  /** Runs `task` once after `delay` ms, unless cancelled. */
  after(delay: number, task: () => void): { cancel(): void };
}

/** Whom execution tells what a person should know; it never decides by the answer. */
export interface ExecutionWatch {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
  /** The state here cannot be trusted any more; a restart takes over by the lease and asks the venue. */
  fail(error: unknown): void;
}
