import type { Effect } from '../effect';
import type { CoreDriver } from './core-driver';

interface Standing {
  readonly side: string;
  readonly reduces: boolean;
  readonly price: string | undefined;
  quantity: number;
  filled: number;
}

const LOSSES = [
  { kind: 'aborted', code: 'VENUE_BUSY', message: 'busy' },
  { kind: 'never-received' },
  { kind: 'aborted', code: 'STALE', message: 'late' },
] as const;

/** Fewer than an exit is given tries; the pauses after three are shorter than a stop waits for orders in doubt. */
const MOST_LOST = { thatCuts: 5, other: 3 };

/** A venue that takes all it is sent, in order, and whose news are read whenever the script says so. */
export class LateVenue {
  readonly orders = new Map<string, Standing>();
  readonly news: (() => void)[] = [];
  position = 0;
  /** The next order to sell is lost. */
  isBusy = false;
  /** By order. */
  readonly filled = new Map<string, number>();
  private fills = 0;
  private readonly lost = new Set<string>();

  constructor(
    private readonly driver: CoreDriver,
    /** A reduce-only order trades no more than is held and ends when that is nothing; else only our own care keeps it from that. */
    private readonly cuts = false,
  ) {}

  take(effects: readonly Effect[]): void {
    if (this.driver.core.tradingState() === 'HALTED')
      expect(effects.filter(({ type }) => type === 'submit' || type === 'amend')).toEqual([]);
    for (const effect of effects) {
      if (effect.type === 'submit') {
        const { clientOrderId: id, side, quantity, price, reduceOnly: reduces } = effect.ticket;
        if (this.isBusy && this.mayLose && side === 'SELL') {
          this.isBusy = false;
          const loss = LOSSES[this.lost.size % LOSSES.length]!;
          this.lost.add(id);
          this.news.push(() => void this.driver.report({ ...loss, clientOrderId: id }));
          continue;
        }
        this.orders.set(id, { side, reduces, quantity: Number(quantity), filled: 0, price });
        this.news.push(() => void this.driver.report({ kind: 'accepted', clientOrderId: id, venueOrderId: `v-${id}` }));
      }
      if (effect.type === 'amend') {
        const { clientOrderId: id, quantity } = effect.ticket;
        const order = this.orders.get(id);
        if (order && Number(quantity) > order.filled) this.tell(id, Object.assign(order, { quantity: Number(quantity) }));
        else this.news.push(() => void this.driver.report({ kind: 'amend-refused', clientOrderId: id, code: 'gone', message: 'gone' }));
      }
      if (effect.type === 'cancel') {
        const id = effect.clientOrderId;
        const order = this.orders.get(id);
        if (order) this.end(id, order);
        else if (!this.lost.has(id))
          this.news.push(() => void this.driver.report({ kind: 'cancel-refused', clientOrderId: id, code: 'gone', message: 'gone' }));
      }
    }
  }

  fill(index: number, lots: number): void {
    const [id, order] = [...this.orders][index % Math.max(1, this.orders.size)] ?? [];
    if (id === undefined || order === undefined) return;
    const most = this.cuts && order.reduces ? Math.max(0, order.side === 'BUY' ? -this.position : this.position) : Infinity;
    const quantity = Math.min(lots, order.quantity - order.filled, most);
    if (quantity === 0) return this.end(id, order);
    order.filled += quantity;
    this.filled.set(id, (this.filled.get(id) ?? 0) + quantity);
    this.position += order.side === 'BUY' ? quantity : -quantity;
    const executionId = `x${(this.fills += 1)}`;
    this.news.push(() => void this.driver.fill(id, executionId, String(quantity), order.price ?? '95'));
    if (order.filled === order.quantity) this.orders.delete(id);
    this.tell(id, order, order.filled === order.quantity ? 'FILLED' : 'PARTIALLY_FILLED');
  }

  /** Nobody trades with the rest of an order that does not rest. */
  cut(index: number): void {
    const [id, order] = [...this.orders][index % Math.max(1, this.orders.size)] ?? [];
    if (id === undefined || order === undefined || order.price !== undefined || !this.mayLose) return;
    this.lost.add(id);
    this.end(id, order);
  }

  private get mayLose(): boolean {
    return this.lost.size < MOST_LOST[this.cuts ? 'thatCuts' : 'other'];
  }

  read(): boolean {
    const news = this.news.shift();
    news?.();
    if (news) this.take(this.driver.last.effects);
    return news !== undefined;
  }

  private end(id: string, order: Standing): void {
    this.orders.delete(id);
    this.tell(id, order, 'CANCELED');
  }

  private tell(
    id: string,
    order: Standing,
    status: 'ACCEPTED' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' = order.filled > 0 ? 'PARTIALLY_FILLED' : 'ACCEPTED',
  ): void {
    const { quantity, filled, price } = order;
    const told = {
      clientOrderId: id,
      venueOrderId: `v-${id}`,
      status,
      filledQuantity: String(filled),
      quantity: String(quantity),
      ...(price ? { price } : {}),
    };
    this.news.push(() => void this.driver.report({ kind: 'order', ...told }));
  }
}
