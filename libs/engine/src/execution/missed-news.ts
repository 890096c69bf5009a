import { Decimal } from '@libs/kernel';
import type { AccountQueries, VenueOrder } from '@libs/sdk';
import type { DispatchStore, OwnOrder } from './ports';

export interface MissedNewsPorts {
  readonly store: Pick<DispatchStore, 'openOrders'>;
  readonly queries: Pick<AccountQueries, 'openOrders' | 'findOrder'>;
}

/** Each costs a question of its own; the rest has its turn in the next round. */
const MOST_QUESTIONS = 10;

/**
 * Finds what a private stream never told. A stream that answers pings and is silent looks like an account on which nothing
 * happens, so the venue is asked how our open orders stand; what differs twice in a row was not merely on its way.
 */
export class MissedNews {
  /** Order and filled quantity, as they stood when a difference was seen. */
  private suspects: ReadonlySet<string> = new Set();

  constructor(private readonly ports: MissedNewsPorts) {}

  /** Client ids of the orders that changed at the venue without a word; call it every few seconds. Without open orders nobody is asked. */
  async find(): Promise<readonly string[]> {
    const differing = await this.differing();
    const known = this.suspects;
    this.suspects = new Set(differing.map(standing));
    return differing.filter((order) => known.has(standing(order))).map(({ clientOrderId }) => clientOrderId);
  }

  private async differing(): Promise<readonly OwnOrder[]> {
    const { store, queries } = this.ports;
    const own = await store.openOrders();
    if (own.length === 0) return [];
    const open = new Map((await queries.openOrders()).map((order) => [order.clientOrderId, order]));
    const found: OwnOrder[] = [];
    let questions = 0;
    for (const order of own) {
      let theirs: VenueOrder | null = open.get(order.clientOrderId) ?? null;
      if (!theirs && (questions += 1) <= MOST_QUESTIONS) theirs = await queries.findOrder(order);
      if (theirs && differs(order, theirs)) found.push(order);
    }
    return found;
  }
}

function differs({ filledQuantity }: OwnOrder, theirs: VenueOrder): boolean {
  const isOver = theirs.status !== 'ACCEPTED' && theirs.status !== 'PARTIALLY_FILLED';
  return isOver || !Decimal.parse(theirs.filledQuantity).eq(Decimal.parse(filledQuantity));
}

function standing({ clientOrderId, filledQuantity }: OwnOrder): string {
  return `${clientOrderId} ${filledQuantity}`;
}
