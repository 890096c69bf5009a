import { Decimal } from '@libs/kernel';
import type { Dispatch, DispatchKind, DispatchState, DispatchStore, InboxReport, OwnOrder, VenueReport } from '@libs/engine';

const LETTERS: Readonly<Record<DispatchKind, string>> = { submit: 's', amend: 'a', cancel: 'c' };

/** A dispatch store and account inbox in memory; each method is one step, as a transaction is. */
export class InMemoryDispatchStore implements DispatchStore {
  readonly rows = new Map<string, Dispatch>();
  readonly inbox: InboxReport[] = [];
  /** The epoch of the lease; claims of another fail. Null where a test has no leases. */
  leaseEpoch: number | null = null;
  /** Client ids of orders whose reports the trader has not taken yet. */
  readonly unread = new Set<string>();
  private readonly keys = new Set<string>();

  /** Puts a READY row there, as the trader does, and returns its id, which says in which input a repeatable command was asked for. */
  add(kind: DispatchKind, ticket: Dispatch['ticket'], notAfter: number | null = null, askedIn: number | null = null): string {
    const { clientOrderId } = ticket;
    const id = `d${clientOrderId}${LETTERS[kind]}${askedIn === null ? '' : askedIn.toString(36)}`;
    const fresh = { state: 'READY', epoch: null, attempt: 0, signedAt: null } as const;
    this.rows.set(id, { id, kind, clientOrderId, ...fresh, askedIn, notAfter, ticket });
    return id;
  }

  state(id: string): DispatchState | undefined {
    return this.rows.get(id)?.state;
  }

  kindOf(id: string): DispatchKind | null {
    return this.rows.get(id)?.kind ?? null;
  }

  /** Reports about one order, oldest first. */
  reportsOf(clientOrderId: string): readonly VenueReport[] {
    return this.inbox.map(({ report }) => report).filter((report) => 'clientOrderId' in report && report.clientOrderId === clientOrderId);
  }

  async find(id: string): Promise<Dispatch | null> {
    return this.rows.get(id) ?? null;
  }

  async claim(id: string, epoch: number, signedAt: number): Promise<Dispatch | null> {
    const row = this.rows.get(id);
    if (row?.state !== 'READY' || (this.leaseEpoch !== null && epoch !== this.leaseEpoch)) return null;
    const claimed: Dispatch = { ...row, state: 'SIGNED', epoch, attempt: row.attempt + 1, signedAt };
    this.rows.set(id, claimed);
    return claimed;
  }

  async ready(limit: number): Promise<readonly string[]> {
    const ready = [...this.rows.values()].filter((row) => row.state === 'READY');
    return ready
      .sort((a, b) => Number(a.kind !== 'cancel') - Number(b.kind !== 'cancel'))
      .slice(0, limit)
      .map((row) => row.id);
  }

  async inDoubt(epoch: number): Promise<readonly Dispatch[]> {
    for (const row of this.rows.values()) {
      if ((row.state === 'SIGNED' || row.state === 'SENT') && (row.epoch ?? 0) < epoch) this.rows.set(row.id, { ...row, state: 'UNKNOWN' });
    }
    return [...this.rows.values()].filter((row) => row.state === 'UNKNOWN');
  }

  async submitOf(clientOrderId: string): Promise<Dispatch | null> {
    return this.find(`d${clientOrderId}s`);
  }

  async isCancelled({ id, clientOrderId }: Dispatch): Promise<boolean> {
    return [...this.rows.values()].some(
      (row) =>
        row.kind === 'cancel' &&
        row.clientOrderId === clientOrderId &&
        row.id !== id &&
        !['READY', 'ABORTED'].includes(row.state) &&
        !this.keys.has(`cancel-refused:${row.id}:${row.attempt}`),
    );
  }

  async settle(id: string, state: 'SENT' | 'DONE' | 'UNKNOWN' | 'ABORTED', reports: readonly InboxReport[]): Promise<void> {
    const row = this.rows.get(id);
    if (!row) throw new Error(`no dispatch ${id}`);
    this.rows.set(id, { ...row, state });
    this.append(reports);
  }

  async withdraw(submitId: string, cancelId: string, report: InboxReport): Promise<boolean> {
    const submit = this.rows.get(submitId);
    const cancel = this.rows.get(cancelId);
    if (submit?.state !== 'READY' || cancel?.state !== 'READY') return false;
    this.rows.set(submitId, { ...submit, state: 'ABORTED' });
    this.rows.set(cancelId, { ...cancel, state: 'DONE' });
    this.append([report]);
    return true;
  }

  async report(reports: readonly InboxReport[]): Promise<void> {
    this.append(reports);
  }

  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => this.rows.has(`d${id}s`)));
  }

  async openOrders(): Promise<readonly OwnOrder[]> {
    const submits = [...this.rows.values()].filter((row) => row.kind === 'submit' && (row.state === 'DONE' || row.state === 'UNKNOWN'));
    return submits
      .filter((row) => !this.isOver(row.clientOrderId))
      .map(({ clientOrderId, ticket: { instrument } }) => ({
        clientOrderId,
        instrument,
        filledQuantity: this.filled(clientOrderId),
        hasUnreadReports: this.unread.has(clientOrderId),
      }));
  }

  async executionsMissingFrom(): Promise<number | null> {
    return this.rows.size === 0 ? null : 0;
  }

  private filled(clientOrderId: string): string {
    const executions = this.reportsOf(clientOrderId).flatMap((report) => (report.kind === 'execution' ? [report.quantity] : []));
    return executions.reduce((sum, quantity) => sum.plus(Decimal.parse(quantity)), Decimal.ZERO).toString();
  }

  private isOver(clientOrderId: string): boolean {
    const last = this.reportsOf(clientOrderId).findLast((report) => report.kind === 'order');
    if (last?.kind === 'order') return last.status !== 'ACCEPTED' && last.status !== 'PARTIALLY_FILLED';
    return this.reportsOf(clientOrderId).some((report) => report.kind === 'refused' || report.kind === 'never-received');
  }

  private append(reports: readonly InboxReport[]): void {
    for (const report of reports) {
      if (this.keys.has(report.dedupeKey)) continue;
      this.keys.add(report.dedupeKey);
      this.inbox.push(report);
    }
  }
}
