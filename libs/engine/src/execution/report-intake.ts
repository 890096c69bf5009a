import type { PrivateEvent, VenueExecution, VenueOrder } from '@libs/sdk';
import type { DispatchStore, ExecutionWatch, InboxReport } from './ports';
import { executionReport, orderReport } from './reports';
import type { Settlement } from './settlement';
import type { VenueTime } from './venue-time';

const REMEMBERED_IDS = 20_000;

type Told = Extract<PrivateEvent, { type: 'order' | 'execution' }>;

export interface IntakePorts {
  readonly store: Pick<DispatchStore, 'known'>;
  readonly settlement: Settlement;
  readonly venueTime: VenueTime;
  readonly watch: ExecutionWatch;
}

/**
 * Writes the private stream into the account inbox, in order and in batches. It can be held while the account's state is queried, so that
 * everything after that state also follows it in the inbox.
 */
export class ReportIntake {
  private readonly waiting: Told[] = [];
  private readonly ours = new Set<string>();
  private held = false;
  private writing: Promise<void> | null = null;

  constructor(
    private readonly ports: IntakePorts,
    /** Called once an event about one of our orders is durable. */
    private readonly noticed: (clientOrderId: string) => void,
  ) {}

  take(events: readonly PrivateEvent[]): void {
    for (const event of events) if (event.type === 'order' || event.type === 'execution') this.waiting.push(event);
    this.write();
  }

  /** Resolves when no write is in progress and none will start before `release`. */
  async hold(): Promise<void> {
    this.held = true;
    await this.writing;
  }

  release(): void {
    this.held = false;
    this.write();
  }

  /** Separates our orders from those made by somebody else on the account. */
  async sort<T extends VenueOrder | VenueExecution>(
    records: readonly T[],
  ): Promise<{ readonly ours: readonly T[]; readonly foreign: readonly T[] }> {
    const ids = new Set(records.map((record) => record.clientOrderId));
    // Cleared before the query, not after: forgotten ids must be looked up again.
    if (this.ours.size > REMEMBERED_IDS) this.ours.clear();
    const unknown = [...ids].filter((id) => id !== '' && !this.ours.has(id));
    if (unknown.length > 0) {
      for (const id of await this.ports.settlement.surely(() => this.ports.store.known(unknown))) this.ours.add(id);
    }
    return {
      ours: records.filter((record) => this.ours.has(record.clientOrderId)),
      foreign: records.filter((record) => !this.ours.has(record.clientOrderId)),
    };
  }

  private write(): void {
    if (this.held || this.writing || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0);
    this.writing = this.writeBatch(batch)
      .catch((error: unknown) => this.ports.watch.fail(error))
      .finally(() => {
        this.writing = null;
        this.write();
      });
  }

  private async writeBatch(batch: readonly Told[]): Promise<void> {
    const { ours, foreign } = await this.sort(batch.map((event) => (event.type === 'order' ? event.order : event.execution)));
    const isOurs = new Set<VenueOrder | VenueExecution>(ours);
    for (const { clientOrderId, venueOrderId, venueSymbol } of foreign) {
      this.ports.watch.warn('somebody else trades on this account', { clientOrderId, venueOrderId, venueSymbol });
    }
    const reports = batch.flatMap((event) => this.reportOf(event, isOurs));
    if (reports.length === 0) return;
    await this.ports.settlement.report(reports);
    for (const id of new Set(ours.map((record) => record.clientOrderId))) this.noticed(id);
  }

  private reportOf(event: Told, ours: ReadonlySet<VenueOrder | VenueExecution>): readonly InboxReport[] {
    const record = event.type === 'order' ? event.order : event.execution;
    if (!ours.has(record)) return [];
    this.ports.venueTime.seen(record.at);
    return [event.type === 'order' ? orderReport(event.order) : executionReport(event.execution)];
  }
}
