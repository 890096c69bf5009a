import type { AccountQueries, VenueBalance, VenueExecution, VenueOrder, VenuePosition } from '@libs/sdk';
import type { DispatchStore, InboxReport } from './ports';
import type { ReportIntake } from './report-intake';
import { executionReport, keyedOrderReport } from './reports';
import type { Settlement } from './settlement';
import type { VenueTime } from './venue-time';

/** Executions may appear late in the venue's own lists (nautilus_trader#3493). */
const OVERLAP_MS = 3_600_000;
const PICTURES = 8;

export interface ReconcilerPorts {
  readonly store: Pick<DispatchStore, 'openOrders' | 'executionsMissingFrom'>;
  readonly queries: AccountQueries;
  readonly intake: ReportIntake;
  readonly settlement: Settlement;
  readonly venueTime: VenueTime;
}

interface Picture {
  readonly executions: readonly VenueExecution[];
  readonly positions: readonly VenuePosition[];
  readonly balances: readonly VenueBalance[];
}

/** Brings the venue's actual state into the inbox: missed changes as separate reports, then the resulting account picture. */
export class Reconciler {
  private rounds = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: ReconcilerPorts,
    /** Makes the keys of this process's pictures unique. */
    private readonly epoch: number,
  ) {}

  /** Runs one full reconciliation after any that is in progress; throws if the venue cannot be reached or its state keeps changing. */
  run(): Promise<void> {
    const run = this.last.then(() => this.once());
    this.last = run.catch(() => undefined);
    return run;
  }

  private async once(): Promise<void> {
    const { intake, settlement } = this.ports;
    const round = `${this.epoch}.${(this.rounds += 1)}`;
    await intake.hold();
    try {
      const { orders, foreignOrders } = await this.orders();
      const picture = await this.picture();
      const executions = await intake.sort(picture.executions);
      const news = [
        ...executions.ours.map(executionReport),
        ...orders.map((order) => keyedOrderReport(order, `reconciled:${round}:${order.venueOrderId}`)),
      ];
      for (const { at } of news) this.ports.venueTime.seen(at);
      const foreign = [...new Set([...foreignOrders, ...executions.foreign.map(nameOf)])];
      await settlement.report([...news, this.conclusion(round, picture, foreign)]);
    } finally {
      intake.release();
    }
  }

  /** The venue's open orders, and the outcome of those that only we hold open. */
  private async orders(): Promise<{ readonly orders: readonly VenueOrder[]; readonly foreignOrders: readonly string[] }> {
    const { store, queries, intake } = this.ports;
    const own = await store.openOrders();
    const open = await intake.sort(await queries.openOrders());
    const seen = new Set(open.ours.map((order) => order.clientOrderId));
    const orders = [...open.ours];
    for (const order of own) {
      if (seen.has(order.clientOrderId)) continue;
      // "Not found" proves nothing here; commands in doubt are queried until they are settled.
      const found = await queries.findOrder(order);
      if (found) orders.push(found);
    }
    return { orders, foreignOrders: open.foreign.map(nameOf) };
  }

  /** Positions read between two equal lists of executions, so that it is known which executions they include. */
  private async picture(): Promise<Picture> {
    const { store, queries } = this.ports;
    const from = await store.executionsMissingFrom();
    const list = (): Promise<readonly VenueExecution[]> =>
      from === null ? Promise.resolve([]) : queries.executionsSince(Math.max(0, from - OVERLAP_MS));
    let before = await list();
    for (let n = 0; n < PICTURES; n += 1) {
      const positions = await queries.positions();
      const balances = await queries.balances();
      const after = await list();
      if (sameIds(before, after)) return { executions: after, positions, balances };
      before = after;
    }
    throw new Error(`The account traded during each of ${PICTURES} attempts to take its picture.`);
  }

  private conclusion(round: string, { executions, positions, balances }: Picture, foreignOrders: readonly string[]): InboxReport {
    return {
      dedupeKey: `reconciled:${round}`,
      at: this.ports.venueTime.latest,
      report: {
        kind: 'reconciled',
        positions: positions.map(({ venueSymbol, category, quantity }) => ({ venueSymbol, category, quantity })),
        balances,
        foreignOrders,
        executionIds: executions.map((execution) => execution.executionId),
      },
    };
  }
}

function nameOf({ clientOrderId, venueOrderId }: VenueOrder | VenueExecution): string {
  return clientOrderId || venueOrderId;
}

function sameIds(a: readonly VenueExecution[], b: readonly VenueExecution[]): boolean {
  const ids = new Set(a.map((execution) => execution.executionId));
  return a.length === b.length && b.every((execution) => ids.has(execution.executionId));
}
