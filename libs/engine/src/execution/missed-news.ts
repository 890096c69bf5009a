import { Decimal } from '@libs/kernel';
import type { AccountQueries, VenueOrder } from '@libs/sdk';
import type { DispatchStore, ExecutionClock, OwnOrder } from './ports';

export interface MissedNewsPorts {
  readonly store: Pick<DispatchStore, 'openOrders'>;
  readonly queries: Pick<AccountQueries, 'openOrders' | 'findOrder'>;
  readonly clock: Pick<ExecutionClock, 'monotonic'>;
}

/** Each costs a separate query; the rest is queried in the next round. */
const MOST_QUESTIONS = 10;
/** The caller reopens the stream and reconciles; a stream that is reopened all the time delivers nothing. */
const CHANGED_AGAIN_MS = 60_000;
/** Reconciling did not find it: the venue lists executions late, so try again, but rarely. */
const UNCHANGED_MS = 600_000;

/** An order that differs between the venue and us. */
interface Difference {
  readonly order: OwnOrder;
  readonly theirs: VenueOrder;
}

interface Telling {
  readonly standing: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

/**
 * Finds what a private stream failed to deliver. A stream that answers pings and is silent looks like an idle account, so the venue is
 * queried for our open orders; a difference seen twice in a row was not merely in flight.
 */
export class MissedNews {
  /** Our filled quantity of an order when it was last found to differ. */
  private readonly suspects = new Map<string, string>();
  private readonly told = new Map<string, Telling>();
  /** Orders with a separate query in this round. */
  private readonly asked = new Set<string>();

  constructor(private readonly ports: MissedNewsPorts) {}

  /**
   * Client ids of orders that changed at the venue without a stream message; call it every few seconds. Sends no query without open orders.
   */
  async find(): Promise<readonly string[]> {
    const open = await this.ports.store.openOrders();
    // Reports that the trader has yet to read were not missed.
    const own = open.filter((order) => !order.hasUnreadReports);
    keepOnly(this.told, open);
    keepOnly(this.suspects, own);
    const missed = (await this.differences(own)).filter(({ order }) => this.isSecondLook(order));
    return missed.filter((difference) => this.isNews(difference)).map(({ order }) => order.clientOrderId);
  }

  private async differences(own: readonly OwnOrder[]): Promise<readonly Difference[]> {
    if (own.length === 0) return [];
    const { queries } = this.ports;
    const open = new Map((await queries.openOrders()).map((order) => [order.clientOrderId, order]));
    const found: Difference[] = [];
    const look = (order: OwnOrder, theirs: VenueOrder | null): void => {
      if (theirs && differs(order, theirs)) found.push({ order, theirs });
      else this.suspects.delete(order.clientOrderId);
    };
    const listed = own.filter(({ clientOrderId }) => open.has(clientOrderId));
    for (const order of listed) look(order, open.get(order.clientOrderId) ?? null);
    for (const order of this.nextInTurn(own.filter(({ clientOrderId }) => !open.has(clientOrderId))))
      look(order, await queries.findOrder(order));
    return found;
  }

  private nextInTurn(orders: readonly OwnOrder[]): readonly OwnOrder[] {
    if (orders.every(({ clientOrderId }) => this.asked.has(clientOrderId))) this.asked.clear();
    const next = orders.filter(({ clientOrderId }) => !this.asked.has(clientOrderId)).slice(0, MOST_QUESTIONS);
    for (const { clientOrderId } of next) this.asked.add(clientOrderId);
    return next;
  }

  private isSecondLook({ clientOrderId, filledQuantity }: OwnOrder): boolean {
    const before = this.suspects.get(clientOrderId);
    this.suspects.set(clientOrderId, filledQuantity);
    return before === filledQuantity;
  }

  private isNews({ order, theirs }: Difference): boolean {
    const at = this.ports.clock.monotonic();
    const standing = `${order.filledQuantity} ${theirs.status} ${theirs.filledQuantity}`;
    const last = this.told.get(order.clientOrderId);
    if (last && at - last.at < (last.standing === standing ? UNCHANGED_MS : CHANGED_AGAIN_MS)) return false;
    this.told.set(order.clientOrderId, { standing, at });
    return true;
  }
}

function keepOnly(known: Map<string, unknown>, orders: readonly OwnOrder[]): void {
  const ids = new Set(orders.map((order) => order.clientOrderId));
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
}

function differs({ filledQuantity }: OwnOrder, theirs: VenueOrder): boolean {
  const isOver = theirs.status !== 'ACCEPTED' && theirs.status !== 'PARTIALLY_FILLED';
  return isOver || !Decimal.parse(theirs.filledQuantity).eq(Decimal.parse(filledQuantity));
}
